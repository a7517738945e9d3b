import type { Settings } from '../policy/shape';
import type { PolicyChange } from './policyDiff';

/** Tells the settings of two policies apart. */
export function diffSettings(before: Settings, after: Settings): PolicyChange[] {
  return (['severalTenants', 'approvals'] as const).flatMap((setting): PolicyChange[] =>
    before[setting] === after[setting]
      ? []
      : [
          {
            kind: 'setting-changed',
            setting,
            from: before[setting],
            to: after[setting],
            words: settingWords(setting, after),
            leftOut: 0,
          },
        ]
  );
}

function settingWords(setting: keyof Settings, after: Settings): string {
  if (setting === 'approvals') {
    return after.approvals === 0
      ? 'changes take effect at once: no second person must approve them any more'
      : 'changes take effect only when a second person has approved them';
  }
  return after.severalTenants === 'federate'
    ? 'a query that names none of several tenants is answered from all of them, where that is safe'
    : 'a query that names none of several tenants is refused';
}
