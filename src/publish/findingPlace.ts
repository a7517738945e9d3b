import type { Finding, Policy } from '@gatehouse/model';
import { t } from '../i18n/t';

/**
 * Says in words where a finding belongs: `["mappings", 0, "grants", 1, "filters", 0]` is "mapping acme-developers, grant 2,
 * filter 1".
 *
 * @param policy the policy that the finding is about
 */
export function findingPlace({ path }: Finding, policy: Pick<Policy, 'tenants' | 'mappings'>): string {
  const [list, position, ...rest] = path;
  if ((list !== 'tenants' && list !== 'mappings') || typeof position !== 'number') {
    return t('findings.place.policy', 'policy');
  }
  const name = policy[list][position]?.name ?? `${position + 1}`;
  const item =
    list === 'tenants'
      ? t('findings.place.tenant', 'tenant {{name}}', { name })
      : t('findings.place.mapping', 'mapping {{name}}', { name });
  const inside = rest.reduce<string[]>((words, key) => {
    if (typeof key === 'number') {
      return [...words.slice(0, -1), `${words.at(-1) ?? ''} ${key + 1}`.trim()];
    }
    return [...words, keyInWords(key)];
  }, []);
  return [item, ...inside].join(', ');
}

function keyInWords(key: string): string {
  switch (key) {
    case 'name':
      return t('findings.key.name', 'name');
    case 'title':
      return t('findings.key.title', 'title');
    case 'backend':
      return t('findings.key.backend', 'backend');
    case 'account':
      return t('findings.key.account', 'account');
    case 'project':
      return t('findings.key.project', 'project');
    case 'labels':
      return t('findings.key.labels', 'labels');
    case 'org':
      return t('findings.key.org', 'org');
    case 'principals':
      return t('findings.key.principal', 'principal');
    case 'except':
      return t('findings.key.exception', 'exception');
    case 'issuers':
      return t('findings.key.issuer', 'issuer');
    case 'effect':
      return t('findings.key.effect', 'effect');
    case 'grants':
      return t('findings.key.grant', 'grant');
    case 'tenant':
      return t('findings.key.tenant', 'tenant');
    case 'access':
      return t('findings.key.access', 'access');
    case 'filters':
      return t('findings.key.filter', 'filter');
    case 'limits':
      return t('findings.key.limits', 'limits');
    case 'requestsPerMinute':
      return t('findings.key.requestsPerMinute', 'requests per minute');
    case 'concurrency':
      return t('findings.key.concurrency', 'at the same time');
    case 'maxRange':
      return t('findings.key.maxRange', 'longest range');
    case 'enabled':
      return t('findings.key.enabled', 'enabled');
    case 'expires':
      return t('findings.key.expires', 'expiry');
    default:
      return key;
  }
}
