import { diffPolicies, EMPTY_POLICY, type Policy } from '@gatehouse/model';
import type { Change, Draft, ItemKind } from '../draft/draft';
import { withSettingItems } from '../draft/settingItems';
import { t } from '../i18n/t';
import { settingTitle } from '../policySettings/settingTitle';
import { sentence } from '../ui/sentence';

/** A conflict for people: what both of you did to the same thing. */
export interface ConflictInWords {
  kind: ItemKind;
  /** Among the conflicts of its kind. */
  position: number;
  /** For example "mapping globex". */
  what: string;
  mine: string;
  theirs: string;
}

/** All conflicts of a draft: settings, tenants, mappings. */
export function conflictsInWords({ settings, tenants, mappings }: Draft): ConflictInWords[] {
  return [
    ...settings.conflicts.map(({ mine, theirs }, position) => ({
      kind: 'settings' as const,
      position,
      what: t('conflict.setting', 'setting {{name}}', {
        name: settingTitle(mine.after?.name ?? mine.before?.name ?? 'approvals'),
      }),
      ...sides(mine, theirs, (item) => ({
        ...EMPTY_POLICY,
        settings: withSettingItems(EMPTY_POLICY.settings, item === undefined ? [] : [item]),
      })),
    })),
    ...tenants.conflicts.map(({ mine, theirs }, position) => ({
      kind: 'tenants' as const,
      position,
      what: t('conflict.tenant', 'tenant {{name}}', { name: nameOf(mine) }),
      ...sides(mine, theirs, (item) => ({ ...EMPTY_POLICY, tenants: item === undefined ? [] : [item] })),
    })),
    ...mappings.conflicts.map(({ mine, theirs }, position) => ({
      kind: 'mappings' as const,
      position,
      what: t('conflict.mapping', 'mapping {{name}}', { name: nameOf(mine) }),
      ...sides(mine, theirs, (item) => ({ ...EMPTY_POLICY, mappings: item === undefined ? [] : [item] })),
    })),
  ];
}

function nameOf({ before, after }: Change<{ name: string }>): string {
  return after?.name ?? before?.name ?? '';
}

function sides<Item>(mine: Change<Item>, theirs: Item | undefined, policyOf: (item: Item | undefined) => Policy) {
  const before = policyOf(mine.before);
  return { mine: wordsOf(before, policyOf(mine.after)), theirs: wordsOf(before, policyOf(theirs)) };
}

function wordsOf(before: Policy, after: Policy): string {
  const { changes } = diffPolicies(before, after);
  return changes.length === 0
    ? t('conflict.nothing', 'Nothing that makes a difference.')
    : changes.map(({ words }) => sentence(words)).join(' ');
}
