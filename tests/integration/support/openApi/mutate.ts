import fc, { type Arbitrary } from 'fast-check';

const STRANGE: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  '\u0000',
  '__proto__',
  '../..',
  '${7*7}',
  'x'.repeat(5_000),
  [],
  {},
  [[[[[[[[[[]]]]]]]]]],
  { __proto__: null, constructor: 1, toString: 2 },
];

/** Changes something somewhere in a JSON value: leaves it out, adds to it, or puts something strange in its place. */
export function mutationsOf(value: unknown): Arbitrary<unknown> {
  const places = placesIn(value);
  return fc
    .record({
      place: fc.constantFrom(...places),
      how: fc.constantFrom('replace', 'replace', 'remove', 'add', 'wrap'),
      strange: fc.oneof(fc.constantFrom(...STRANGE), fc.jsonValue({ maxDepth: 3 })),
      name: fc.constantFrom('unknown', '__proto__', 'constructor', 'policy', ''),
    })
    .map(({ place, how, strange, name }) =>
      change(value, place, (found) => {
        switch (how) {
          case 'add':
            return isRecord(found) ? withMember(found, name, strange) : [found, strange];
          case 'wrap':
            return [found];
          case 'remove':
            return undefined;
          case 'replace':
            return strange;
        }
      })
    );
}

type Place = ReadonlyArray<string | number>;

function placesIn(value: unknown, place: Place = []): Place[] {
  const below = Array.isArray(value)
    ? value.flatMap((one, index) => placesIn(one, [...place, index]))
    : isRecord(value)
      ? Object.entries(value).flatMap(([key, one]) => placesIn(one, [...place, key]))
      : [];
  return [place, ...below];
}

function change(value: unknown, [key, ...rest]: Place, work: (found: unknown) => unknown): unknown {
  if (key === undefined) {
    return work(value);
  }
  if (Array.isArray(value)) {
    return value
      .map((one, index) => (index === key ? change(one, rest, work) : one))
      .filter((one) => one !== undefined);
  }
  return isRecord(value) ? withMember(value, String(key), change(value[key], rest, work)) : value;
}

/** Also under names that an assignment would take for something else. */
function withMember(object: Record<string, unknown>, name: string, value: unknown): Record<string, unknown> {
  const copy = { ...object };
  Object.defineProperty(copy, name, { value, enumerable: true, configurable: true, writable: true });
  return copy;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
