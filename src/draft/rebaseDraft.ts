import type { Policy } from '@gatehouse/model';
import { type Change, type Conflict, type Draft, type ItemKind } from './draft';
import { sameItem } from './sameItem';
import { settingItems } from './settingItems';

/**
 * Puts a draft on top of a newer revision. A change goes along when nobody else touched its item, disappears when the newer
 * revision already has it, and is a conflict otherwise.
 */
export function rebaseDraft(draft: Draft, policy: Policy, revision: number): Draft {
  return {
    revision,
    tenants: rebaseChanges(pending(draft.tenants), policy.tenants),
    mappings: rebaseChanges(pending(draft.mappings), policy.mappings),
    settings: rebaseChanges(pending(draft.settings), settingItems(policy.settings)),
  };
}

/** Decides a conflict: my change replaces theirs, or is given up. */
export function resolveConflict(draft: Draft, kind: ItemKind, position: number, keep: 'mine' | 'theirs'): Draft {
  switch (kind) {
    case 'tenants':
      return { ...draft, tenants: resolveIn(draft.tenants, position, keep) };
    case 'mappings':
      return { ...draft, mappings: resolveIn(draft.mappings, position, keep) };
    case 'settings':
      return { ...draft, settings: resolveIn(draft.settings, position, keep) };
  }
}

export function conflictCount({ tenants, mappings, settings }: Draft): number {
  return tenants.conflicts.length + mappings.conflicts.length + settings.conflicts.length;
}

interface ChangeList<Item> {
  changes: Array<Change<Item>>;
  conflicts: Array<Conflict<Item>>;
}

function pending<Item>({ changes, conflicts }: ChangeList<Item>): Array<Change<Item>> {
  return [...changes, ...conflicts.map(({ mine }) => mine)];
}

function rebaseChanges<Item extends { name: string }>(
  all: ReadonlyArray<Change<Item>>,
  items: readonly Item[]
): ChangeList<Item> {
  const theirs = new Map(items.map((item) => [item.name, item]));
  const rebased: ChangeList<Item> = { changes: [], conflicts: [] };
  for (const mine of all) {
    const name = mine.before?.name ?? mine.after?.name;
    const their = name === undefined ? undefined : theirs.get(name);
    const renamedTo = mine.after === undefined || mine.after.name === name ? undefined : theirs.get(mine.after.name);
    if (sameItem(their, mine.after)) {
      continue;
    }
    if (!sameItem(their, mine.before)) {
      rebased.conflicts.push({ mine, theirs: their });
    } else if (renamedTo !== undefined && !frees(all, renamedTo.name)) {
      rebased.conflicts.push({ mine, theirs: renamedTo });
    } else {
      rebased.changes.push(mine);
    }
  }
  return rebased;
}

/** A draft may give a name to another item when it takes the name from the one that has it. */
function frees<Item extends { name: string }>(changes: ReadonlyArray<Change<Item>>, name: string): boolean {
  return changes.some(({ before, after }) => before?.name === name && after?.name !== name);
}

function resolveIn<Item extends { name: string }>(
  { changes, conflicts }: ChangeList<Item>,
  position: number,
  keep: 'mine' | 'theirs'
): ChangeList<Item> {
  const conflict = conflicts[position];
  const others = conflicts.filter((_, index) => index !== position);
  if (conflict === undefined || keep === 'theirs') {
    return { changes, conflicts: others };
  }
  return {
    changes: [...changes, ...replacing(conflict)],
    conflicts: others,
  };
}

function replacing<Item extends { name: string }>({ mine, theirs }: Conflict<Item>): Array<Change<Item>> {
  const changeOfTheirs = { before: theirs, after: mine.after };
  const renamedOnto = mine.before !== undefined && theirs !== undefined && mine.before.name !== theirs.name;
  return renamedOnto ? [changeOfTheirs, { before: mine.before }] : [changeOfTheirs];
}
