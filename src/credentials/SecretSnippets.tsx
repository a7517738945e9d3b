import React, { type ReactNode, useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, locationUtil } from '@grafana/data';
import { Combobox, Field, RadioButtonGroup, Stack, Text, TextLink, useStyles2 } from '@grafana/ui';
import { usePluginSettings } from '../api/pluginSettings';
import { usePolicy } from '../api/policy';
import { PATHS } from '../constants';
import { Trans } from '../i18n/Trans';
import { t } from '../i18n/t';
import { guessDataUrl } from '../settings/guessDataUrl';
import { CodeSnippet } from '../ui/CodeSnippet';
import {
  curlHeaderFile,
  curlQuery,
  grafanaEnvironment,
  provisionedDataSource,
  secretFile,
  type SnippetValues,
  vmagentBasic,
  vmagentBearer,
} from './snippets';
import { snippetTenants } from './snippetTenants';

type Use = 'vmagent' | 'rules' | 'curl';

interface Props {
  name: string;
  secret: string;
  onCopySecret: () => void;
}

/** How the machine is told its secret, with the values of this installation. */
export function SecretSnippets({ name, secret, onCopySecret }: Props) {
  const styles = useStyles2(getStyles);
  const [use, setUse] = useState<Use>('vmagent');
  const [chosen, setChosen] = useState<string>();
  const policy = usePolicy(true);
  const settings = usePluginSettings();
  const tenants = policy.data === undefined ? [] : snippetTenants(policy.data.policy, name);
  const { dataUrl, proxyUrl } = settings.data?.jsonData ?? {};
  const values: SnippetValues = {
    name,
    secret,
    tenant: chosen ?? tenants[0] ?? 'TENANT',
    dataUrl: dataUrl ?? (guessDataUrl(proxyUrl) || 'http://gatehouse:8431'),
  };
  return (
    <section className={styles.section} aria-label={t('credentials.snippets.label', 'How to use it')}>
      <Stack gap={2} alignItems="flex-end" wrap="wrap">
        <RadioButtonGroup<Use>
          aria-label={t('credentials.snippets.use', 'What it is for')}
          options={[
            { value: 'vmagent', label: t('credentials.snippets.vmagent', 'vmagent') },
            { value: 'rules', label: t('credentials.snippets.rules', 'Grafana’s alert rules') },
            { value: 'curl', label: t('credentials.snippets.curl', 'curl') },
          ]}
          value={use}
          onChange={setUse}
        />
        {tenants.length > 1 && (
          <Field label={t('credentials.snippets.tenant', 'Tenant')} htmlFor="snippet-tenant" noMargin>
            <Combobox
              id="snippet-tenant"
              width={24}
              options={tenants.map((tenant) => ({ value: tenant }))}
              value={values.tenant}
              onChange={({ value }) => setChosen(value)}
            />
          </Field>
        )}
      </Stack>
      {use === 'vmagent' && (
        <>
          <CodeSnippet
            label={t('credentials.snippets.file', 'The secret, into a file that only vmagent reads')}
            text={secretFile(values)}
            onCopy={onCopySecret}
          />
          <CodeSnippet
            label={t('credentials.snippets.bearer', 'Remote write, with a bearer token')}
            text={vmagentBearer(values)}
          />
          <CodeSnippet label={t('credentials.snippets.basic', 'Or with basic auth')} text={vmagentBasic(values)} />
        </>
      )}
      {use === 'rules' && (
        <>
          <Text element="p" color="secondary">
            <Trans
              id="credentials.snippets.rulesHow"
              text="In Grafana open the data source, add the header <code>X-Gatehouse-Credential</code> under “HTTP headers” with the secret as its value, leave “Forward OAuth identity” on, and save. <link>Data sources</link> says whether all is in place."
              parts={{
                code: <code />,
                link: <DataSourcesLink />,
              }}
            />
          </Text>
          <CodeSnippet
            label={t('credentials.snippets.environment', 'Provisioned instead: the secret, in Grafana’s environment')}
            text={grafanaEnvironment(values)}
            onCopy={onCopySecret}
          />
          <CodeSnippet
            label={t('credentials.snippets.provisioned', 'The data source, in provisioning/datasources')}
            text={provisionedDataSource(values)}
          />
        </>
      )}
      {use === 'curl' && (
        <>
          <CodeSnippet
            label={t('credentials.snippets.header', 'The header, into a file: so it is in no list of processes')}
            text={curlHeaderFile(values)}
            onCopy={onCopySecret}
          />
          <CodeSnippet label={t('credentials.snippets.query', 'A query')} text={curlQuery(values)} />
        </>
      )}
      <Text element="p" color="secondary" variant="bodySmall">
        {dataUrl === undefined
          ? t(
              'credentials.snippets.guessed',
              'The address {{url}} is a guess: put in the data listener’s URL as your machine reaches it.',
              { url: values.dataUrl }
            )
          : t(
              'credentials.snippets.asGrafana',
              '{{url}} is how Grafana reaches the data listener. Your machine may need another address.',
              { url: values.dataUrl }
            )}
      </Text>
    </section>
  );
}

/** Trans puts the words into it. */
function DataSourcesLink({ children }: { children?: ReactNode }) {
  return <TextLink href={locationUtil.assureBaseUrl(PATHS.dataSource)}>{children}</TextLink>;
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: theme.spacing(2) }),
});
