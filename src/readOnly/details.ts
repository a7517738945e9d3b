import type { GrantLimits, Mapping, Tenant } from '@gatehouse/model';
import { t } from '../i18n/t';
import { limitsInWords } from '../limits/limitsInWords';
import { grantInWords } from '../publish/grantInWords';
import { tenantPlace } from '../tenants/tenantPlace';

/** One thing that is to be said about a tenant or a mapping. */
export interface Detail {
  term: string;
  lines: readonly string[];
}

/** All that a mapping says. */
export function mappingDetails(mapping: Mapping): Detail[] {
  const { principals, except, issuers, effect, grants, enabled, expires } = mapping;
  return [
    { term: t('diff.field.principals', 'Principals'), lines: principals },
    ...(except === undefined ? [] : [{ term: t('diff.field.except', 'Except'), lines: except }]),
    { term: t('diff.field.issuers', 'Issuers'), lines: issuers ?? [t('diff.everyIssuer', 'every issuer')] },
    effect === 'deny'
      ? {
          term: t('diff.field.denies', 'Denies'),
          lines: grants?.map(({ tenant }) => tenant) ?? [t('diff.everything', 'everything')],
        }
      : { term: t('diff.field.grants', 'Grants'), lines: mapping.grants.map(grantInWords) },
    ...(effect === 'deny' ? [] : limitDetails(mapping.limits)),
    {
      term: t('diff.field.state', 'State'),
      lines: [enabled ? t('diff.enabled', 'enabled') : t('diff.disabled', 'disabled: it has no effect')],
    },
    { term: t('diff.field.ends', 'Ends'), lines: [expires ?? t('diff.never', 'never')] },
  ];
}

/** All that a tenant says. */
export function tenantDetails(tenant: Tenant): Detail[] {
  return [
    ...(tenant.title === undefined ? [] : [{ term: t('diff.field.title', 'Title'), lines: [tenant.title] }]),
    { term: t('diff.field.backend', 'Backend'), lines: [tenant.backend] },
    { term: t('diff.field.place', 'Place'), lines: [tenantPlace(tenant)] },
    ...limitDetails(tenant.limits),
  ];
}

function limitDetails(limits: GrantLimits | undefined): Detail[] {
  const lines = limitsInWords(limits);
  return lines.length === 0 ? [] : [{ term: t('diff.field.limits', 'All together'), lines }];
}
