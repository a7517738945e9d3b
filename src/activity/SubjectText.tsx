import React from 'react';
import type { RefusalDocument } from '@gatehouse/model/api';
import { t } from '../i18n/t';
import { TwoLines } from './TwoLines';
import { who } from './who';

/** Who asked, and by what the issuer knows them. */
export function SubjectText({ subject }: { subject: RefusalDocument['subject'] }) {
  return (
    <TwoLines
      below={
        subject === null
          ? undefined
          : subject.kind === 'service'
            ? t('activity.who.serviceNamed', 'Service {{id}}', { id: subject.id })
            : t('activity.who.idAtIssuer', '{{id}} by {{issuer}}', { id: subject.id, issuer: subject.issuer })
      }
    >
      {who(subject)}
    </TwoLines>
  );
}
