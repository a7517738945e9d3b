import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';

/** As many values may come out of aliases, counted as often as they are used: a few nested ones would unfold into gigabytes. */
const MOST_ALIASED_VALUES = 1_000_000;

/** Something in a YAML tree that is not taken; the offset is where it stands. */
export interface TreeProblem {
  offset: number;
  message: string;
}

interface Anchored {
  data: unknown;
  values: number;
}

/**
 * Turns a YAML tree into plain data. Unlike the parser's own way it takes time in proportion to the tree, whatever its keys and
 * aliases are.
 *
 * @param problems receives repeated keys, keys that are no text, and aliases that lead nowhere or unfold into too much
 */
export function nodeData(root: unknown, problems: TreeProblem[]): unknown {
  const anchors = new Map<string, Anchored>();
  let values = 0;
  let aliased = 0;

  function read(node: unknown): unknown {
    if (isAlias(node)) {
      return readAlias(node.source, node.range?.[0] ?? 0);
    }
    const before = values;
    values += 1;
    const data = isMap(node)
      ? readMap(node.items)
      : isSeq(node)
        ? node.items.map(read)
        : isScalar(node)
          ? node.value
          : null;
    if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor !== undefined) {
      anchors.set(node.anchor, { data, values: values - before });
    }
    return data;
  }

  function readAlias(name: string, offset: number): unknown {
    // An alias inside of what it names is not known yet, so that nothing can hold itself.
    const anchored = anchors.get(name);
    if (anchored === undefined) {
      problems.push({ offset, message: `the alias *${name} names nothing that stands before it; write the value out` });
      return null;
    }
    aliased += anchored.values;
    values += anchored.values;
    if (aliased > MOST_ALIASED_VALUES) {
      if (aliased - anchored.values <= MOST_ALIASED_VALUES) {
        const message = `the aliases unfold into more than ${MOST_ALIASED_VALUES} values; write the values out`;
        problems.push({ offset, message });
      }
      return null;
    }
    return anchored.data;
  }

  function readMap(items: ReadonlyArray<{ key: unknown; value: unknown }>): Record<string, unknown> {
    const data: Record<string, unknown> = {};
    for (const { key, value } of items) {
      const offset = offsetOf(key);
      const name = isScalar(key) ? key.value : undefined;
      if (typeof name !== 'string') {
        problems.push({ offset, message: 'a key is text; put it in quotes if it is meant' });
      } else if (Object.hasOwn(data, name)) {
        problems.push({ offset, message: `the key ${name} stands here twice; remove one of them` });
      } else {
        // Assignment would treat __proto__ as something else than a key.
        Object.defineProperty(data, name, { value: read(value), enumerable: true, writable: true, configurable: true });
      }
    }
    return data;
  }

  return read(root);
}

function offsetOf(node: unknown): number {
  return (isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? (node as Node).range?.[0] : undefined) ?? 0;
}
