import {
  checkPolicy,
  EMPTY_POLICY,
  type Finding,
  indexPolicy,
  type Policy,
  type PolicyIndex,
  type PolicySurroundings,
} from '@gatehouse/model';
import { LRUCache } from 'lru-cache';
import { NOTHING_PUBLISHED, type PolicyStore, type RevisionSummary } from '../../store/policyStore';
import { readPolicyDocument } from '../../store/readPolicyDocument';

/** As many revisions are kept in memory: the one in force, the latest, and those that somebody compares. */
const MOST = 4;

/** How long findings count, in milliseconds: a mapping that expires shows in them this much later at most. */
const FINDINGS_KEPT = 30_000;

/** A revision that was read and understood. */
export interface HeldRevision {
  readonly summary: RevisionSummary;
  readonly policy: Policy;
}

/** Reads revisions, and keeps those that were asked for last: so the one in force can be seen while the store is away. */
export class HeldRevisions {
  readonly #held = new LRUCache<number, HeldRevision>({ max: MOST });
  #unrecorded: HeldRevision | undefined;
  readonly #findings = new WeakMap<Policy, { findings: Finding[]; until: number }>();
  readonly #indexes = new WeakMap<Policy, PolicyIndex>();

  constructor(
    private readonly store: Pick<PolicyStore, 'read'>,
    private readonly surroundings: PolicySurroundings,
    private readonly now: () => number
  ) {}

  /**
   * @returns undefined when there is no such revision
   * @throws StoreUnavailable
   */
  async find(number: number): Promise<HeldRevision | undefined> {
    if (number === 0) {
      return this.#unrecorded ?? { summary: NOTHING_PUBLISHED, policy: EMPTY_POLICY };
    }
    const known = this.#held.get(number);
    if (known !== undefined) {
      return known;
    }
    const read = await this.store.read(number);
    if (read === undefined) {
      return undefined;
    }
    const held = { summary: read.summary, policy: readPolicyDocument(number, read.document) };
    this.keep(held);
    return held;
  }

  /** The policy of the file that is in force and may not be recorded yet; until then it is revision 0. */
  get unrecorded(): HeldRevision | undefined {
    return this.#unrecorded;
  }

  keepUnrecorded(revision: HeldRevision): void {
    this.#unrecorded = revision;
  }

  /** @param findings what a check of its policy has just found */
  keep(revision: HeldRevision, findings?: Finding[]): void {
    this.#held.set(revision.summary.number, revision);
    if (findings !== undefined) {
      this.#remember(revision.policy, findings);
    }
  }

  /**
   * What is to be said about a policy. One that was published may have problems as well as warnings, when the configuration has
   * lost a backend or an issuer since.
   */
  findingsOf(policy: Policy): Finding[] {
    const known = this.#findings.get(policy);
    if (known !== undefined && this.now() < known.until) {
      return known.findings;
    }
    const { problems, warnings } = checkPolicy(policy, this.surroundings, this.now());
    return this.#remember(policy, [...problems, ...warnings]);
  }

  /** A policy that is held, ready for decisions. */
  indexOf(policy: Policy): PolicyIndex {
    const index = this.#indexes.get(policy) ?? indexPolicy(policy);
    this.#indexes.set(policy, index);
    return index;
  }

  #remember(policy: Policy, findings: Finding[]): Finding[] {
    this.#findings.set(policy, { findings, until: this.now() + FINDINGS_KEPT });
    return findings;
  }
}
