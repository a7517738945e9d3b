import { type PolicyDiff, policyChangeSchema } from './policyDiff';

/** How many items of its lists one change shows at most. */
const MOST_ITEMS = 200;

/**
 * Leaves out what is too much to send or to show; the counts stay those of the whole difference, and what is left out is
 * counted.
 *
 * @param most how many changes are kept
 */
export function boundDiff(diff: PolicyDiff, most: number): PolicyDiff {
  const kept = diff.changes.slice(0, most);
  return {
    ...diff,
    changes: kept.map((change) => {
      const { value, left } = cutLists(change, MOST_ITEMS);
      return left >= 0 ? change : policyChangeSchema.parse({ ...objectOf(value), leftOut: change.leftOut - left });
    }),
    leftOut: diff.leftOut + diff.changes.length - kept.length,
  };
}

/**
 * Copies a value with no more than so many items in all of its lists together.
 *
 * @returns what is left of the allowance; below zero, so many items were left out
 */
function cutLists(value: unknown, allowance: number): { value: unknown; left: number } {
  let left = allowance;
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const item of value) {
      left -= 1;
      if (left >= 0) {
        const cut = cutLists(item, left);
        items.push(cut.value);
        left = cut.left;
      }
    }
    return { value: items, left };
  }
  if (typeof value !== 'object' || value === null) {
    return { value, left };
  }
  const entries: Array<[string, unknown]> = [];
  for (const [key, member] of Object.entries(value)) {
    const cut = cutLists(member, left);
    entries.push([key, cut.value]);
    left = cut.left;
  }
  return { value: Object.fromEntries(entries), left };
}

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
