import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Node,
  parseAllDocuments,
  visit,
} from 'yaml';
import type { ConfigProblem } from './configError';

export type Path = ReadonlyArray<string | number>;

/** A YAML text that keeps the place of everything in it. */
export class YamlSource {
  readonly problems: ConfigProblem[];
  readonly document: Document | undefined;
  readonly #lines = new LineCounter();

  constructor(text: string) {
    const [document, ...others] = parseAllDocuments(text, {
      lineCounter: this.#lines,
      prettyErrors: false,
      strict: true,
      uniqueKeys: true,
    });
    if (document === undefined || !('contents' in document) || document.contents === null) {
      this.document = undefined;
      this.problems = [{ line: 1, column: 1, message: 'the file is empty; see the reference of gatehouse.yaml' }];
      return;
    }
    this.document = document;
    this.problems = [
      ...[...document.errors, ...document.warnings].map(({ pos, message }) => this.problemAt(pos[0], message)),
      ...others.slice(0, 1).map((other) => this.problemAt(other.range?.[0], 'a second document; one file holds one')),
      ...this.#aliases(document),
    ];
  }

  /** The document as plain data. */
  toData(): unknown {
    return this.document?.toJS({ maxAliasCount: 0 });
  }

  problemAtNode(node: Node | undefined, message: string): ConfigProblem {
    return this.problemAt(node?.range?.[0], message);
  }

  /** Points to the value at a path, or, where something is missing, to what it is missing from. */
  problemAtValue(path: Path, message: string): ConfigProblem {
    const [found] = this.#deepest(path);
    return this.problemAtNode(found, message);
  }

  /** Points to a key of the mapping at a path. */
  problemAtKey(path: Path, key: string, message: string): ConfigProblem {
    const [parent] = this.#deepest(path);
    const pair = isMap(parent)
      ? parent.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
      : undefined;
    return this.problemAtNode(isNode(pair?.key) ? pair.key : parent, message);
  }

  problemAt(offset: number | undefined, message: string): ConfigProblem {
    const { line, col } = this.#lines.linePos(offset ?? 0);
    return { line: Math.max(line, 1), column: Math.max(col, 1), message };
  }

  #deepest(path: Path): [Node | undefined] {
    let node = isNode(this.document?.contents) ? this.document.contents : undefined;
    path.forEach((_, depth) => {
      const next = this.document?.getIn(path.slice(0, depth + 1), true);
      node = isNode(next) ? next : node;
    });
    return [node];
  }

  // A few lines of nested aliases unfold into gigabytes; a configuration this short has no need of them.
  #aliases(document: Document): ConfigProblem[] {
    const found: ConfigProblem[] = [];
    visit(document, {
      Node: (_, node) => {
        if (isAlias(node) || node.anchor !== undefined) {
          const what = isAlias(node) ? `the alias *${node.source}` : `the anchor &${node.anchor}`;
          found.push(this.problemAtNode(node, `${what} is not supported; write the value out`));
        }
      },
    });
    return found;
  }
}
