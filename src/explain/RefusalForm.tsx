import React, { useState } from 'react';
import { Button, Field, Input, Stack } from '@grafana/ui';
import { t } from '../i18n/t';
import { requestIdIn } from './requestIdIn';

interface Props {
  /** As the URL has it; empty for none. */
  requestId: string;
  onAsk: (requestId: string) => void;
}

const EXAMPLE = '1f2e3d4c5b6a7980';

/** Takes the number of a refused request, or the whole text that a panel shows. */
export function RefusalForm({ requestId, onAsk }: Props) {
  const [text, setText] = useState(requestId);
  const [missing, setMissing] = useState(false);
  return (
    <form
      aria-label={t('explain.refusal.form', 'Refused request')}
      onSubmit={(event) => {
        event.preventDefault();
        const id = requestIdIn(text);
        if (id === '') {
          setMissing(true);
        } else {
          onAsk(id);
        }
      }}
    >
      <Stack gap={1} alignItems="flex-end" wrap="wrap">
        <Field
          label={t('explain.refusal.label', 'Request')}
          description={t(
            'explain.refusal.about',
            'The number at the end of the error in the panel; the whole error will do, too.'
          )}
          htmlFor="explain-refusal"
          invalid={missing}
          error={missing ? t('explain.refusal.missing', 'Enter the number of a refused request.') : undefined}
          noMargin
        >
          <Input
            id="explain-refusal"
            width={60}
            value={text}
            autoComplete="off"
            spellCheck={false}
            placeholder={EXAMPLE}
            onChange={({ currentTarget }) => {
              setMissing(false);
              setText(currentTarget.value);
            }}
          />
        </Field>
        <Button type="submit">{t('explain.refusal.ask', 'Explain')}</Button>
      </Stack>
    </form>
  );
}
