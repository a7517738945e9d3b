/** The lists of a policy that can be long. */
const LISTS = ['tenants', 'mappings'] as const;
export type ListName = (typeof LISTS)[number];

/** A policy's text in parts that mean the same when they are read one by one. Offsets are in UTF-16 code units. */
export interface SplitText {
  /** The text without the items of the long lists: pieces of it, with where they begin. */
  rest: ReadonlyArray<{ start: number; text: string }>;
  /** For each list where each of its items begins, and where the last one ends. */
  lists: Partial<Record<ListName, { starts: readonly number[]; end: number }>>;
}

const ROOT_KEY = /^[A-Za-z][A-Za-z0-9_-]*:(?:[ \t]|$)/;
const LIST_KEY = new RegExp(`^(${LISTS.join('|')}):[ \\t]*(?:#.*)?$`);
const DOCUMENT_START = /^---[ \t]*(?:#.*)?$/;
const ITEM = /^ *-(?:[ \t]|$)/;
const NOTHING = /^[ \t]*(?:#.*)?$/;

/**
 * Splits a YAML text whose root is a block mapping and whose long lists are block sequences, as people and `gatehouse export`
 * write them. A parser's tree of a whole policy is many times as large as its text.
 *
 * Where a line with "- " at the indentation of a block sequence's items stands, an item begins: everything that an item can
 * hold, also a text of several lines, is indented more (YAML 1.2.2, sections 6.1, 8.1 and 8.2.1). Whatever is open there, such
 * as a bracket, is an error in either way of reading.
 *
 * @returns undefined for a text that is laid out in another way, which has to be read as a whole
 */
export function splitPolicyText(text: string): SplitText | undefined {
  const lists: SplitText['lists'] = {};
  const rest: Array<{ start: number; text: string }> = [];
  let open: { name: ListName; from: number; indent: number; starts: number[] } | undefined;
  let restFrom = 0;
  let rootSeen = false;

  const close = (at: number) => {
    if (open !== undefined && open.starts.length > 0) {
      rest.push({ start: restFrom, text: text.slice(restFrom, open.from) });
      lists[open.name] = { starts: open.starts, end: at };
      restFrom = at;
    }
    open = undefined;
  };

  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const next = newline < 0 ? text.length : newline + 1;
    const line = text.slice(start, newline < 0 ? text.length : newline).replace(/\r$/, '');
    const indent = line.length - line.replace(/^ +/, '').length;
    if (NOTHING.test(line)) {
      start = next;
      continue;
    }
    if (line.charAt(indent) === '\t') {
      return undefined;
    }
    if (open !== undefined && open.starts.length === 0 && ITEM.test(line)) {
      open.indent = indent;
    }
    if (open !== undefined && indent === open.indent && ITEM.test(line)) {
      open.starts.push(start);
    } else if (indent === 0) {
      close(start);
      if (DOCUMENT_START.test(line) && !rootSeen) {
        start = next;
        continue;
      }
      if (!ROOT_KEY.test(line)) {
        return undefined;
      }
      rootSeen = true;
      const name = LISTS.find((one) => LIST_KEY.exec(line)?.[1] === one);
      if (name !== undefined && lists[name] !== undefined) {
        return undefined;
      }
      open = name && { name, from: next, indent: -1, starts: [] };
    } else if (open !== undefined && indent <= open.indent) {
      return undefined;
    } else if (open !== undefined && open.starts.length === 0) {
      open = undefined;
    }
    start = next;
  }
  close(text.length);
  rest.push({ start: restFrom, text: text.slice(restFrom) });
  return { rest, lists };
}
