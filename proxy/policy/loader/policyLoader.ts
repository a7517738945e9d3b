import { EMPTY_POLICY, type Policy, type PolicySurroundings } from '@gatehouse/model';
import type { FilePolicy } from '../../policyFile/filePolicy';
import { openPolicyFile } from '../../policyFile/openPolicyFile';
import { NOTHING_PUBLISHED, type PolicyStore, type RevisionSummary } from '../../store/policyStore';
import { readPolicyDocument } from '../../store/readPolicyDocument';
import { StoreUnavailable } from '../../store/storeUnavailable';
import { type PolicySlice, slicePolicy } from './slicePolicy';

/** A revision whose policy can be had in slices. */
export interface OpenedRevision {
  readonly summary: RevisionSummary;
  readonly settings: Policy['settings'];
}

/** Stands for the number of a revision when the policy of a file was opened. */
export const OPENED_FILE = -1;

/** Reads revisions and hands their policies over in slices. It works in a thread of its own: reading 100,000 mappings takes seconds. */
export type PolicyLoader = {
  /**
   * Reads and checks a revision, of which `slice` can be asked until the next one is opened.
   *
   * @param number 0 for the empty policy before the first revision
   * @throws StoreUnavailable also when the revision is missing or cannot be understood
   */
  open: (number: number) => Promise<OpenedRevision>;
  /**
   * Reads and checks the policy of a file, of which `slice` can be asked if there is one.
   *
   * @param file absolute path
   */
  openFile: (file: string) => Promise<FilePolicy>;
  /**
   * @param number of the revision that was opened, or `OPENED_FILE`
   * @param from 0, or the `next` of the slice before
   */
  slice: (number: number, from: number) => Promise<PolicySlice>;
  /**
   * The policy of the revision that was opened, as JSON for another thread. Handed out once.
   *
   * @param number of that revision
   */
  document: (number: number) => Promise<Uint8Array | undefined>;
};

/** For `callMethods`. */
export const LOADER_METHODS: { [K in keyof PolicyLoader]: true } = {
  open: true,
  openFile: true,
  slice: true,
  document: true,
};

export function createPolicyLoader(
  store: Pick<PolicyStore, 'read'>,
  surroundings: PolicySurroundings,
  now: () => number
): PolicyLoader {
  let opened: { number: number; policy: Policy; document?: string } = { number: 0, policy: EMPTY_POLICY };

  return {
    open: async (number) => {
      if (number === 0) {
        opened = { number, policy: EMPTY_POLICY };
        return { summary: NOTHING_PUBLISHED, settings: EMPTY_POLICY.settings };
      }
      const revision = await store.read(number);
      if (revision === undefined) {
        throw new StoreUnavailable(`revision ${number} is gone from the store; restore the store from a backup`);
      }
      const policy = readPolicyDocument(number, revision.document);
      opened = { number, policy, document: revision.document };
      return { summary: revision.summary, settings: policy.settings };
    },
    openFile: async (file) => {
      const { found, policy } = await openPolicyFile(file, surroundings, now());
      if (policy !== undefined) {
        opened = { number: OPENED_FILE, policy };
      }
      return found;
    },
    slice: async (number, from) => {
      if (opened.number !== number) {
        throw new StoreUnavailable(`revision ${number} is not the one that was opened last`);
      }
      return slicePolicy(opened.policy, from);
    },
    document: async (number) => {
      const document = opened.number === number ? opened.document : undefined;
      opened = { number: opened.number, policy: opened.policy };
      return document === undefined ? undefined : new TextEncoder().encode(document);
    },
  };
}
