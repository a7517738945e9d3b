import React, { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Field, RadioButtonGroup, Stack } from '@grafana/ui';
import { useSearchParams } from 'react-router-dom';
import { useAbility } from '../api/ability';
import type { Who } from '../api/explain';
import { isEmptyDraft } from '../draft/draft';
import { useDraft } from '../draft/DraftProvider';
import { t } from '../i18n/t';
import { StatePanel } from '../ui/StatePanel';
import { useUrlValue } from '../ui/useUrlValue';
import { type ChoosingBy, readExplainUrl, withAsked, withIdentity } from './explainUrl';
import { IdentityForm } from './IdentityForm';
import { PersonAnswer } from './PersonAnswer';
import { RefusalForm } from './RefusalForm';
import { RefusalView } from './RefusalView';
import { SeenPersonField } from './SeenPersonField';
import { TokenForm } from './TokenForm';

/** What somebody sees: chooses who, and shows the answer. */
export function PersonTab() {
  const { published, draft, configuration, readOnlyBecause } = useDraft();
  const ability = useAbility();
  const [params, setParams] = useSearchParams();
  const url = useMemo(() => readExplainUrl(params), [params]);
  const [policyName, setPolicyName] = useUrlValue('policy');
  const token = useToken();
  const who = useMemo((): Who | undefined => {
    switch (url.by) {
      case 'seen':
        return url.subject === '' ? undefined : { by: 'seen', key: url.subject };
      case 'identity':
        return url.identity && { by: 'identity', identity: url.identity };
      case 'token':
        return token.who;
      case 'refusal':
        return undefined;
    }
  }, [url, token.who]);

  const { forget } = token;
  const choose = (by: ChoosingBy) => {
    forget();
    setParams((now) => withAsked(now, by === 'seen' ? {} : { by }));
  };
  const hasDraft = !isEmptyDraft(draft);
  const editable = readOnlyBecause === undefined;
  return (
    <Stack direction="column" gap={3}>
      <Stack direction="column" gap={2} alignItems="flex-start">
        <RadioButtonGroup<ChoosingBy>
          aria-label={t('explain.who.label', 'Whom to ask about')}
          value={url.by}
          options={[
            { value: 'seen', label: t('explain.who.seen', 'Somebody who came') },
            { value: 'identity', label: t('explain.who.identity', 'An identity') },
            { value: 'token', label: t('explain.who.token', 'A token') },
            { value: 'refusal', label: t('explain.who.refusal', 'A refused request') },
          ]}
          onChange={choose}
        />
        {url.by === 'seen' && (
          <SeenPersonField
            value={url.subject}
            onChange={(key) => setParams((now) => withAsked(now, key === '' ? {} : { subject: key }))}
          />
        )}
        {url.by === 'identity' && (
          <IdentityForm
            key={JSON.stringify(url.identity)}
            identity={url.identity}
            configuration={configuration}
            onAsk={(identity) => setParams((now) => withIdentity(now, identity))}
          />
        )}
        {url.by === 'token' && <TokenForm inUse={token.who !== undefined} onAsk={token.use} onForget={token.forget} />}
        {url.by === 'refusal' && (
          <RefusalForm
            key={url.refusal}
            requestId={url.refusal}
            onAsk={(refusal) => setParams((now) => withAsked(now, { refusal }))}
          />
        )}
        {hasDraft && url.by !== 'refusal' && (
          <Field label={t('explain.policy.label', 'Under which policy')} noMargin>
            <RadioButtonGroup
              aria-label={t('explain.policy.label', 'Under which policy')}
              value={policyName === 'draft' ? 'draft' : ''}
              options={[
                {
                  value: '',
                  label: t('explain.policy.inForce', 'In force (revision {{revision}})', {
                    revision: published.revision,
                  }),
                },
                { value: 'draft', label: t('explain.policy.draft', 'My draft') },
              ]}
              onChange={setPolicyName}
            />
          </Field>
        )}
      </Stack>
      {who !== undefined ? (
        <PersonAnswer who={who} byDraft={hasDraft && policyName === 'draft'} />
      ) : url.refusal !== '' ? (
        <RefusalView
          requestId={url.refusal}
          policy={published.policy}
          editable={editable}
          able={ability?.edit === true}
        />
      ) : (
        <StatePanel icon="eye" title={t('explain.empty.title', 'Whose view shall be explained?')}>
          {t(
            'explain.empty.about',
            'Choose somebody above. You get what they see in one line, every tenant with its filters and limits, and the mappings that lead there or keep them out.'
          )}
        </StatePanel>
      )}
    </Stack>
  );
}

/** Holds a token for as long as the page shows what is for it, outside of everything that is kept or looked at elsewhere. */
function useToken() {
  const token = useRef('');
  const [number, setNumber] = useState<number>();
  const forget = useCallback(() => {
    token.current = '';
    setNumber(undefined);
  }, []);
  const use = useCallback((pasted: string) => {
    token.current = pasted;
    uses += 1;
    setNumber(uses);
  }, []);
  useEffect(
    () => () => {
      token.current = '';
    },
    []
  );
  const who = useMemo(
    (): Who | undefined => (number === undefined ? undefined : { by: 'token', number, read: () => token.current }),
    [number]
  );
  return { who, use, forget };
}

// No two tokens have the same answer.
let uses = 0;
