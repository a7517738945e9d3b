import { type Subject, subjectLabel } from '@gatehouse/model';
import { subjectKey } from '../identity/seen/subjectKey';
import { BUCKET, type CountedRequests, type SampledRequest, type SeriesCount } from './countedRequests';
import { shortText } from './shortText';

/** As many tenants of one bucket are told apart in the charts; the others are added up. */
const MOST_TENANTS = 50;

/** As many names of a sample's tenants and mappings are kept. */
const LONGEST_LIST = 20;

/** A request that is over. */
export interface FinishedRequest {
  readonly requestId: string;
  readonly method: string;
  readonly subject: Subject | undefined;
  readonly access: 'read' | 'write';
  /** Those that it named, if there are such. */
  readonly tenant: string | undefined;
  readonly backend: string | undefined;
  /** As the table of endpoints has it, or `unknown`. */
  readonly endpoint: string;
  /** `allowed`, or why not. */
  readonly outcome: string;
  /** Those that it was let into, and the mappings that did so. */
  readonly allowedTenants: ReadonlyArray<{ readonly tenant: { readonly name: string } }>;
  readonly mappings: readonly string[];
  readonly revision: number | undefined;
}

interface Count {
  readonly bucket: number;
  readonly who: Who;
  readonly access: 'read' | 'write';
  readonly tenant: string;
  readonly backend: string;
  readonly endpoint: string;
  readonly outcome: string;
  /** For the charts. */
  readonly chartTenant: string;
  readonly sample: SampledRequest;
  /** Since it was last taken. */
  count: number;
  lastAt: number;
}

/** Somebody, as one token names them. */
interface Who {
  readonly subject: SampledRequest['subject'];
  /** Of `subjectKey`; worked out when it is written. */
  key: string | undefined;
  bucket: number;
  readonly counts: Map<string, Count>;
}

export interface CountBounds {
  /** The most different requests that are told apart in five minutes; the others are added up. */
  perBucket: number;
  /** The most that wait to be written. */
  waiting: number;
  replica: string;
  /** Called with the number of requests that were forgotten before they could be written. */
  onDropped: (requests: number) => void;
}

const NOBODY: Pick<Who, 'subject' | 'key'> = { subject: undefined, key: '' };

/**
 * Counts requests that are alike. For one like another of the same five minutes that costs two look-ups and two assignments. What
 * is held is bounded, whoever comes.
 */
export class RequestCounts {
  #known = new WeakMap<Subject, Who>();
  #nobody = makeWho(NOBODY);
  #others = makeWho(NOBODY);
  #bucket = 0;
  #different = 0;
  #waiting: Count[] = [];

  constructor(private readonly bounds: CountBounds) {}

  /** @param now milliseconds since the epoch */
  add(request: FinishedRequest, now: number): void {
    const { subject, access, tenant = '', backend = '', endpoint, outcome } = request;
    const bucket = now - (now % BUCKET);
    if (bucket !== this.#bucket) {
      this.#bucket = bucket;
      this.#different = 0;
    }
    const who = subject === undefined ? this.#nobody : (this.#known.get(subject) ?? this.#meet(subject));
    if (who.bucket !== bucket) {
      who.bucket = bucket;
      who.counts.clear();
    }
    const kind = `${access} ${tenant} ${backend} ${endpoint} ${outcome}`;
    const count = who.counts.get(kind) ?? this.#begin(who, kind, request);
    if (count.count === 0) {
      this.#wait(count);
    }
    count.count += 1;
    count.lastAt = now;
  }

  /**
   * Takes out some of what waits, to be written.
   *
   * @returns what to write, and how to take it back when that fails
   */
  take(most: number): { requests: CountedRequests[]; series: SeriesCount[]; putBack: () => void } {
    const taken = this.#waiting.splice(0, most).map((count) => ({ count, before: count.count }));
    const requests = merge(taken.map(({ count }) => this.#print(count)));
    const series = this.#sum(taken.map(({ count }) => count));
    taken.forEach(({ count }) => (count.count = 0));
    return {
      requests,
      series,
      putBack: () =>
        taken.forEach(({ count, before }) => {
          if (count.count === 0) {
            this.#wait(count);
          }
          count.count += before;
        }),
    };
  }

  /** Forgets what waits about somebody. */
  forget(key: string): void {
    const goes = (count: Count) => keyOf(count) === key;
    this.#waiting.filter(goes).forEach((count) => {
      count.who.counts.clear();
      count.count = 0;
    });
    this.#waiting = this.#waiting.filter((count) => count.count > 0);
  }

