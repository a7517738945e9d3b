import type { PolicyDraft } from './policyDraft';
import type { Remark } from './remark';

/** What came out of an import. */
export interface Imported {
  draft: PolicyDraft;
  remarks: Remark[];
  /** The services that need a credential of Gatehouse. */
  services: string[];
}
