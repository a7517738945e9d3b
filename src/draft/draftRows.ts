import { compareTexts } from '../ui/sortRows';
import { applyChanges, type Change, changeKey } from './draft';

/** One line of a table of tenants or mappings: the item as the draft has it, and what the draft does to it. */
export interface DraftRow<Item> {
  /** The item as it would be published; for a removed one, as it was. */
  item: Item;
  change?: 'added' | 'changed' | 'removed';
  /** Identifies the change, to revert it. */
  changeKey?: string;
}

/** Lists the items of the draft by name, together with those that it removes, so that a removal can be taken back where it was made. */
export function draftRows<Item extends { name: string }>(
  published: readonly Item[],
  changes: ReadonlyArray<Change<Item>>
): Array<DraftRow<Item>> {
  const byNewName = new Map(changes.flatMap((change) => (change.after ? [[change.after.name, change] as const] : [])));
  const present = applyChanges(byName(published), changes).map((item): DraftRow<Item> => {
    const change = byNewName.get(item.name);
    return change === undefined
      ? { item }
      : { item, change: change.before === undefined ? 'added' : 'changed', changeKey: changeKey(change) };
  });
  const removed = changes.flatMap((change): Array<DraftRow<Item>> =>
    change.before !== undefined && change.after === undefined
      ? [{ item: change.before, change: 'removed', changeKey: changeKey(change) }]
      : []
  );
  // What is in order already takes next to no time to sort; so each change of a long list is sorted in anew.
  return [...present, ...removed].sort((a, b) => compareTexts(a.item.name, b.item.name));
}

// Published items are never changed in place.
const sorted = new WeakMap<object, readonly unknown[]>();

function byName<Item extends { name: string }>(items: readonly Item[]): readonly Item[] {
  const known = sorted.get(items);
  if (known !== undefined) {
    return known as readonly Item[];
  }
  const list = items.toSorted((a, b) => compareTexts(a.name, b.name));
  sorted.set(items, list);
  return list;
}
