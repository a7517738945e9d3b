import type { Remark } from './finding';
import { has, LESSER_FLAWS } from './flaws';
import type { SelfDescription } from './selfDescription';

/** What is said about a program of VictoriaMetrics, whatever it is asked for. */
export function remarkOnProgram(description: SelfDescription): Remark[] {
  return [...remarkOnVersion(description), ...remarkOnHeaders(description)];
}

function remarkOnVersion({ program, version, versionText }: SelfDescription): Remark[] {
  if (version === undefined) {
    const message =
      'it does not tell its version, so nobody can tell which fixes it has (Debian’s package is 1.79.5); use a release of VictoriaMetrics';
    return [{ code: 'backend-version-unknown', message }];
  }
  const lacking = LESSER_FLAWS.filter((flaw) => has(flaw, program, version));
  const texts = lacking.map(
    ({ text, fixed: { since, lines = [] } }) => `${text} (fixed in ${[since, ...lines].join(', ')})`
  );
  return texts.length === 0
    ? []
    : [
        {
          code: 'backend-version-old',
          message: `${versionText} lacks fixes: ${texts.join('; ')}. Gatehouse does not depend on them, whoever else asks this backend may; update it`,
        },
      ];
}

function remarkOnHeaders({ flags }: SelfDescription): Remark[] {
  const message =
    'it also takes the tenant from the headers AccountID and ProjectID; Gatehouse never passes them on, but whoever reaches it directly may choose any tenant; let nobody but Gatehouse reach it, or set -enableMultitenancyViaHeaders=false';
  return flags.get('enableMultitenancyViaHeaders') === 'true' ? [{ code: 'header-tenancy', message }] : [];
}
