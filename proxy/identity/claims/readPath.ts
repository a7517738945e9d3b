/** The claims of a verified token, or anything inside them. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * Follows a dotted path into claims. Names that have dots themselves (`https://example.com/groups`) are found at every level: of
 * several that fit, the longest that leads somewhere.
 *
 * @returns what stands there; several values where the path leads through arrays of objects (`groups.name`)
 */
export function readPath(claims: Claims, path: string): unknown[] {
  return follow(claims, path.split('.'));
}

/** The same without arrays on the way: the one value, or undefined. */
export function readSingle(claims: Claims, path: string): unknown {
  return followObjects(claims, path.split('.'));
}

function follow(value: unknown, keys: readonly string[]): unknown[] {
  if (keys.length === 0) {
    return value === undefined ? [] : [value];
  }
  if (Array.isArray(value)) {
    return value.flatMap((one: unknown) => (isObject(one) ? follow(one, keys) : []));
  }
  return firstFound(value, keys, follow, (found) => found.length > 0) ?? [];
}

function followObjects(value: unknown, keys: readonly string[]): unknown {
  return keys.length === 0 ? value : firstFound(value, keys, followObjects, (found) => found !== undefined);
}

/** Tries the longest name first, of those that the object has itself: `constructor` and `__proto__` are names like any other. */
function firstFound<Found>(
  value: unknown,
  keys: readonly string[],
  descend: (value: unknown, keys: readonly string[]) => Found,
  counts: (found: Found) => boolean
): Found | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  for (let length = keys.length; length > 0; length--) {
    const name = keys.slice(0, length).join('.');
    const found = Object.hasOwn(value, name) ? descend(value[name], keys.slice(length)) : undefined;
    if (found !== undefined && counts(found)) {
      return found;
    }
  }
  return undefined;
}

export function isObject(value: unknown): value is Claims {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
