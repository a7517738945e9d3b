import { listed } from '../words';
import type { SubjectImpact } from './accessComparer';
import type { AccessImpact, AccessView, TenantImpact, UnnamedImpact, UnnamedOutcome } from './impact';

/** How many things are told of in words. */
const MOST_PARTS = 6;

/** Chooses between the singular and the plural of a verb. */
type Verb = (one: string, many?: string) => string;

/**
 * Says what happens to one subject or to several: `bob loses globex`, `12 people gain write on acme`.
 *
 * @param who a name, or a number of subjects
 * @param several true when there are several
 */
export function impactWords(
  who: string,
  several: boolean,
  { tenants, unnamed }: Pick<SubjectImpact, 'tenants' | 'unnamed'>
): string {
  const verb: Verb = (one, many = one.replace(/s$/, '')) => (several ? many : one);
  // What is said of several tenants in the same words is said once.
  const tenantsByWords = new Map<string, string[]>();
  for (const tenant of tenants) {
    for (const words of tenantWords(tenant, verb)) {
      tenantsByWords.set(words, [...(tenantsByWords.get(words) ?? []), tenant.tenant]);
    }
  }
  const parts = [
    ...[...tenantsByWords].map(([words, names]) => words.replace(TENANT, () => listed(names))),
    ...unnamed.map((one) => unnamedWords(one, verb)),
  ];
  const rest = parts.length - MOST_PARTS;
  return `${who} ${[...parts.slice(0, MOST_PARTS), ...(rest > 0 ? [`and ${rest} more changes`] : [])].join('; ')}`;
}

/** Stands for the tenants until it is known how many are told of in the same words. */
const TENANT = '\0';

function tenantWords({ read, write }: TenantImpact, verb: Verb): string[] {
  const both = read !== undefined && write !== undefined && read.change === write.change;
  if (both && read.change === 'gained') {
    return [`${verb('gains')} read-write on ${TENANT}${narrowed(read.to)}`];
  }
  if (both && read.change === 'lost') {
    return [`${verb('loses', 'lose')} ${TENANT}${because(read)}`];
  }
  return [...(read ? readWords(read, verb) : []), ...(write ? writeWords(write, verb) : [])];
}

function readWords(read: AccessImpact, verb: Verb): string[] {
  const { change, from, to } = read;
  if (change === 'gained') {
    return [`${verb('gains')} read on ${TENANT}${narrowed(to)}`];
  }
  if (change === 'lost') {
    return [`${verb('loses', 'lose')} read on ${TENANT}${because(read)}`];
  }
  const moved =
    JSON.stringify(from?.place) === JSON.stringify(to?.place) ? '' : ', because the tenant is another place now';
  const seen = {
    same: [],
    wider: [`${verb('sees')} more of ${TENANT}${insteadOf(from, to)}${moved}`],
    narrower: [`${verb('sees')} less of ${TENANT}${insteadOf(from, to)}${moved}`],
    other: [`${verb('sees')} other series of ${TENANT}${insteadOf(from, to)}${moved}`],
  }[change];
  return [...seen, ...boundsWords('reading', read, verb)];
}

function writeWords(write: AccessImpact, verb: Verb): string[] {
  const { change, from, to } = write;
  if (change === 'gained') {
    return [`${verb('gains')} write on ${TENANT}${stamped(to)}`];
  }
  if (change === 'lost') {
    return [`${verb('loses', 'lose')} write on ${TENANT}${because(write)}`];
  }
  const moved = JSON.stringify(from?.place) !== JSON.stringify(to?.place);
  const written =
    change === 'same'
      ? []
      : moved
        ? [`${verb('writes')} to ${TENANT} at another place, because the tenant is another place now`]
        : [`${verb('writes')} to ${TENANT} with the labels ${labelsOf(to)} instead of ${labelsOf(from)}`];
  return [...written, ...boundsWords('writing', write, verb)];
}

function boundsWords(doing: string, { limits, until, from, to }: AccessImpact, verb: Verb): string[] {
  const kinds = { same: '', wider: 'wider', narrower: 'narrower', other: 'other' };
  return [
    ...(limits === 'same' ? [] : [`${verb('has', 'have')} ${kinds[limits]} limits for ${doing} ${TENANT}`]),
    ...(until === 'same'
      ? []
      : [
          `${verb('may', 'may')} go on ${doing} ${TENANT} ${to?.until ? `until ${to.until}` : 'without an end'} instead of ${from?.until ? `until ${from.until}` : 'without an end'}`,
        ]),
  ];
}

function because({ because: reason }: AccessImpact): string {
  return reason === 'denied'
    ? ', by a deny mapping'
    : reason === 'write-ambiguous'
      ? ', because several mappings would stamp different labels'
      : '';
}

function narrowed(to: AccessView | null): string {
  return to?.filters ? ` within ${filtersOf(to)}` : '';
}

function stamped(to: AccessView | null): string {
  return to?.stamp && Object.keys(to.stamp).length > 0 ? `, stamped with ${labelsOf(to)}` : '';
}

function insteadOf(from: AccessView | null, to: AccessView | null): string {
  return JSON.stringify(from?.filters) === JSON.stringify(to?.filters)
    ? ''
    : `: ${filtersOf(to)} instead of ${filtersOf(from)}`;
}

function filtersOf(view: AccessView | null): string {
  if (!view?.filters) {
    return 'all of it';
  }
  const rest = view.filters.length - 3 + view.filtersLeftOut;
  const named = view.filters.slice(0, 3).map((filter) => (filter.length > 300 ? `${filter.slice(0, 300)}…` : filter));
  return [...named, ...(rest > 0 ? [`${rest} more`] : [])].join(' or ');
}

function labelsOf(view: AccessView | null): string {
  const labels = Object.entries(view?.stamp ?? {}).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return labels.length === 0 ? 'of the samples alone' : `{${labels.join(',')}}`;
}

function unnamedWords({ access, backend, from, to }: UnnamedImpact, verb: Verb): string {
  const where = backend === null ? '' : ` on ${backend}`;
  const doing = access === 'read' ? 'a query' : 'a write';
  if (!to.allowed) {
    return `must name a tenant${where} from now on: ${doing} without one is refused`;
  }
  return from.allowed
    ? `${verb('gets')} ${tenantsOf(to)} instead of ${tenantsOf(from)}${where} where ${doing} names no tenant`
    : `need${verb('s', '')} not name a tenant${where} any more: ${doing} without one goes to ${tenantsOf(to)}`;
}

function tenantsOf(outcome: UnnamedOutcome): string {
  return outcome.allowed ? listed(outcome.tenants, 5, outcome.tenants.length + outcome.tenantsLeftOut) : outcome.reason;
}
