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
};

/** For `callMethods`. */
export const LOADER_METHODS: { [K in keyof PolicyLoader]: true } = { open: true, openFile: true, slice: true };

export function createPolicyLoader(
  store: Pick<PolicyStore, 'read'>,
  surroundings: PolicySurroundings,
  now: () => number
): PolicyLoader {
  let opened: { number: number; policy: Policy } = { number: 0, policy: EMPTY_POLICY };

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
      opened = { number, policy };
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
  };
}
