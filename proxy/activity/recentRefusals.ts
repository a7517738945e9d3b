import type { RefusedRequest } from './refusedRequest';
import { shortText } from './shortText';

/** The most refusals that are kept. */
const MOST = 10_000;

/** Bounds of one of them: the detail in characters, lists in entries. */
const LONGEST_DETAIL = 1024;
const LONGEST_LIST = 20;

/** Stands in place of a refusal of somebody who was forgotten. */
const FORGOTTEN: RefusedRequest = {
  at: 0,
  requestId: '',
  method: '',
  endpoint: '',
  subject: undefined,
  tenants: [],
  mappings: [],
  revision: null,
  status: 0,
  code: '',
  reason: '',
  detail: '',
  address: undefined,
};

export interface RefusalQuery {
  requestId?: string;
  /** The code that was answered, or the exact one. */
  reason?: string;
  /** A part of the id or the name, in any case. */
  subject?: string;
}

/** A refusal and its place among all of them. */
export interface NumberedRefusal {
  /** Grows with each one. */
  readonly number: number;
  readonly refusal: RefusedRequest;
}

/** The latest refusals of this process, in memory. */
export class RecentRefusals {
  readonly #ring: RefusedRequest[] = [];
  #recorded = 0;

  constructor(
    readonly startedAt: number,
    readonly most = MOST
  ) {}

  /**
   * Keeps a refusal in place of the oldest one. Called for every refusal, so it must cost less than its log line.
   *
   * @returns what is kept: of bounded size
   */
  record(refusal: RefusedRequest): RefusedRequest {
    const kept = bounded(refusal);
    this.#ring[this.#recorded % this.most] = kept;
    this.#recorded += 1;
    return kept;
  }

  /** Forgets who was refused, where that is somebody who is to be forgotten. */
  forget(goes: (refusal: RefusedRequest) => boolean): void {
    this.#ring.forEach((refusal, place) => {
      if (goes(refusal)) {
        this.#ring[place] = { ...FORGOTTEN, at: refusal.at };
      }
    });
  }

  /** How many are kept. */
  get size(): number {
    return this.#ring.length;
  }

  find(requestId: string): RefusedRequest | undefined {
    return this.#ring.find((refusal) => refusal.requestId === requestId);
  }

  /**
   * Some of the refusals that match, newest first.
   *
   * @param before the number of the last one of the page before
   * @returns `next` is undefined when there are no older ones
   */
  list(
    query: RefusalQuery,
    before: number | undefined,
    limit: number
  ): { refusals: NumberedRefusal[]; next: number | undefined } {
    const matches = matching(query);
    const oldest = this.#recorded - this.#ring.length;
    const refusals: NumberedRefusal[] = [];
    for (let number = Math.min(before ?? Infinity, this.#recorded) - 1; number >= oldest; number -= 1) {
      const refusal = this.#ring[number % this.most];
      if (refusal !== undefined && matches(refusal)) {
        if (refusals.length === limit) {
          return { refusals, next: refusals.at(-1)?.number };
        }
        refusals.push({ number, refusal });
      }
    }
    return { refusals, next: undefined };
  }
}

function matching({ requestId, reason, subject }: RefusalQuery): (refusal: RefusedRequest) => boolean {
  const wanted = subject?.toLowerCase();
  return (refusal) =>
    (requestId === undefined || refusal.requestId === requestId) &&
    (reason === undefined || refusal.reason === reason || refusal.code === reason) &&
    (wanted === undefined ||
      [refusal.subject?.id, refusal.subject?.label].some((text) => text?.toLowerCase().includes(wanted)));
}

function bounded(refusal: RefusedRequest): RefusedRequest {
  const { subject } = refusal;
  return {
    ...refusal,
    endpoint: shortText(refusal.endpoint),
    subject: subject && { ...subject, id: shortText(subject.id), label: shortText(subject.label) },
    tenants: refusal.tenants.slice(0, LONGEST_LIST),
    mappings: refusal.mappings.slice(0, LONGEST_LIST),
    detail: shortText(refusal.detail, LONGEST_DETAIL),
  };
}
