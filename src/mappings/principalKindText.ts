import type { PrincipalKind } from '@gatehouse/model';
import { t } from '../i18n/t';

/** All principals of a kind, for the filter of the list. */
export function principalKindText(kind: PrincipalKind): string {
  switch (kind) {
    case 'user':
      return t('mappings.filters.kind.user', 'Any user');
    case 'group':
      return t('mappings.filters.kind.group', 'Any group');
    case 'domain':
      return t('mappings.filters.kind.domain', 'Any domain');
    case 'service':
      return t('mappings.filters.kind.service', 'Any service');
    case 'claim':
      return t('mappings.filters.kind.claim', 'Any claim');
    case 'authenticated':
      return t('mappings.filters.kind.authenticated', 'Anybody signed in');
  }
}
