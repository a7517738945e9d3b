import React, { useState } from 'react';
import { Button, Field, Input, Stack, Text } from '@grafana/ui';
import { t } from '../i18n/t';

interface Props {
  /** True while a token is in use. */
  inUse: boolean;
  onAsk: (token: string) => void;
  onForget: () => void;
}

/** Takes a token or a credential. It is sent to the proxy, which verifies it and keeps it nowhere; no more does this page. */
export function TokenForm({ inUse, onAsk, onForget }: Props) {
  const [token, setToken] = useState('');
  const [missing, setMissing] = useState(false);
  return (
    <form
      aria-label={t('explain.token.form', 'Token')}
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        if (token.trim() === '') {
          setMissing(true);
          return;
        }
        onAsk(token.trim());
        setToken('');
      }}
    >
      <Stack direction="column" gap={1} alignItems="flex-start">
        <Field
          label={t('explain.token.label', 'Token or credential')}
          description={t(
            'explain.token.about',
            'The proxy verifies it as it would a request’s. It is kept nowhere, and forgotten here when you leave.'
          )}
          htmlFor="explain-token"
          invalid={missing}
          error={missing ? t('explain.token.missing', 'Paste a token.') : undefined}
          noMargin
        >
          <Input
            id="explain-token"
            type="password"
            width={60}
            value={token}
            autoComplete="off"
            placeholder={inUse ? t('explain.token.inUse', 'A token is in use') : undefined}
            onChange={({ currentTarget }) => {
              setMissing(false);
              setToken(currentTarget.value);
            }}
          />
        </Field>
        <Stack gap={1} alignItems="center">
          <Button type="submit">{t('explain.token.ask', 'Explain')}</Button>
          {inUse && (
            <Button variant="secondary" fill="outline" onClick={onForget}>
              {t('explain.token.forget', 'Forget the token')}
            </Button>
          )}
          {inUse && (
            <Text color="secondary">
              {t('explain.token.used', 'The answer below is for the token that you pasted.')}
            </Text>
          )}
        </Stack>
      </Stack>
    </form>
  );
}
