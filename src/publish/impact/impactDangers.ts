import type { Impact } from '@gatehouse/model';
import { type Danger, everybodyKnownGains, somebodyLosesAll } from '../dangers';

/** What is far-reaching for those who came lately. */
export function impactDangers({ losingAll, groups, gaining, subjects }: Impact): Danger[] {
  return [
    ...(losingAll === 0
      ? []
      : [
          somebodyLosesAll(
            losingAll,
            groups
              .filter(({ nothingLeft }) => nothingLeft)
              .slice(0, 3)
              .map(({ words }) => words)
          ),
        ]),
    ...(gaining === subjects && subjects > 1 ? [everybodyKnownGains(subjects)] : []),
  ];
}
