import type { Policy } from '@gatehouse/model';
import { type Change, type Draft } from './draft';
import { sameItem } from './sameItem';
import { settingItems } from './settingItems';

/**
 * The draft that makes one policy of another: what somebody proposed or imported, to be worked on. What has another name is
 * another item.
 *
 * @param revision of the policy that it starts from
 */
export function draftBetween(before: Policy, revision: number, after: Policy): Draft {
  return {
    revision,
    tenants: { changes: changesBetween(before.tenants, after.tenants), conflicts: [] },
    mappings: { changes: changesBetween(before.mappings, after.mappings), conflicts: [] },
    settings: { changes: changesBetween(settingItems(before.settings), settingItems(after.settings)), conflicts: [] },
  };
}

function changesBetween<Item extends { name: string }>(
  before: readonly Item[],
  after: readonly Item[]
): Array<Change<Item>> {
  const was = new Map(before.map((item) => [item.name, item]));
  const names = new Set(after.map(({ name }) => name));
  return [
    ...before.filter(({ name }) => !names.has(name)).map((item) => ({ before: item })),
    ...after.flatMap((item): Array<Change<Item>> => {
      const old = was.get(item.name);
      return old === undefined ? [{ after: item }] : sameItem(old, item) ? [] : [{ before: old, after: item }];
    }),
  ];
}
