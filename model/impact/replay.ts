import { accessOf, type SubjectAccess } from '../decision/access';
import { decideFromAccess } from '../decision/decide';
import type { Allowed, Decision } from '../decision/decision';
import type { PolicyIndex } from '../decision/policyIndex';
import { sortedEntries } from '../diff/sameMeaning';
import type { Relation } from '../filter/compareFilters';
import { principalsOf } from '../principal';
import { type Subject, subjectLabel } from '../subject';
import { counted, listed } from '../words';
import { compareSeries } from './compareSeries';
import { concernsOf } from './concerns';
import { placeOf } from './placeOf';
import type { Replay, ReplayedKind, RequestToReplay } from './replayed';

/** How much of a replay is told in detail; what is counted is exact whatever these say. */
export interface ReplayBounds {
  kinds?: number;
  /** Subjects of each kind. */
  examples?: number;
}

/**
 * Decides requests that came under two policies, to find out what would become of them. Limits are not replayed: how many
 * requests come at once is not known.
 *
 * @param before the policy in force
 * @param after the policy that would take its place
 * @param now milliseconds since the epoch
 */
export function replay(
  before: PolicyIndex,
  after: PolicyIndex,
  requests: Iterable<RequestToReplay>,
  now: number,
  { kinds: mostKinds = 100, examples: mostExamples = 10 }: ReplayBounds = {}
): Replay {
  const accessesOf = rememberAccesses(before, after, now);
  const counts = { requests: 0, same: 0, refused: 0, allowed: 0, more: 0, less: 0, other: 0 };
  const kinds = new Map<string, Kind>();
  for (const one of requests) {
    counts.requests += one.count;
    const accesses = accessesOf(one);
    const [was, is] = accesses === undefined ? [] : decideBoth(before, after, one, accesses);
    const outcome = was === undefined || is === undefined ? 'same' : compareDecisions(was, is);
    counts[outcome] += one.count;
    if (outcome !== 'same' && was !== undefined && is !== undefined) {
      const reason = is.allowed ? (was.allowed ? null : was.reason) : is.reason;
      addTo(kinds, one, outcome, reason, mostExamples);
    }
  }
  const sorted = [...kinds.values()].sort(
    (a, b) => Number(b.outcome === 'refused') - Number(a.outcome === 'refused') || b.requests - a.requests
  );
  return { ...counts, kinds: sorted.slice(0, mostKinds).map(told), leftOut: Math.max(0, sorted.length - mostKinds) };
}

type Outcome = ReplayedKind['outcome'];

interface Kind extends Omit<ReplayedKind, 'words' | 'subjects'> {
  keys: Set<string>;
}

/** The accesses of a subject, which most often asks for more than one thing; undefined when nothing can have changed. */
function rememberAccesses(before: PolicyIndex, after: PolicyIndex, now: number) {
  const isConcerned = concernsOf(before, after, now);
  const known = new Map<string, readonly [SubjectAccess, SubjectAccess] | undefined>();
  return ({ key, subject }: RequestToReplay) => {
    if (!known.has(key)) {
      known.set(
        key,
        isConcerned(subject, principalsOf(subject))
          ? [accessOf(before, subject, now), accessOf(after, subject, now)]
          : undefined
      );
    }
    return known.get(key);
  };
}

function decideBoth(
  before: PolicyIndex,
  after: PolicyIndex,
  { subject, request }: RequestToReplay,
  [earlier, later]: readonly [SubjectAccess, SubjectAccess]
): [Decision, Decision] {
  return [decideFromAccess(before, subject, earlier, request), decideFromAccess(after, subject, later, request)];
}

function compareDecisions(was: Decision, is: Decision): Outcome | 'same' {
  if (!was.allowed || !is.allowed) {
    return was.allowed ? 'refused' : is.allowed ? 'allowed' : 'same';
  }
  return was.access === 'read' ? OUTCOMES[compareReads(was, is)] : sameWrite(was, is) ? 'same' : 'other';
}

const OUTCOMES: Readonly<Record<Relation, Outcome | 'same'>> = {
  same: 'same',
  wider: 'more',
  narrower: 'less',
  other: 'other',
};

function compareReads(was: Allowed, is: Allowed): Relation {
  const [earlier, later] = [was, is].map(
    ({ tenants }) => new Map(tenants.map(({ tenant, filters }) => [tenant.name, { place: placeOf(tenant), filters }]))
  );
  const relations = new Set<Relation>();
  for (const [name, from] of earlier ?? []) {
    const to = later?.get(name);
    relations.add(to === undefined ? 'narrower' : compareSeries(from, to));
  }
  for (const name of later?.keys() ?? []) {
    if (earlier?.has(name) !== true) {
      relations.add('wider');
    }
  }
  relations.delete('same');
  const [first = 'same', ...others] = relations;
  return others.length === 0 ? first : 'other';
}

function sameWrite(was: Allowed, is: Allowed): boolean {
  const key = ({ tenants: [{ tenant }], stamp }: Allowed) => {
    const { backend, account, org, labels } = placeOf(tenant);
    return JSON.stringify([backend, account, org, sortedEntries(labels), sortedEntries(stamp)]);
  };
  return key(was) === key(is);
}

function addTo(
  kinds: Map<string, Kind>,
  { key, subject, request, endpoint, count, requestId }: RequestToReplay,
  outcome: Outcome,
  reason: string | null,
  mostExamples: number
): void {
  const { access, tenant = null, backend = null } = request;
  const id = JSON.stringify([outcome, access, tenant, backend, endpoint, reason]);
  const kind: Kind = kinds.get(id) ?? {
    outcome,
    access,
    tenant,
    backend,
    endpoint,
    reason,
    requests: 0,
    keys: new Set(),
    examples: [],
    requestId: requestId ?? null,
  };
  kind.requests += count;
  if (!kind.keys.has(key) && kind.examples.length < mostExamples) {
    kind.examples.push(exampleOf(key, subject));
  }
  kind.keys.add(key);
  kinds.set(id, kind);
}

function exampleOf(key: string, subject: Subject): ReplayedKind['examples'][number] {
  return { key, label: subjectLabel(subject), issuer: subject.issuer, kind: subject.kind };
}

function told({ keys, ...kind }: Kind): ReplayedKind {
  const { outcome, access, tenant, backend, endpoint, reason, requests, examples } = kind;
  const what = counted(requests, access === 'read' ? 'query' : 'write', access === 'read' ? 'queries' : 'writes');
  const where = `${tenant === null ? '' : ` to ${tenant}`}${backend === null ? '' : ` on ${backend}`}`;
  const labels = examples.map(({ label }) => label);
  const who = listed(labels, 3, keys.size);
  const becomes = {
    refused: `would be refused: ${reason}`,
    allowed: `would be allowed instead of refused: ${reason}`,
    more: 'would see more series',
    less: 'would see fewer series',
    other: access === 'read' ? 'would see other series' : 'would go to another place or with other labels',
  }[outcome];
  return { ...kind, subjects: keys.size, words: `${what}${where} (${endpoint}) by ${who} ${becomes}` };
}
