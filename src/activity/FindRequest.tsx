import React, { useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Field, Input, useStyles2 } from '@grafana/ui';
import { t } from '../i18n/t';
import { readRequestId } from './readRequestId';

/** Looks up one request by the number that somebody was answered. */
export function FindRequest({ onFound }: { onFound: (requestId: string) => void }) {
  const styles = useStyles2(getStyles);
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  return (
    <form
      className={styles.form}
      noValidate
      role="search"
      aria-label={t('activity.find.label', 'Find a request')}
      onSubmit={(event) => {
        event.preventDefault();
        const requestId = readRequestId(text);
        setWrong(requestId === undefined);
        if (requestId !== undefined) {
          setText('');
          onFound(requestId);
        }
      }}
    >
      <Field
        noMargin
        invalid={wrong}
        error={t(
          'activity.find.wrong',
          'There is no request number in it. It stands at the end of the text in the panel: “… request 1f2e3d4c5b6a7980)”.'
        )}
      >
        <Input
          width={44}
          value={text}
          spellCheck={false}
          autoComplete="off"
          aria-label={t('activity.find.input', 'Request number, or the whole text of the panel')}
          placeholder={t('activity.find.placeholder', 'Paste a request number or the text of a panel')}
          onChange={({ currentTarget }) => {
            setText(currentTarget.value);
            setWrong(false);
          }}
        />
      </Field>
      <Button type="submit" variant="secondary" icon="search">
        {t('activity.find.submit', 'Look up')}
      </Button>
    </form>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  form: css({ display: 'flex', alignItems: 'flex-start', gap: theme.spacing(1) }),
});
