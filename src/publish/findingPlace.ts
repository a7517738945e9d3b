import type { Finding, Policy } from '@gatehouse/model';

const PLACES: Readonly<Record<string, string>> = {
  name: 'name',
  title: 'title',
  backend: 'backend',
  account: 'account',
  project: 'project',
  labels: 'labels',
  org: 'org',
  principals: 'principal',
  except: 'exception',
  issuers: 'issuer',
  effect: 'effect',
  grants: 'grant',
  tenant: 'tenant',
  access: 'access',
  filters: 'filter',
  limits: 'limits',
  requestsPerMinute: 'requests per minute',
  concurrency: 'at the same time',
  maxRange: 'longest range',
  enabled: 'enabled',
  expires: 'expiry',
};

/**
 * Says in words where a finding belongs: `["mappings", 0, "grants", 1, "filters", 0]` is "mapping acme-developers, grant 2,
 * filter 1".
 *
 * @param policy the policy that the finding is about
 */
export function findingPlace({ path }: Finding, policy: Pick<Policy, 'tenants' | 'mappings'>): string {
  const [list, position, ...rest] = path;
  if ((list !== 'tenants' && list !== 'mappings') || typeof position !== 'number') {
    return 'policy';
  }
  const noun = list === 'tenants' ? 'tenant' : 'mapping';
  const name = policy[list][position]?.name ?? `${position + 1}`;
  const inside = rest.reduce<string[]>((words, key) => {
    if (typeof key === 'number') {
      return [...words.slice(0, -1), `${words.at(-1) ?? ''} ${key + 1}`.trim()];
    }
    return [...words, PLACES[key] ?? key];
  }, []);
  return [`${noun} ${name}`, ...inside].join(', ');
}
