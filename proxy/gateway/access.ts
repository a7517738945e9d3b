import {
  accessOf,
  type AccessRequest,
  decideFromAccess,
  type PolicyIndex,
  type Subject,
  type SubjectAccess,
} from '@gatehouse/model';
import { LRUCache } from 'lru-cache';
import type { BackendConfig } from '../config/schema';
import type { PolicyInForce } from '../policy/policyInForce';
import { confine, type Confinement } from './confinement';
import { Refusal } from './refusal';

interface Kept {
  access: SubjectAccess;
  /** Allowed targets only, so that a client cannot fill it: their number is bounded by the subject's tenants. */
  confinements: Map<string, Confinement>;
}

/** As many tenants, groups and targets of all subjects together are kept: about 100 MB. */
const ROOM = 200_000;
/** A target takes more memory than a tenant by about this factor. */
const SIZE_OF_TARGET = 4;

/**
 * Decides what a subject may do and keeps the outcome for as long as the policy's revision and the mappings behind it hold, so
 * that a repeated query costs two look-ups. A new revision or an expired mapping counts from the next request on.
 *
 * Each renewed token brings another `Subject`, perhaps one with thousands of tenants. So what is kept is bounded, and none of it
 * outlives its revision, which would stay in memory with it.
 */
export class AccessKeeper {
  readonly #kept: LRUCache<Subject, Kept>;
  #index: PolicyIndex | undefined;

  /** @param room how many tenants, groups and targets of all subjects together are kept */
  constructor(
    private readonly policy: PolicyInForce,
    private readonly backends: ReadonlyMap<string, BackendConfig>,
    room = ROOM
  ) {
    this.#kept = new LRUCache({ maxSize: room, sizeCalculation: sizeOf });
  }

  /** The number of the revision that decides now. */
  get revision(): number | undefined {
    return this.policy.current?.number;
  }

  /**
   * @param now milliseconds since the epoch
   * @throws Refusal 403 with the policy's reason; 503 when no policy could be read yet
   */
  confine(subject: Subject, request: AccessRequest, now: number): Confinement {
    const current = this.policy.current;
    if (current === undefined) {
      throw new Refusal(
        503,
        'unavailable',
        'policy-unavailable',
        'the policy could not be read yet; try again shortly',
        {
          'Retry-After': '5',
        }
      );
    }
    const kept = this.#accessOf(current.index, subject, now);
    const key = JSON.stringify([request.access, request.tenant, request.backend]);
    const known = kept.confinements.get(key);
    if (known !== undefined) {
      return known;
    }
    const decision = decideFromAccess(current.index, subject, kept.access, request);
    if (!decision.allowed) {
      throw new PolicyRefusal(decision.reason, decision.message, decision.mappings);
    }
    const confinement = confine(decision, this.backends);
    kept.confinements.set(key, confinement);
    // Its size is looked at only when it is another object.
    this.#kept.set(subject, { ...kept });
    return confinement;
  }

  #accessOf(index: PolicyIndex, subject: Subject, now: number): Kept {
    if (index !== this.#index) {
      this.#kept.clear();
      this.#index = index;
    }
    const kept = this.#kept.get(subject);
    if (kept !== undefined && now < kept.access.validUntil) {
      return kept;
    }
    const fresh = { access: accessOf(index, subject, now), confinements: new Map<string, Confinement>() };
    this.#kept.set(subject, fresh);
    return fresh;
  }
}

function sizeOf({ access, confinements }: Kept, { groups }: Subject): number {
  return 1 + groups.length + access.tenants.size + SIZE_OF_TARGET * confinements.size;
}

/** 403: the policy says no; carries the mappings that led to it, for the log. */
export class PolicyRefusal extends Refusal {
  constructor(
    reason: string,
    message: string,
    readonly mappings: readonly string[]
  ) {
    super(403, 'forbidden', reason, message);
  }
}
