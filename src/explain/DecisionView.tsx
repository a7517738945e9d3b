import React from 'react';
import { Button, Stack, Text } from '@grafana/ui';
import type { ExplainedRequest, Question } from '../api/explain';
import { t } from '../i18n/t';
import { countedTold } from './limitsTold';
import { decisionInWords, upstreamRefusalInWords } from './decisionInWords';
import { MappingLinks } from './MappingLinks';
import { SeriesCounts } from './SeriesCounts';
import { UpstreamRequest } from './UpstreamRequest';
import { VerdictPanel } from './VerdictPanel';

interface Props {
  explained: ExplainedRequest;
  /** What was asked; undefined when that is not known in full. */
  question: Question | undefined;
  /** False where the admin token may not see what tenants hold. */
  able: boolean;
  /** Names one of several tenants; undefined where nothing can be chosen. */
  onTenant?: (name: string) => void;
}

/** What one request would meet: the decision, the request that the backend would get, and how many series. */
export function DecisionView({ explained, question, able, onTenant }: Props) {
  const { explanation, upstream, upstreamRefusal, limits } = explained;
  const { decision } = explanation;
  const counted = countedTold(limits);
  return (
    <Stack direction="column" gap={2}>
      <VerdictPanel
        element="h3"
        tone={!decision.allowed ? 'nothing' : upstreamRefusal === undefined ? 'sees' : 'partly'}
        title={decisionInWords(explanation)}
        notes={upstreamRefusal === undefined ? [] : [upstreamRefusalInWords(upstreamRefusal)]}
      >
        {!decision.allowed && (
          <Text color="secondary">{t('explain.decision.code', 'Code: {{code}}', { code: decision.reason })}</Text>
        )}
        {decision.mappings.length > 0 && (
          <span>
            {t('explain.decision.because', 'Because of')} <MappingLinks names={decision.mappings} />
          </span>
        )}
        {!decision.allowed &&
          onTenant !== undefined &&
          decision.choices.map((name) => (
            <Button key={name} size="sm" variant="secondary" onClick={() => onTenant(name)}>
              {t('explain.decision.choose', 'Ask for {{name}}', { name })}
            </Button>
          ))}
      </VerdictPanel>
      {counted.length > 0 && (
        <Text color="secondary">
          {t('explain.decision.limits', 'Limits: {{limits}}', { limits: counted.join('; ') })}
        </Text>
      )}
      {upstream !== null && (
        <Stack direction="column" gap={1}>
          <Text element="h3" variant="h5">
            {t('explain.decision.upstream', 'What the backend would be asked')}
          </Text>
          <UpstreamRequest upstream={upstream} sent={question?.parameters} />
        </Stack>
      )}
      {decision.allowed && decision.access === 'read' && question !== undefined && (
        <Stack direction="column" gap={1}>
          <Text element="h3" variant="h5">
            {t('explain.decision.series', 'Series they would get')}
          </Text>
          <SeriesCounts decision={decision} question={question} able={able} />
        </Stack>
      )}
    </Stack>
  );
}
