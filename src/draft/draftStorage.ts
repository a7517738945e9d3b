import { type Mapping, publishedPolicySchema, type Tenant } from '@gatehouse/model';
import { z } from 'zod';
import { PLUGIN_ID } from '../constants';
import { type Draft, isEmptyDraft } from './draft';
import type { SettingItem } from './settingItems';

// Local storage is anybody's on this origin: what comes out of it is checked like everything else.
const tenantSchema = z.custom<Tenant>((value) => publishedPolicySchema.safeParse({ tenants: [value] }).success);
const mappingSchema = z.custom<Mapping>((value) => publishedPolicySchema.safeParse({ mappings: [value] }).success);
const settingSchema = z.custom<SettingItem>((value) => {
  const item = z.object({ name: z.enum(['severalTenants', 'approvals']), value: z.unknown() }).safeParse(value).data;
  return item !== undefined && publishedPolicySchema.safeParse({ settings: { [item.name]: item.value } }).success;
});

function changesOf<Item>(itemSchema: z.ZodType<Item>) {
  const change = z.object({ before: itemSchema.optional(), after: itemSchema.optional() });
  return z.object({
    changes: z.array(change),
    conflicts: z.array(z.object({ mine: change, theirs: itemSchema.optional() })),
  });
}

const draftSchema: z.ZodType<Draft> = z.object({
  revision: z.number(),
  tenants: changesOf(tenantSchema),
  mappings: changesOf(mappingSchema),
  // Drafts of earlier versions have none.
  settings: changesOf(settingSchema).default({ changes: [], conflicts: [] }),
});

const handedOverSchema = z.object({ draft: draftSchema, text: z.string() });

/** A draft that another page made, for example of an imported file, and what the step is called. */
export type HandedOverDraft = z.output<typeof handedOverSchema>;

/** Where a draft outlives a reload: the browser, apart for each organization and user of this Grafana. */
export interface DraftStorage {
  read(): Draft | undefined;
  /** @returns false when the browser has no room for it */
  write(draft: Draft): boolean;
  /**
   * Leaves a draft for the policy pages, where it replaces what is there in one step that can be undone.
   *
   * @returns false when the browser has no room for it
   */
  handOver(handed: HandedOverDraft): boolean;
  /** The comment with which the draft is going to be published, as far as it is typed. */
  comment(): string;
  /** Keeps it as long as there is a draft. */
  keepComment(comment: string): void;
  /** What was left there; it stays until it is forgotten. */
  handedOver(): HandedOverDraft | undefined;
  forgetHandedOver(): void;
}

/** Keeps the draft in the browser's local storage. */
export function browserDraftStorage(orgId: number, login: string): DraftStorage {
  const key = `${PLUGIN_ID}.draft.${orgId}.${login}`;
  const handOverKey = `${PLUGIN_ID}.handed-over.${orgId}.${login}`;
  const commentKey = `${PLUGIN_ID}.comment.${orgId}.${login}`;
  return {
    comment: () => readItem(commentKey, z.string()) ?? '',
    // Where there is no room, it stands in the form all the same.
    keepComment: (comment) => void isDone(() => localStorage.setItem(commentKey, JSON.stringify(comment))),
    read: () => readItem(key, draftSchema),
    handOver: (handed) => isDone(() => localStorage.setItem(handOverKey, JSON.stringify(handed))),
    handedOver: () => readItem(handOverKey, handedOverSchema),
    forgetHandedOver: () => localStorage.removeItem(handOverKey),
    write: (draft) =>
      isDone(() => {
        if (isEmptyDraft(draft)) {
          localStorage.removeItem(key);
          localStorage.removeItem(commentKey);
        } else {
          localStorage.setItem(key, JSON.stringify(draft));
        }
      }),
  };
}

/** False when the browser has no room for it, or lets nobody keep anything. */
function isDone(change: () => void): boolean {
  try {
    change();
    return true;
  } catch {
    return false;
  }
}

function readItem<Item>(key: string, schema: z.ZodType<Item>): Item | undefined {
  try {
    return schema.safeParse(JSON.parse(localStorage.getItem(key) ?? 'null')).data;
  } catch {
    return undefined;
  }
}
