import type { BackendFinding } from '../api/status';

/** One thing that was found, perhaps at several URLs of a backend. */
export interface FindingGroup {
  code: string;
  message: string;
  /** Where it was found; empty when it is about the whole backend. */
  urls: string[];
}

/** Says once what was found at several URLs. */
export function groupFindings(findings: readonly BackendFinding[]): FindingGroup[] {
  const groups = new Map<string, FindingGroup>();
  for (const { code, message, url } of findings) {
    const key = JSON.stringify([code, message]);
    const group = groups.get(key) ?? { code, message, urls: [] };
    group.urls.push(...(url === undefined ? [] : [url]));
    groups.set(key, group);
  }
  return [...groups.values()];
}
