import type { Finding, Policy, PolicyCheck } from '@gatehouse/model';

/** How long findings count, in milliseconds: a mapping that expires shows in them this much later at most. */
const KEPT_FOR = 30_000;

/**
 * Checks a policy for its findings, and not again for a while: for 100,000 mappings the check takes longer than queries should
 * have to wait.
 *
 * A policy in force may have problems as well as warnings, when the configuration has lost a backend or an issuer since.
 */
export function rememberFindings(
  check: (policy: Policy) => PolicyCheck,
  now: () => number
): (policy: Policy) => Finding[] {
  const kept = new WeakMap<Policy, { findings: Finding[]; until: number }>();
  return (policy) => {
    const known = kept.get(policy);
    if (known !== undefined && now() < known.until) {
      return known.findings;
    }
    const { problems, warnings } = check(policy);
    const findings = [...problems, ...warnings];
    kept.set(policy, { findings, until: now() + KEPT_FOR });
    return findings;
  };
}
