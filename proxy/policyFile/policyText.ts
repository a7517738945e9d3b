import { parseUniqueJson } from '@gatehouse/model';
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, parseAllDocuments } from 'yaml';
import { findJsonItems } from './findJsonItems';
import { findJsonPlace } from './findJsonPlace';
import { Lines, type Place } from './lines';
import { nodeData, type TreeProblem } from './nodeData';
import { type ListName, type SplitText, splitPolicyText } from './splitPolicyText';

export type Path = ReadonlyArray<string | number>;

export interface TextProblem extends Place {
  message: string;
}

/** From this length on a text is read in parts where its layout allows it. */
const LONG = 256 * 1024;
/** Longest text that is read as a whole: a tree of it takes about a hundred times as much memory. */
const LONGEST_WHOLE = 8 * 1024 * 1024;
/** Longest text of all. */
const LONGEST = 64 * 1024 * 1024;
/** As many items of a list are read at a time. */
const ITEMS_AT_A_TIME = 100;

/**
 * A policy's text, YAML 1.2 or JSON, that knows the place of everything in it. Comments may stand anywhere; keys that stand
 * twice, tags and directives are refused, aliases are bounded.
 */
export class PolicyText {
  readonly #text: string;
  readonly #lines: Lines;
  readonly #problems: Array<{ offset: number; message: string }> = [];
  readonly data: unknown;
  #split: SplitText | undefined;
  #isJson = false;
  readonly #itemsOf = new Map<ListName, readonly number[]>();
  #composed: ReturnType<typeof compose> | undefined;

  /** @param long from this length on a text is read in parts; in UTF-16 code units */
  constructor(
    text: string,
    private readonly long = LONG
  ) {
    this.#text = text.startsWith('\ufeff') ? ` ${text.slice(1)}` : text;
    this.#lines = new Lines(this.#text);
    this.data = this.#read();
  }

