import React from 'react';
import { locationUtil } from '@grafana/data';
import { Alert, LinkButton, Stack, TextLink } from '@grafana/ui';
import type { RefusalDocument } from '@gatehouse/model/api';
import { plural, t } from '../i18n/t';
import { sentence } from '../ui/sentence';
import { CopyableText } from './CopyableText';
import { DetailList } from './DetailList';
import { eventTime } from './eventTime';
import { NameLinks } from './NameLinks';
import { places } from './places';
import { SubjectText } from './SubjectText';

/** Everything about one refused request. */
export function RefusalDetails({ refusal }: { refusal: RefusalDocument }) {
  const { at, requestId, method, endpoint, replica, subject, subjectKey, tenants, mappings, revision } = refusal;
  const { status, code, reason, detail, address, repeated } = refusal;
  return (
    <Stack direction="column" gap={2}>
      <Alert severity="warning" title={reason} bottomSpacing={0}>
        {sentence(detail)}
      </Alert>
      <Stack gap={1} wrap="wrap">
        <LinkButton icon="question-circle" href={locationUtil.assureBaseUrl(places.refusal(requestId))}>
          {t('activity.refusal.explain', 'Explain this refusal')}
        </LinkButton>
        {subjectKey !== null && (
          <LinkButton variant="secondary" icon="eye" href={locationUtil.assureBaseUrl(places.subject(subjectKey))}>
            {t('activity.refusal.subject', 'What they see')}
          </LinkButton>
        )}
      </Stack>
      <DetailList
        details={[
          { term: t('activity.detail.time', 'Time'), value: eventTime(at) },
          { term: t('activity.detail.who', 'Who'), value: <SubjectText subject={subject} /> },
          {
            term: t('activity.detail.tenants', 'Tenants'),
            value: tenants.length > 0 && <NameLinks names={tenants} hrefOf={places.tenant} />,
          },
          {
            term: t('activity.detail.mappings', 'Mappings'),
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
          {
            term: t('activity.detail.answer', 'Answered'),
            value: t('activity.detail.answerText', '{{status}} with the code {{code}}', { status, code }),
          },
          {
            term: t('activity.detail.repeated', 'Repeated'),
            value:
              repeated > 0 &&
              plural('activity.refusals.repeated', repeated, {
                one: 'and {{number}} more like it within a minute',
                other: 'and {{number}} more like it within a minute',
              }),
          },
          { term: t('activity.detail.address', 'Address'), value: address },
          { term: t('activity.detail.replica', 'Replica'), value: replica },
          { term: t('activity.detail.requestId', 'Request number'), value: <CopyableText text={requestId} /> },
        ]}
      />
    </Stack>
  );
}
