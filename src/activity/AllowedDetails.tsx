import React from 'react';
import { locationUtil } from '@grafana/data';
import { Alert, LinkButton, Stack, TextLink } from '@grafana/ui';
import type { AllowedRequestsDocument } from '@gatehouse/model/api';
import { plural, t } from '../i18n/t';
import { accessInWords } from './accessInWords';
import { CopyableText } from './CopyableText';
import { DetailList } from './DetailList';
import { eventTime } from './eventTime';
import { NameLinks } from './NameLinks';
import { places } from './places';
import { SubjectText } from './SubjectText';

/** Everything about requests that were allowed and are alike. */
export function AllowedDetails({ requests }: { requests: AllowedRequestsDocument }) {
  const { from, lastAt, count, replica, subject, subjectKey, access, backend, endpoint, sample } = requests;
  const { requestId, method, tenants, mappings, revision } = sample;
  return (
    <Stack direction="column" gap={2}>
      <Alert
        severity="success"
        title={plural('activity.allowed.counted', count, {
          one: 'Allowed',
          other: 'Allowed, {{number}} times within five minutes',
        })}
        bottomSpacing={0}
      >
        {t('activity.allowed.sample', 'Requests that are alike are counted; this is the first one of them.')}
      </Alert>
      {subjectKey !== null && (
        <div>
          <LinkButton variant="secondary" icon="eye" href={locationUtil.assureBaseUrl(places.subject(subjectKey))}>
            {t('activity.refusal.subject', 'What they see')}
          </LinkButton>
        </div>
      )}
      <DetailList
        details={[
          {
            term: t('activity.detail.time', 'Time'),
            value: t('activity.detail.fromTo', '{{from}} to {{to}}', { from: eventTime(from), to: eventTime(lastAt) }),
          },
          { term: t('activity.detail.who', 'Who'), value: <SubjectText subject={subject} /> },
          { term: t('activity.column.access', 'Access'), value: accessInWords(access) },
          {
            term: t('activity.detail.tenants', 'Tenants'),
            value: tenants.length > 0 && <NameLinks names={tenants} hrefOf={places.tenant} />,
          },
          { term: t('activity.detail.backend', 'Backend'), value: backend },
          {
            term: t('activity.column.by', 'Let in by'),
            value: mappings.length > 0 && <NameLinks names={mappings} hrefOf={places.mapping} />,
          },
          {
            term: t('activity.detail.revision', 'Policy'),
            value: revision !== null && (
              <TextLink href={places.revision(revision)} inline={false}>
                {t('activity.detail.revisionNumber', 'Revision {{number}}', { number: revision })}
              </TextLink>
            ),
          },
          { term: t('activity.detail.request', 'Request'), value: `${method} ${endpoint}` },
          { term: t('activity.detail.replica', 'Replica'), value: replica },
          { term: t('activity.detail.requestId', 'Request number'), value: <CopyableText text={requestId} /> },
        ]}
      />
    </Stack>
  );
}
