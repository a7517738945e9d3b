import React, { useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, Field, Input, Stack, Text, useStyles2 } from '@grafana/ui';
import { useSaveDataUrl } from '../api/pluginSettings';
import { t } from '../i18n/t';
import { parseDataUrl } from './parseDataUrl';

interface Props {
  /** What is saved; undefined while nobody has said it. */
  saved: string | undefined;
  /** What is probably right. */
  guess: string;
}

/** Where the data listener is, as Grafana's server reaches it: asked for once, shown ever after. */
export function DataUrlForm({ saved, guess }: Props) {
  const styles = useStyles2(getStyles);
  const [text, setText] = useState<string>();
  const save = useSaveDataUrl();
  const editing = saved === undefined || text !== undefined;
  const value = text ?? saved ?? guess;
  const parsed = parseDataUrl(value);
  const problem = text !== undefined && 'problem' in parsed ? parsed.problem : undefined;
  if (!editing) {
    return (
      <Stack gap={1} alignItems="center" wrap="wrap">
        <Text color="secondary">
          {t('dataSource.url.known', 'Gatehouse’s data listener, as Grafana’s server reaches it:')}
        </Text>
        <code>{saved}</code>
        <Button size="sm" variant="secondary" fill="text" icon="pen" onClick={() => setText(saved)}>
          {t('dataSource.url.change', 'Change')}
        </Button>
      </Stack>
    );
  }
  return (
    <form
      className={styles.form}
      noValidate
      aria-label={t('dataSource.url.form', 'Data listener')}
      onSubmit={(event) => {
        event.preventDefault();
        setText(value);
        if ('url' in parsed) {
          save.mutate(parsed.url, { onSuccess: () => setText(undefined) });
        }
      }}
    >
      <Field
        label={t('dataSource.url.label', 'Data listener’s URL')}
        description={t(
          'dataSource.url.help',
          'Where data sources lead: the proxy’s listener for queries, as Grafana’s server reaches it. Its port is 8431 by default. Check the guess, then save.'
        )}
        htmlFor="data-listener-url"
        required
        invalid={problem !== undefined}
        error={problem}
        noMargin
      >
        <Input
          id="data-listener-url"
          width={50}
          value={value}
          placeholder={t('dataSource.url.placeholder', 'http://gatehouse:8431')}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </Field>
      {save.isError && (
        <Alert severity="error" title={t('dataSource.url.failed', 'Grafana did not save the URL')} bottomSpacing={0}>
          {t(
            'dataSource.url.failedHelp',
            'You need the permission to change plugin settings, which organization administrators have. Try again.'
          )}
        </Alert>
      )}
      <Stack gap={1}>
        <Button type="submit" size="sm" disabled={save.isPending}>
          {t('dataSource.url.save', 'Save')}
        </Button>
        {saved !== undefined && (
          <Button size="sm" variant="secondary" onClick={() => setText(undefined)}>
            {t('dataSource.url.cancel', 'Cancel')}
          </Button>
        )}
      </Stack>
    </form>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  form: css({
    display: 'grid',
    gap: theme.spacing(2),
    justifyItems: 'start',
    padding: theme.spacing(2),
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.default,
  }),
});
