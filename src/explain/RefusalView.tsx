import React from 'react';
import type { Policy } from '@gatehouse/model';
import { dateTimeFormat } from '@grafana/data';
import { Stack, Text } from '@grafana/ui';
import { type ExplainedRefusal, type ExplainedSubject, useExplainedRefusal } from '../api/explain';
import { t } from '../i18n/t';
import { AppLink } from '../ui/AppLink';
import { NotThere } from './NotThere';
import { QueryState } from '../ui/QueryState';
import { DecisionView } from './DecisionView';
import { explainLinks } from './explainUrl';
import { Explanation } from './Explanation';
import { MappingLinks } from './MappingLinks';
import { Section } from './Section';
import { VerdictPanel } from './VerdictPanel';

interface Props {
  requestId: string;
  /** The policy in force. */
  policy: Policy;
  editable: boolean;
  able: boolean;
}

/** Why one request was refused, and whether it would be now. */
export function RefusalView({ requestId, policy, editable, able }: Props) {
  const query = useExplainedRefusal(requestId);
  if (query.error?.code === 'not-found') {
    return (
      <NotThere title={t('explain.refusal.gone', 'There is no such refusal')}>
        {t(
          'explain.refusal.goneAbout',
          'The proxy does not know a refused request {{requestId}}. It keeps the latest refusals only; check the number, or ask the person to run the query again.',
          { requestId }
        )}
      </NotThere>
    );
  }
  return (
    <QueryState query={query} label={t('explain.refusal.loading', 'Loading the refusal')}>
      {(refusal) => <Refusal refusal={refusal} policy={policy} editable={editable} able={able} />}
    </QueryState>
  );
}

function Refusal({ refusal, policy, editable, able }: Omit<Props, 'requestId'> & { refusal: ExplainedRefusal }) {
  const { at, method, endpoint, status, code, detail, mappings, revision, subject, note, then, now } = refusal;
  const allowedNow = now?.explanation.decision.allowed === true && now.upstreamRefusal === undefined;
  return (
    <Stack direction="column" gap={3}>
      <VerdictPanel
        tone={allowedNow ? 'partly' : 'nothing'}
        title={t('explain.refusal.verdict', 'Refused on {{time}}: {{detail}}', {
          time: dateTimeFormat(at),
          detail,
        })}
        notes={[
          ...(now === null
            ? []
            : [
                allowedNow
                  ? t('explain.refusal.allowedNow', 'It would be allowed now.')
                  : t('explain.refusal.refusedNow', 'It would be refused now, too.'),
              ]),
          ...(note === null ? [] : [note]),
        ]}
      >
        <Text color="secondary">
          {t('explain.refusal.request', '{{method}} {{endpoint}} · status {{status}} · code {{code}}', {
            method,
            endpoint,
            status,
            code,
          })}
        </Text>
        {revision !== null && (
          <Text color="secondary">
            {t('explain.refusal.revision', 'Decided by revision {{revision}}', { revision })}
          </Text>
        )}
        {mappings.length > 0 && <MappingLinks names={mappings} />}
        {subject !== null && (
          <AppLink to={linkTo(subject)}>{t('explain.refusal.person', 'What this person sees')}</AppLink>
        )}
      </VerdictPanel>
      {now !== null && then !== null && then.revision !== now.revision && (
        <Section
          title={t('explain.refusal.now', 'The same request now')}
          about={t('explain.refusal.nowAbout', 'Revision {{now}} is in force; revision {{then}} was.', {
            now: now.revision ?? 0,
            then: then.revision ?? 0,
          })}
        >
          <DecisionView explained={now} question={undefined} able={able} />
        </Section>
      )}
      {now !== null && subject !== null && (
        <Explanation subject={subject} explained={now} policy={policy} editable={editable} />
      )}
    </Stack>
  );
}

function linkTo({ issuer, kind, id, email, emailVerified, groups }: ExplainedSubject): string {
  return explainLinks.identity({
    issuer,
    kind,
    id,
    ...(email !== undefined && emailVerified && { email }),
    groups,
  });
}