  /** What keeps the text from being read, in the order of the text. The data counts only when there is nothing. */
  get problems(): TextProblem[] {
    return [...this.#problems]
      .sort((a, b) => a.offset - b.offset)
      .map(({ offset, message }) => ({ ...this.#lines.placeOf(offset), message }));
  }

  /** The place of the value at a path, or, where something is missing, of what it is missing from. */
  placeOf(path: Path, key?: string): Place {
    return this.#lines.placeOf(this.#offsetOf(path, key));
  }

  #read(): unknown {
    const text = this.#text;
    if (text.length > LONGEST) {
      return this.#refuse(0, `the file has more than ${LONGEST / 1024 / 1024} MiB, which is no policy`);
    }
    if (/^\s*\{/.test(text)) {
      const json = readJson(text);
      if (json !== undefined) {
        this.#isJson = true;
        return json.data;
      }
    }
    this.#split = text.length > this.long ? splitPolicyText(text) : undefined;
    if (this.#split !== undefined) {
      return this.#readSplit(this.#split);
    }
    if (text.length > LONGEST_WHOLE) {
      const message = `a file of more than ${LONGEST_WHOLE / 1024 / 1024} MiB is JSON, or YAML with "tenants:" and "mappings:" at the beginning of a line and each of their items in lines of its own, as "gatehouse export" writes it`;
      return this.#refuse(0, message);
    }
    const { data, problems } = readYaml(text);
    this.#problems.push(...problems);
    return data === null && problems.length === 0
      ? this.#refuse(0, 'the file is empty; a policy that grants nothing is written {}')
      : data;
  }

  #readSplit(split: SplitText): unknown {
    const { data, problems } = readYaml(split.rest.map(({ text }) => text).join(''));
    this.#problems.push(...problems.map(({ offset, message }) => ({ offset: offsetInText(split, offset), message })));
    if (typeof data !== 'object' || data === null) {
      return this.#refuse(0, 'a policy is a mapping with the keys tenants, mappings and settings');
    }
    const lists = Object.entries(split.lists).map(([name, { starts, end }]) => {
      if (!Object.hasOwn(data, name) || Object.getOwnPropertyDescriptor(data, name)?.value !== null) {
        this.#refuse(starts[0] ?? 0, `this does not belong to ${name}; look at the quotes and brackets above it`);
      }
      const items: unknown[] = [];
      for (let index = 0; index < starts.length; index += ITEMS_AT_A_TIME) {
        const from = starts[index] ?? 0;
        const part = readYaml(this.#text.slice(from, starts[index + ITEMS_AT_A_TIME] ?? end));
        this.#problems.push(...part.problems.map(({ offset, message }) => ({ offset: from + offset, message })));
        items.push(...(Array.isArray(part.data) ? part.data : []));
      }
      return [name, items] as const;
    });
    return { ...data, ...Object.fromEntries(lists) };
  }

  #refuse(offset: number, message: string): undefined {
    this.#problems.push({ offset, message });
    return undefined;
  }

  #offsetOf(path: Path, key: string | undefined): number {
    const [list, index, ...inside] = path;
    if (this.#isJson) {
      const start = isListName(list) && typeof index === 'number' ? this.#jsonItems(list)[index] : undefined;
      return start === undefined
        ? findJsonPlace(this.#text, 0, path, key)
        : findJsonPlace(this.#text, start, inside, key);
    }
    const range = isListName(list) ? this.#split?.lists[list] : undefined;
    if (this.#split === undefined || typeof index !== 'number' || range === undefined) {
      const rest = this.#split?.rest.map(({ text }) => text).join('') ?? this.#text;
      this.#composed ??= compose(rest);
      const offset = findOffset(this.#composed, path, key);
      return this.#split === undefined ? offset : offsetInText(this.#split, offset);
    }
    const from = range.starts[index] ?? range.end;
    const text = this.#text.slice(from, range.starts[index + 1] ?? range.end);
    return from + findOffset(compose(text), [0, ...inside], key);
  }

  #jsonItems(list: ListName): readonly number[] {
    const items = this.#itemsOf.get(list) ?? findJsonItems(this.#text, findJsonPlace(this.#text, 0, [list]));
    this.#itemsOf.set(list, items);
    return items;
  }
}

function isListName(name: unknown): name is ListName {
  return name === 'tenants' || name === 'mappings';
}

function readJson(text: string): { data: unknown } | undefined {
  try {
    return { data: parseUniqueJson(text) };
  } catch {
    // Read as YAML it may be well after all, and if not, YAML's reader tells the place.
    return undefined;
  }
}

function compose(text: string): { document: Document | undefined; problems: TreeProblem[] } {
  const [document, ...others] = parseAllDocuments(text, { prettyErrors: false, strict: true, uniqueKeys: false });
  if (document === undefined || !('contents' in document)) {
    return { document: undefined, problems: [] };
  }
  // That a bracket closes at the beginning of a line is worth a warning to the parser, and no misunderstanding.
  const found = [...document.errors, ...document.warnings.filter(({ code }) => code !== 'BAD_INDENT')];
  const directive = /^%/m.exec(text.slice(0, document.range?.[0] ?? 0));
  return {
    document,
    problems: [
      ...found.map(({ pos, message }) => ({ offset: pos[0], message: inWords(message) })),
      ...others
        .slice(0, 1)
        .map(({ range }) => ({ offset: range?.[0] ?? 0, message: 'a second document; one file holds one' })),
      ...(directive === null ? [] : [{ offset: directive.index, message: 'directives are not supported; remove it' }]),
    ],
  };
}

/** The parser reads nested collections by calling itself, and reports the end of the stack as an error in the text. */
function inWords(message: string): string {
  return message.includes('call stack') ? 'this is nested too deeply to be a policy' : message;
}

function readYaml(text: string): { data: unknown; problems: TreeProblem[] } {
  const { document, problems } = compose(text);
  if (problems.length > 0) {
    return { data: undefined, problems };
  }
  return { data: nodeData(document?.contents, problems), problems };
}

function offsetInText({ rest }: SplitText, offset: number): number {
  let left = offset;
  for (const { start, text } of rest) {
    if (left < text.length || rest.at(-1)?.start === start) {
      return start + left;
    }
    left -= text.length;
  }
  return offset;
}

function findOffset({ document }: ReturnType<typeof compose>, path: Path, key: string | undefined): number {
  let node: unknown = document?.contents;
  for (const step of path) {
    const next = childOf(node, step, document);
    if (next === undefined) {
      break;
    }
    node = next;
  }
  const inside = resolveAlias(node, document);
  const pair =
    key !== undefined && isMap(inside)
      ? inside.items.find((item) => isScalar(item.key) && item.key.value === key)
      : undefined;
  const found = isNode(pair?.key) ? pair.key : node;
  return (isNode(found) ? found.range?.[0] : undefined) ?? 0;
}

function childOf(parent: unknown, step: string | number, document: Document | undefined): unknown {
  const inside = resolveAlias(parent, document);
  if (isSeq(inside) && typeof step === 'number') {
    return inside.items[step];
  }
  const pair = isMap(inside)
    ? inside.items.find((item) => isScalar(item.key) && item.key.value === String(step))
    : undefined;
  return pair === undefined ? undefined : isNode(pair.value) ? pair.value : pair.key;
}

function resolveAlias(node: unknown, document: Document | undefined): unknown {
  return isAlias(node) && document !== undefined ? node.resolve(document) : node;
}
