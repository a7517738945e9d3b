import { type Finding, findingSteps, type Policy, type PolicySurroundings } from '@gatehouse/model';

/** What is to be said about one mapping. */
export interface MappingFindings {
  /** What keeps the policy from being published. */
  problems: Finding[];
  warnings: Finding[];
}

/** By the mapping's name; those of which nothing is to be said are not in it. */
export type FindingsByMapping = ReadonlyMap<string, MappingFindings>;

/**
 * Finds what is to be said about the mappings of a policy, step by step: each `next` works for a few milliseconds, the last one has
 * the result.
 *
 * @param now milliseconds since the epoch
 */
export function* mappingFindings(
  policy: Policy,
  surroundings: PolicySurroundings,
  now: number
): Generator<undefined, FindingsByMapping> {
  const found = new Map<string, MappingFindings>();
  const add = (kind: keyof MappingFindings, findings: readonly Finding[]) => {
    for (const finding of findings) {
      const [list, position] = finding.path;
      const name = list === 'mappings' && typeof position === 'number' ? policy.mappings[position]?.name : undefined;
      if (name !== undefined) {
        const all = found.get(name) ?? { problems: [], warnings: [] };
        all[kind].push(finding);
        found.set(name, all);
      }
    }
  };
  for (const { problems, warnings } of findingSteps(policy, surroundings, now)) {
    add('problems', problems);
    add('warnings', warnings);
    yield undefined;
  }
  return found;
}
