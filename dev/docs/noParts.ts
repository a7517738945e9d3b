import type { AdminParts } from '../../proxy/admin/parts';

/** Stands for parts that nobody uses: operations look at them closely only when they are called. */
export function noParts(): AdminParts {
  const parts: AdminParts = Object.create(null);
  return new Proxy(parts, { get: () => nothing() });
}

/** Whatever is asked of it is such a thing again; as a number it is 0, and as a list it is empty. */
function nothing(): () => void {
  return new Proxy(() => undefined, {
    get: (_target, key) => {
      switch (key) {
        case Symbol.toPrimitive:
          return () => 0;
        case Symbol.iterator:
          return () => [].values();
        default:
          return nothing();
      }
    },
    apply: () => nothing(),
  });
}
