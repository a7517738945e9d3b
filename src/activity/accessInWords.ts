import type { AllowedRequestsDocument } from '@gatehouse/model/api';
import { t } from '../i18n/t';

/** What a request did, for people. */
export function accessInWords(access: AllowedRequestsDocument['access']): string {
  return access === 'read' ? t('activity.access.read', 'Read') : t('activity.access.write', 'Write');
}
