import React, { type ReactNode, useEffect, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, ConfirmModal, Drawer, useStyles2 } from '@grafana/ui';
import { t } from '../i18n/t';
import type { EditorInUrl } from './useEditorInUrl';
import { useReturnFocus } from './useReturnFocus';

interface Props {
  title: string;
  subtitle: string;
  saveText: string;
  /** True when closing would lose something. */
  dirty: boolean;
  onSave: () => Promise<void>;
  editor: Pick<EditorInUrl, 'leaving' | 'close' | 'onDirty' | 'stay'>;
  testId: string;
  saveTestId: string;
  /** What else can be done, beside the buttons. */
  more?: ReactNode;
  children: ReactNode;
}

/** A form in a drawer, which asks before it throws away what was typed. */
export function EditorDrawer({
  title,
  subtitle,
  saveText,
  dirty,
  onSave,
  editor: { leaving, close: onClose, onDirty, stay },
  testId,
  saveTestId,
  more,
  children,
}: Props) {
  const styles = useStyles2(getStyles);
  const [asking, setAsking] = useState(false);
  useReturnFocus();
  useEffect(() => onDirty(dirty), [dirty, onDirty]);
  const close = () => (dirty ? setAsking(true) : onClose());
  const keep = () => {
    setAsking(false);
    if (leaving) {
      stay();
    }
  };
  return (
    <Drawer title={title} subtitle={subtitle} size="md" onClose={close}>
      <form
        ref={focusFirstField}
        className={styles.form}
        noValidate
        data-testid={testId}
        aria-label={title}
        onSubmit={(event) => {
          event.preventDefault();
          const form = event.currentTarget;
          void onSave().then(() => focusFirstError(form));
        }}
      >
        {children}
        <div className={styles.buttons}>
          <Button type="submit" data-testid={saveTestId}>
            {saveText}
          </Button>
          <Button variant="secondary" onClick={close}>
            {t('ui.cancel', 'Cancel')}
          </Button>
          {more}
        </div>
      </form>
      {(asking || leaving) && <DiscardQuestion onDiscard={onClose} onKeep={keep} />}
    </Drawer>
  );
}

function DiscardQuestion({ onDiscard, onKeep }: { onDiscard: () => void; onKeep: () => void }) {
  useReturnFocus();
  return (
    <ConfirmModal
      isOpen
      title={t('ui.discard.question', 'Discard what you entered?')}
      body={t('ui.discard.consequence', 'It is not in the draft yet.')}
      confirmText={t('ui.discard.confirm', 'Discard')}
      dismissText={t('ui.discard.keep', 'Keep editing')}
      onConfirm={onDiscard}
      onDismiss={onKeep}
    />
  );
}

/** Who opens an editor wants to type; the drawer itself would put the focus on its close button. */
function focusFirstField(form: HTMLFormElement | null): void {
  form?.querySelector('input')?.focus();
}

/** The form library finds the inputs that it knows only; what is wrong with a select would stay out of sight and unannounced. */
function focusFirstError(form: HTMLFormElement): void {
  form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}

const getStyles = (theme: GrafanaTheme2) => ({
  // Who comes to an input by Tab shall see it with its label, and not behind the buttons below.
  form: css({
    '& input, & button, & textarea': { scrollMarginTop: theme.spacing(8), scrollMarginBottom: theme.spacing(12) },
  }),
  buttons: css({
    position: 'sticky',
    bottom: 0,
    zIndex: 1,
    display: 'flex',
    gap: theme.spacing(1),
    marginTop: theme.spacing(3),
    padding: theme.spacing(2, 0),
    borderTop: `1px solid ${theme.colors.border.weak}`,
    background: theme.colors.background.primary,
  }),
});
