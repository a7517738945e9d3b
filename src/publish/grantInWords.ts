import type { Grant } from '@gatehouse/model';
import { t } from '../i18n/t';
import { limitsInWords } from '../limits/limitsInWords';

/** A grant in words, for example `read acme, only {team="dev"} or {team="shared"}`. */
export function grantInWords({ tenant, access, filters, limits }: Grant): string {
  const what =
    filters === undefined
      ? t('grant.whole', 'the whole tenant')
      : t('grant.only', 'only {{filters}}', { filters: filters.join(t('grant.or', ' or ')) });
  const [first, ...others] = limitsInWords(limits);
  return [
    accessInWords(access, tenant),
    what,
    ...(first === undefined ? [] : [t('grant.each', 'each person {{limit}}', { limit: first }), ...others]),
  ].join(', ');
}

function accessInWords(access: Grant['access'], tenant: string): string {
  switch (access) {
    case 'read':
      return t('grant.read', 'read {{tenant}}', { tenant });
    case 'write':
      return t('grant.write', 'write {{tenant}}', { tenant });
    case 'read-write':
      return t('grant.readWrite', 'read and write {{tenant}}', { tenant });
  }
}