  #meet(subject: Subject): Who {
    const { issuer, kind, id } = subject;
    const named = { issuer, kind, id: shortText(id), label: shortText(subjectLabel(subject)) };
    const who = makeWho({ subject: named, key: id.length > named.id.length ? subjectKey(subject) : undefined });
    this.#known.set(subject, who);
    return who;
  }

  #begin(who: Who, kind: string, request: FinishedRequest): Count {
    const count = this.#different < this.bounds.perBucket ? this.#make(who, request) : this.#countAsOther(request);
    who.counts.set(kind, count);
    return count;
  }

  #make(who: Who, request: FinishedRequest): Count {
    this.#different += 1;
    const { access, tenant = '', backend = '', endpoint, outcome, allowedTenants, mappings } = request;
    const { requestId, method, revision = null } = request;
    const [first, second] = allowedTenants;
    return {
      bucket: this.#bucket,
      who,
      access,
      tenant,
      backend,
      endpoint,
      outcome,
      chartTenant: first !== undefined && second === undefined ? first.tenant.name : tenant,
      sample: {
        requestId,
        method,
        subject: who.subject,
        tenants: allowedTenants.slice(0, LONGEST_LIST).map(({ tenant: { name } }) => name),
        mappings: mappings.slice(0, LONGEST_LIST),
        revision,
      },
      count: 0,
      lastAt: 0,
    };
  }

  /** There are only so many outcomes and endpoints, so this is bounded by itself. */
  #countAsOther(request: FinishedRequest): Count {
    const others = this.#others;
    if (others.bucket !== this.#bucket) {
      others.bucket = this.#bucket;
      others.counts.clear();
    }
    const kind = `${request.access} ${request.endpoint} ${request.outcome}`;
    const known = others.counts.get(kind);
    if (known !== undefined) {
      return known;
    }
    const anonymous = { ...request, subject: undefined, tenant: '', backend: '', allowedTenants: [], mappings: [] };
    const count = this.#make(others, anonymous);
    others.counts.set(kind, count);
    return count;
  }

  #wait(count: Count): void {
    if (this.#waiting.length >= this.bounds.waiting) {
      const dropped = this.#waiting.splice(0, Math.ceil(this.bounds.waiting / 8));
      this.bounds.onDropped(dropped.reduce((sum, one) => sum + one.count, 0));
      dropped.forEach((one) => (one.count = 0));
    }
    this.#waiting.push(count);
  }

  #print(count: Count): CountedRequests {
    const { bucket, access, tenant, backend, endpoint, outcome, lastAt, sample } = count;
    const { replica } = this.bounds;
    return {
      bucket,
      replica,
      subjectKey: keyOf(count),
      access,
      tenant,
      backend,
      endpoint,
      outcome,
      count: count.count,
      lastAt,
      sample,
    };
  }

  #sum(counts: readonly Count[]): SeriesCount[] {
    const sums = new Map<string, SeriesCount>();
    const tenants = new Set<string>();
    for (const { bucket, outcome, chartTenant, count } of counts) {
      const tenant = tenants.has(chartTenant) || tenants.size < MOST_TENANTS ? chartTenant : '';
      tenants.add(tenant);
      const key = `${bucket} ${tenant} ${outcome}`;
      const before = sums.get(key)?.count ?? 0;
      sums.set(key, { bucket, replica: this.bounds.replica, tenant, outcome, count: before + count });
    }
    return [...sums.values()];
  }
}

/** Each token of somebody is counted by itself; in the store they are one. */
function merge(all: readonly CountedRequests[]): CountedRequests[] {
  const merged = new Map<string, CountedRequests>();
  for (const one of all) {
    const { bucket, subjectKey: who, access, tenant, backend, endpoint, outcome, count, lastAt } = one;
    const key = JSON.stringify([bucket, who, access, tenant, backend, endpoint, outcome]);
    const before = merged.get(key);
    const sum = before && { count: before.count + count, lastAt: Math.max(before.lastAt, lastAt) };
    merged.set(key, { ...(before ?? one), ...sum });
  }
  return [...merged.values()];
}

function makeWho({ subject, key }: Pick<Who, 'subject' | 'key'>): Who {
  return { subject, key, bucket: 0, counts: new Map() };
}

function keyOf({ who }: Count): string {
  who.key ??= who.subject === undefined ? '' : subjectKey(who.subject);
  return who.key;
}
