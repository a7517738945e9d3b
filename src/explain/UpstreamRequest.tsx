import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Badge, ClipboardButton, Stack, Text, useStyles2 } from '@grafana/ui';
import type { ExplainedRequest } from '../api/explain';
import { t } from '../i18n/t';
import { FactTable } from './FactTable';
import { upstreamParameters } from './upstreamParameters';

interface Props {
  upstream: NonNullable<ExplainedRequest['upstream']>;
  /** The parameters that they would send; undefined when these are not known. */
  sent: Readonly<Record<string, string>> | undefined;
}

/** The exact request that the backend would get, and its parameters in a readable form. */
export function UpstreamRequest({ upstream, sent }: Props) {
  const styles = useStyles2(getStyles);
  const { method, url, body } = upstream;
  const text = [`${method} ${url}`, ...(body === undefined || body === '' ? [] : ['', body])].join('\n');
  const parameters = upstreamParameters(upstream, sent ?? {});
  return (
    <Stack direction="column" gap={1}>
      <div className={styles.exact}>
        <pre className={styles.code} tabIndex={0} aria-label={t('explain.upstream.exact', 'The exact request')}>
          {text}
        </pre>
        <ClipboardButton className={styles.copy} icon="copy" variant="secondary" size="sm" getText={() => text}>
          {t('explain.upstream.copy', 'Copy')}
        </ClipboardButton>
      </div>
      {parameters.length > 0 && (
        <FactTable
          label={t('explain.upstream.parameters', 'Parameters of the request')}
          rows={parameters.map((parameter, position) => ({ ...parameter, position }))}
          rowKey={({ position }) => String(position)}
          columns={[
            {
              title: t('explain.upstream.parameter', 'Parameter'),
              width: '24%',
              render: ({ name, added }) => (
                <Stack direction="column" gap={0.5} alignItems="flex-start">
                  <code className={styles.inline}>{name}</code>
                  {sent !== undefined && added && (
                    <Badge color="blue" icon="shield" text={t('explain.upstream.added', 'Set by Gatehouse')} />
                  )}
                </Stack>
              ),
            },
            {
              title: t('explain.upstream.value', 'Value'),
              render: ({ value }) =>
                value === '' ? (
                  <Text color="secondary">{t('explain.upstream.empty', 'empty')}</Text>
                ) : (
                  <code className={styles.inline}>{value}</code>
                ),
            },
          ]}
        />
      )}
    </Stack>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  exact: css({ position: 'relative' }),
  code: css({
    margin: 0,
    padding: theme.spacing(1.5, 12, 1.5, 1.5),
    maxHeight: 240,
    fontSize: theme.typography.bodySmall.fontSize,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    wordBreak: 'break-all',
  }),
  copy: css({ position: 'absolute', top: theme.spacing(1), right: theme.spacing(1) }),
  inline: css({
    margin: 0,
    padding: 0,
    border: 'none',
    background: 'transparent',
    color: theme.colors.text.primary,
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
    whiteSpace: 'normal',
  }),
});
