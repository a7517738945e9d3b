import React from 'react';
import { Stack } from '@grafana/ui';
import { useSearchParams } from 'react-router-dom';
import type { ApiError } from '../api/ApiError';
import { useAbility } from '../api/ability';
import { useExplanation, type Who } from '../api/explain';
import { useDraft } from '../draft/DraftProvider';
import { t } from '../i18n/t';
import { QueryState } from '../ui/QueryState';
import { sentence } from '../ui/sentence';
import { withParam } from '../ui/withParam';
import { accessRows } from './access';
import { DecisionView } from './DecisionView';
import { Explanation } from './Explanation';
import { readQuestion } from './explainUrl';
import { NotThere } from './NotThere';
import { QuestionForm } from './QuestionForm';
import { Section } from './Section';
import { VerdictPanel } from './VerdictPanel';
import { verdictOf } from './verdict';

interface Props {
  who: Who;
  /** True to decide by the draft, and to show what it changes. */
  byDraft: boolean;
}

/** What somebody sees, and what one request of theirs would meet. */
export function PersonAnswer({ who, byDraft }: Props) {
  const { published, policy, readOnlyBecause, configuration } = useDraft();
  const ability = useAbility();
  const [params, setParams] = useSearchParams();
  const question = readQuestion(params);
  const inForce = useExplanation(who, question, { revision: published.revision });
  const drafted = useExplanation(byDraft ? who : undefined, question, { draft: policy });
  const query = byDraft ? drafted : inForce;
  const deciding = byDraft ? policy : published.policy;
  if (query.error !== null) {
    const told = knownFailure(query.error);
    if (told !== undefined) {
      return <NotThere title={told.title}>{told.text}</NotThere>;
    }
  }
  return (
    <QueryState query={query} label={t('explain.loading', 'Loading the explanation')}>
      {(explained) => (
        <Stack direction="column" gap={3}>
          {byDraft && inForce.data !== undefined && (
            <VerdictPanel
              element="h3"
              tone={verdictOf(inForce.data.subject, inForce.data.explanation, published.policy).tone}
              title={t('explain.compare.inForce', 'In force: {{verdict}}', {
                verdict: verdictOf(inForce.data.subject, inForce.data.explanation, published.policy).title,
              })}
              notes={[t('explain.compare.draft', 'With your draft, which is not published:')]}
            />
          )}
          <Explanation
            subject={explained.subject}
            explained={explained}
            policy={deciding}
            before={
              byDraft && inForce.data !== undefined ? accessRows(inForce.data.explanation, published.policy) : undefined
            }
            editable={readOnlyBecause === undefined}
          >
            <Section
              title={t('explain.question.title', 'As this person, this query')}
              about={t(
                'explain.question.about',
                'What would become of a request of theirs: the decision, the exact request that the backend would get, and how many series.'
              )}
            >
              <Stack direction="column" gap={2}>
                <QuestionForm policy={deciding} configuration={configuration} />
                <DecisionView
                  explained={explained}
                  question={question}
                  able={ability?.edit === true}
                  onTenant={(name) => setParams((now) => withParam(now, 'in', name), { replace: true })}
                />
              </Stack>
            </Section>
          </Explanation>
        </Stack>
      )}
    </QueryState>
  );
}

/** What the asked person or token is to blame for; everything else is the connection's. */
function knownFailure(error: ApiError): { title: string; text: string } | undefined {
  switch (error.code) {
    case 'not-found':
      return {
        title: t('explain.failure.unknown', 'Nobody who came lately is meant'),
        text: t(
          'explain.failure.unknownAbout',
          'Whom the link leads to has not come for a while, or was forgotten. Type their identity instead.'
        ),
      };
    case 'token-invalid':
      return {
        title: t('explain.failure.token', 'This token proves nobody'),
        text: sentence(error.message),
      };
    case 'issuer-unavailable':
      return {
        title: t('explain.failure.issuer', 'The token cannot be verified now'),
        text: sentence(error.message),
      };
    case 'body-invalid':
      return {
        title: t('explain.failure.invalid', 'The proxy does not take this question'),
        text: sentence(error.message),
      };
    case 'policy-invalid':
      return {
        title: t('explain.failure.draft', 'The draft cannot decide anything yet'),
        text: sentence(error.problems[0]?.message ?? error.message),
      };
    default:
      return undefined;
  }
}
