/**
 * What means the same in RE2, by which vmauth matches paths, and here: plain characters, `.`, groups, alternatives, repetitions
 * and simple classes. `.` does not match a line break in either.
 */
const PLAIN =
  /^(?:[A-Za-z0-9_/:@=,~%& -]|\.|\\[.+*?()[\]{}|^$/\\-]|\\[dw]|\[\^?(?:[A-Za-z0-9_/.:@=,~ -]|\\[.\]\\/-]|\\[dw])+\]|\((?:\?:)?|\)|\||[*+?]\??|\^|\$)*$/;

/** `/select/<tenant>/` or `/insert/<tenant>/` at the beginning of a pattern. */
const TENANT_PREFIX = /^\^?(\/(?:select|insert)\/[0-9]{1,10}(?::[0-9]{1,10})?)\//;

/**
 * Reads one of vmauth's `src_paths`, a regular expression that must match the whole path.
 *
 * @returns undefined when it has something that could mean another thing here
 */
export function readSourcePath(text: string): RegExp | undefined {
  if (!PLAIN.test(text)) {
    return undefined;
  }
  try {
    return new RegExp(`^(?:${text})$`);
  } catch {
    return undefined;
  }
}

/** The tenant that every path begins with that matches: `/select/42` for `/select/42/.*`; undefined when there is none. */
export function tenantPrefixOf(text: string): string | undefined {
  return text.includes('|') ? undefined : TENANT_PREFIX.exec(text)?.[1];
}
