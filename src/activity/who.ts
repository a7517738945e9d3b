import type { RefusalDocument } from '@gatehouse/model/api';
import { t } from '../i18n/t';

type Subject = RefusalDocument['subject'];

/** Who asked, for people. */
export function who(subject: Subject): string {
  return subject?.label ?? t('activity.who.nobody', 'Nobody known');
}

/** Who says so. */
export function whoSaysSo(subject: Subject): string {
  return subject === null
    ? ''
    : subject.kind === 'service'
      ? t('activity.who.service', 'Service')
      : t('activity.who.issuer', 'by {{issuer}}', { issuer: subject.issuer });
}
