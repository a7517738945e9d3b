import type { Mapping, Policy, Tenant } from '@gatehouse/model';
import { t } from '../i18n/t';
import {
  type Change,
  changeItem,
  changeItems,
  changeKey,
  type Draft,
  type Edit,
  emptyDraft,
  isEmptyDraft,
  type ItemKind,
} from './draft';
import { conflictCount, rebaseDraft, resolveConflict } from './rebaseDraft';
import { type SettingItem, settingItems } from './settingItems';

/** The published policy that a draft stands on. */
export interface Published {
  revision: number;
  policy: Policy;
}

/** What the last step did, for the message that offers to undo it. */
export interface LastStep {
  /** For people, for example "Mapping acme removed from the draft". */
  text: string;
  /** The draft before; absent when the step cannot be undone. */
  before?: Draft;
}

export interface DraftState {
  published: Published;
  draft: Draft;
  last?: LastStep;
}

/** What is done to one item: its name in the draft as it is now (undefined to add one), and what it shall be (undefined to remove it). */
interface ItemEdit<Item> {
  name?: string;
  next?: Item;
}

export type DraftAction =
  | { type: 'change-mapping'; name?: string; next?: Mapping; text: string }
  /** Many at once, as one step. */
  | { type: 'change-mappings'; edits: ReadonlyArray<Edit<Mapping>>; text: string }
  | { type: 'change-tenant'; name?: string; next?: Tenant; text: string }
  /** Several of both, as one step: what hangs together is undone together. */
  | {
      type: 'change-several';
      tenants?: ReadonlyArray<ItemEdit<Tenant>>;
      mappings?: ReadonlyArray<ItemEdit<Mapping>>;
      text: string;
    }
  | { type: 'change-setting'; next: SettingItem; text: string }
  | { type: 'revert'; kind: ItemKind; key: string | readonly string[]; text: string }
  | { type: 'resolve'; kind: ItemKind; position: number; keep: 'mine' | 'theirs'; text: string }
  | { type: 'take-over'; draft: Draft; text: string }
  | { type: 'discard' }
  | { type: 'undo' }
  | { type: 'forget-last' }
  | { type: 'load'; published: Published }
  | { type: 'published'; published: Published }
  | { type: 'proposed' };

/** The first state: what was kept from an earlier visit, put on top of the revision that is in force now. */
export function startDraft(published: Published, kept: Draft | undefined): DraftState {
  return kept === undefined
    ? { published, draft: emptyDraft(published.revision) }
    : load({ published, draft: kept }, published);
}

export function draftReducer(state: DraftState, action: DraftAction): DraftState {
  const { draft, published } = state;
  switch (action.type) {
    case 'change-mapping': {
      const changes = changeItem(draft.mappings.changes, published.policy.mappings, action.name, action.next);
      return step(state, { ...draft, mappings: { ...draft.mappings, changes } }, action.text);
    }
    case 'change-mappings': {
      const changes = changeItems(draft.mappings.changes, published.policy.mappings, action.edits);
      return step(state, { ...draft, mappings: { ...draft.mappings, changes } }, action.text);
    }
    case 'change-tenant': {
      const changes = changeItem(draft.tenants.changes, published.policy.tenants, action.name, action.next);
      return step(state, { ...draft, tenants: { ...draft.tenants, changes } }, action.text);
    }
    case 'change-several': {
      const { tenants = [], mappings = [], text } = action;
      const { policy } = published;
      const next = {
        ...draft,
        tenants: { ...draft.tenants, changes: changeEach(draft.tenants.changes, policy.tenants, tenants) },
        mappings: { ...draft.mappings, changes: changeEach(draft.mappings.changes, policy.mappings, mappings) },
      };
      return step(state, next, text);
    }
    case 'change-setting': {
      const items = settingItems(published.policy.settings);
      const changes = changeItem(draft.settings.changes, items, action.next.name, action.next);
      return step(state, { ...draft, settings: { ...draft.settings, changes } }, action.text);
    }
    case 'revert':
      return step(state, revert(draft, action.kind, new Set([action.key].flat())), action.text);
    case 'resolve':
      return step(state, resolveConflict(draft, action.kind, action.position, action.keep), action.text);
    case 'take-over':
      return step(state, rebaseDraft(action.draft, published.policy, published.revision), action.text);
    case 'discard':
      return step(state, emptyDraft(published.revision), t('draft.discarded', 'All unpublished changes discarded'));
    case 'undo':
      return { published, draft: state.last?.before ?? draft };
    case 'forget-last':
      return { published, draft };
    case 'load':
      return load(state, action.published);
    case 'proposed':
      return { published, draft: emptyDraft(published.revision) };
    case 'published':
      return { published: action.published, draft: emptyDraft(action.published.revision) };
  }
}

function changeEach<Item extends { name: string }>(
  changes: Array<Change<Item>>,
  published: readonly Item[],
  edits: ReadonlyArray<ItemEdit<Item>>
): Array<Change<Item>> {
  return edits.reduce((made, { name, next }) => changeItem(made, published, name, next), changes);
}

function step(state: DraftState, draft: Draft, text: string): DraftState {
  return { published: state.published, draft, last: { text, before: state.draft } };
}

function load(state: DraftState, published: Published): DraftState {
  if (isEmptyDraft(state.draft)) {
    return { published, draft: emptyDraft(published.revision) };
  }
  if (state.draft.revision === published.revision) {
    return { ...state, published };
  }
  const draft = rebaseDraft(state.draft, published.policy, published.revision);
  if (isEmptyDraft(draft)) {
    return { published, draft };
  }
  const conflicts = conflictCount(draft);
  return {
    published,
    draft,
    last: {
      text:
        conflicts > 0
          ? t(
              'draft.loadedConflicts',
              'Revision {{revision}} is loaded; decide what to keep where both of you changed the same',
              { revision: published.revision }
            )
          : t('draft.loaded', 'Revision {{revision}} is loaded, with your changes on top', {
              revision: published.revision,
            }),
    },
  };
}

function revert(draft: Draft, kind: ItemKind, keys: ReadonlySet<string>): Draft {
  const without = <Item extends { name: string }>(changes: Array<Change<Item>>) =>
    changes.filter((change) => !keys.has(changeKey(change)));
  switch (kind) {
    case 'tenants':
      return { ...draft, tenants: { ...draft.tenants, changes: without(draft.tenants.changes) } };
    case 'mappings':
      return { ...draft, mappings: { ...draft.mappings, changes: without(draft.mappings.changes) } };
    case 'settings':
      return { ...draft, settings: { ...draft.settings, changes: without(draft.settings.changes) } };
  }
}
