import React, { useId } from 'react';
import { Combobox, Field, Input, RadioButtonGroup, Stack } from '@grafana/ui';
import { useSearchParams } from 'react-router-dom';
import type { Configuration } from '../api/configuration';
import type { Policy } from '@gatehouse/model';
import { t } from '../i18n/t';
import { useUrlText } from '../ui/useUrlText';
import { withParam } from '../ui/withParam';
import { READING, readQuestion, WRITING } from './explainUrl';

interface Props {
  policy: Policy;
  configuration: Configuration;
}

/** What they would ask for. It is kept in the URL, and answered as it is typed. */
export function QuestionForm({ policy, configuration }: Props) {
  const id = useId();
  const [params, setParams] = useSearchParams();
  const [query, setQuery] = useUrlText('query');
  const { access, tenant, backend, path } = readQuestion(params);
  const set = (name: string, value: string) => setParams((now) => withParam(now, name, value), { replace: true });
  const placeholder = path.includes('/query') ? 'up' : '{team="dev"}';
  return (
    <Stack gap={2} wrap="wrap" alignItems="flex-end">
      <Field label={t('explain.question.access', 'Access')} noMargin>
        <RadioButtonGroup
          aria-label={t('explain.question.access', 'Access')}
          value={access}
          options={[
            { value: 'read', label: t('explain.question.read', 'Read') },
            { value: 'write', label: t('explain.question.write', 'Write') },
          ]}
          onChange={(value) =>
            setParams((now) => withParam(withParam(now, 'path', ''), 'access', value === 'read' ? '' : 'write'), {
              replace: true,
            })
          }
        />
      </Field>
      <Field label={t('explain.question.tenant', 'Tenant')} htmlFor={`${id}-tenant`} noMargin>
        <Combobox
          id={`${id}-tenant`}
          width={24}
          isClearable
          placeholder={t('explain.question.noTenant', 'none named')}
          options={policy.tenants.map(({ name, title }) => ({ value: name, label: name, description: title }))}
          value={tenant ?? null}
          onChange={(option) => set('in', option?.value ?? '')}
        />
      </Field>
      {configuration.backends.length > 1 && (
        <Field label={t('explain.question.backend', 'Backend')} htmlFor={`${id}-backend`} noMargin>
          <Combobox
            id={`${id}-backend`}
            width={24}
            isClearable
            placeholder={t('explain.question.anyBackend', 'any')}
            options={configuration.backends.map(({ name }) => ({ value: name, label: name }))}
            value={backend ?? null}
            onChange={(option) => set('backend', option?.value ?? '')}
          />
        </Field>
      )}
      <Field label={t('explain.question.path', 'Endpoint')} htmlFor={`${id}-path`} noMargin>
        <Combobox
          id={`${id}-path`}
          width={32}
          createCustomValue
          options={[...new Set([path, ...(access === 'read' ? READING : WRITING)])].map((value) => ({
            value,
            label: value,
          }))}
          value={path}
          onChange={({ value }) => set('path', value)}
        />
      </Field>
      {access === 'read' && (
        <Stack grow={1}>
          <Field label={t('explain.question.query', 'Query')} htmlFor={`${id}-query`} style={GROW} noMargin>
            <Input
              id={`${id}-query`}
              value={query}
              placeholder={placeholder}
              autoComplete="off"
              spellCheck={false}
              onChange={({ currentTarget: { value } }) => setQuery(value)}
            />
          </Field>
        </Stack>
      )}
    </Stack>
  );
}

const GROW = { flexGrow: 1, minWidth: 240 };
