import type { Policy } from '@gatehouse/model';

/** Longest line that holds a whole list or mapping, in characters. */
const WIDTH = 110;

/** What YAML 1.2 reads as the same text without quotes. */
const PLAIN = /^[A-Za-z][A-Za-z0-9_./-]*$/;
/** What YAML or a reader could take for something else: controls, marks of direction, what has no width. */
const INVISIBLE = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;
const WORDS = new Set(['true', 'false', 'null', 'yes', 'no', 'on', 'off', 'y', 'n']);

/**
 * Writes a policy as YAML, always in the same way, so that two of them can be compared by lines. What a mapping has anyway
 * (`effect: allow`, `enabled: true`) is left out.
 *
 * @param comments remarks to stand above tenants and mappings, by `tenant <name>` and `mapping <name>`
 * @param head lines of a comment at the beginning
 */
export function printPolicy(
  policy: Policy,
  comments: ReadonlyMap<string, string> = new Map(),
  head: readonly string[] = []
): string {
  const mappings = policy.mappings.map(({ effect, enabled, ...mapping }) => ({
    ...mapping,
    ...(effect === 'deny' && { effect }),
    ...(!enabled && { enabled }),
  }));
  const lists = [
    printList('tenants', 'tenant', policy.tenants, comments),
    printList('mappings', 'mapping', mappings, comments),
    `settings: ${inline(policy.settings)}\n`,
  ];
  return [...head.map((line) => `${comment(line)}\n`), ...lists].join('');
}

function printList(
  key: string,
  kind: string,
  items: ReadonlyArray<{ name: string }>,
  comments: ReadonlyMap<string, string>
): string {
  const printed = items.map((item) => {
    const remark = comments.get(`${kind} ${item.name}`);
    return (remark === undefined ? '' : `  ${comment(remark)}\n`) + printItem(item, kind, '  ');
  });
  return items.length === 0 ? `${key}: []\n` : `${key}:\n${printed.join('')}`;
}

/** A tenant on one line where it fits; of a mapping every key has its own. */
function printItem(item: object, kind: string, indent: string): string {
  const line = `${indent}- ${inline(item)}\n`;
  return kind !== 'mapping' && line.length <= WIDTH ? line : `${indent}- ${block(item, `${indent}  `).trimStart()}`;
}

function block(value: object, indent: string): string {
  return entriesOf(value)
    .map(([key, one]) => {
      const line = `${indent}${text(key)}: ${inline(one)}\n`;
      if (
        typeof one !== 'object' ||
        one === null ||
        (line.length <= WIDTH && key !== 'grants') ||
        Object.keys(one).length === 0
      ) {
        return line;
      }
      const inside = Array.isArray(one)
        ? one.map((item: unknown) => listItem(item, `${indent}  `)).join('')
        : block(one, `${indent}  `);
      return `${indent}${text(key)}:\n${inside}`;
    })
    .join('');
}

function listItem(item: unknown, indent: string): string {
  return typeof item === 'object' && item !== null && !Array.isArray(item)
    ? printItem(item, '', indent)
    : `${indent}- ${inline(item)}\n`;
}

function inline(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(inline).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = entriesOf(value).map(([key, one]) => `${text(key)}: ${inline(one)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return typeof value === 'string' ? text(value) : String(value);
}

function entriesOf(value: object): Array<[string, unknown]> {
  return Object.entries(value).filter(([, one]) => one !== undefined);
}

function text(value: string): string {
  return PLAIN.test(value) && !WORDS.has(value.toLowerCase())
    ? value
    : JSON.stringify(value).replace(INVISIBLE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function comment(line: string): string {
  return `# ${line.replace(/[^\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd]/g, '?').replace(INVISIBLE, '?')}`;
}
