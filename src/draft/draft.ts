import type { Mapping, Policy, Tenant } from '@gatehouse/model';
import { sameItem } from './sameItem';
import { type SettingItem, settingItems, withSettingItems } from './settingItems';

/**
 * One unpublished change of one tenant, mapping or setting: `before` is what was published, `after` what shall be. Without `before` it is
 * an addition, without `after` a removal; a different name in `after` is a renaming.
 */
export interface Change<Item> {
  before?: Item;
  after?: Item;
}

/** A change that cannot be kept as it is, because somebody else published another change of the same item. */
export interface Conflict<Item> {
  mine: Change<Item>;
  /** What the newer revision has under the name; undefined when it was removed. */
  theirs?: Item;
}

interface Changes<Item> {
  changes: Array<Change<Item>>;
  conflicts: Array<Conflict<Item>>;
}

/** What an administrator has changed but not published yet, kept as changes so that it fits on top of a newer revision. */
export interface Draft {
  /** The revision that the changes are made to. */
  revision: number;
  tenants: Changes<Tenant>;
  mappings: Changes<Mapping>;
  settings: Changes<SettingItem>;
}

/** The parts of a policy that a draft changes. */
export type ItemKind = 'tenants' | 'mappings' | 'settings';

export function emptyDraft(revision: number): Draft {
  return {
    revision,
    tenants: { changes: [], conflicts: [] },
    mappings: { changes: [], conflicts: [] },
    settings: { changes: [], conflicts: [] },
  };
}

export function isEmptyDraft({ tenants, mappings, settings }: Draft): boolean {
  return [tenants, mappings, settings].every(({ changes, conflicts }) => changes.length + conflicts.length === 0);
}

/** Identifies a change within its list: by the published name, or by the new name for additions. */
export function changeKey(change: Change<{ name: string }>): string {
  return change.before === undefined ? `new:${change.after?.name ?? ''}` : `was:${change.before.name}`;
}

/** What is done to one item of a draft. */
export interface Edit<Item> {
  /** The item's name in the draft as it is now; undefined to add one. */
  name?: string;
  /** The item as it shall be; undefined to remove it. */
  next?: Item;
}

/**
 * Records that an item was added, edited or removed. Changes of one item fold into one, and one that leads back to what was
 * published disappears.
 *
 * @param published the items of the published policy
 * @param name the item's name in the draft as it is now; undefined to add one
 * @param next the item as it shall be; undefined to remove it
 */
export function changeItem<Item extends { name: string }>(
  changes: ReadonlyArray<Change<Item>>,
  published: readonly Item[],
  name: string | undefined,
  next: Item | undefined
): Array<Change<Item>> {
  return changeItems(changes, published, [{ name, next }]);
}

/** Records many edits of different items as `changeItem` does one; the time it takes grows with their number, not its square. */
export function changeItems<Item extends { name: string }>(
  changes: ReadonlyArray<Change<Item>>,
  published: readonly Item[],
  edits: ReadonlyArray<Edit<Item>>
): Array<Change<Item>> {
  const publishedByName = new Map(published.map((item) => [item.name, item]));
  const byName = new Map(changes.flatMap((change) => (change.after ? [[change.after.name, change] as const] : [])));
  const removed = new Map(
    changes.flatMap((change) => (change.before && !change.after ? [[change.before.name, change] as const] : []))
  );
  const replaced = new Map<Change<Item>, Change<Item>>();
  const added: Array<Change<Item>> = [];
  for (const { name, next } of edits) {
    // Adding under the name of a published item that the draft removes is a change of that item.
    const existing = name === undefined ? next && removed.get(next.name) : byName.get(name);
    const inForce = name === undefined ? undefined : publishedByName.get(name);
    const changed: Change<Item> = { before: existing === undefined ? inForce : existing.before, after: next };
    if (existing === undefined) {
      added.push(changed);
    } else {
      replaced.set(existing, changed);
    }
  }
  const isOfEdit = new Set([...added, ...replaced.values()]);
  return [...changes.map((change) => replaced.get(change) ?? change), ...added].filter(
    (change) => !isOfEdit.has(change) || !sameItem(change.before, change.after)
  );
}

/** The published items with the changes made: edited ones stay in their places, new ones follow at the end. */
export function applyChanges<Item extends { name: string }>(
  published: readonly Item[],
  changes: ReadonlyArray<Change<Item>>
): Item[] {
  const edits = new Map(changes.map((change) => [change.before?.name, change]));
  const kept = published.flatMap((item) => {
    const edit = edits.get(item.name);
    return edit === undefined ? [item] : edit.after === undefined ? [] : [edit.after];
  });
  const added = changes.flatMap(({ before, after }) => (before === undefined && after !== undefined ? [after] : []));
  return [...kept, ...added];
}

/** The policy as it would be published. */
export function applyDraft(published: Policy, draft: Draft): Policy {
  return {
    ...published,
    tenants: applyChanges(published.tenants, draft.tenants.changes),
    mappings: applyChanges(published.mappings, draft.mappings.changes),
    settings: withSettingItems(
      published.settings,
      applyChanges(settingItems(published.settings), draft.settings.changes)
    ),
  };
}
