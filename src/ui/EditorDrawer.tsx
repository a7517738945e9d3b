import React, { type ReactNode, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, ConfirmModal, Drawer, useStyles2 } from '@grafana/ui';

interface Props {
  title: string;
  subtitle: string;
  saveText: string;
  /** True when closing would lose something. */
  dirty: boolean;
  onSave: () => Promise<void>;
  onClose: () => void;
  testId: string;
  saveTestId: string;
  children: ReactNode;
}

/** A form in a drawer, which asks before it throws away what was typed. */
export function EditorDrawer({
  title,
  subtitle,
  saveText,
  dirty,
  onSave,
  onClose,
  testId,
  saveTestId,
  children,
}: Props) {
  const styles = useStyles2(getStyles);
  const [asking, setAsking] = useState(false);
  const close = () => (dirty ? setAsking(true) : onClose());
  return (
    <Drawer title={title} subtitle={subtitle} size="md" onClose={close}>
      <form
        ref={focusFirstField}
        noValidate
        data-testid={testId}
        aria-label={title}
        onSubmit={(event) => {
          event.preventDefault();
          void onSave();
        }}
      >
        {children}
        <div className={styles.buttons}>
          <Button type="submit" data-testid={saveTestId}>
            {saveText}
          </Button>
          <Button variant="secondary" onClick={close}>
            Cancel
          </Button>
        </div>
      </form>
      <ConfirmModal
        isOpen={asking}
        title="Discard what you entered?"
        body="It is not in the draft yet."
        confirmText="Discard"
        dismissText="Keep editing"
        onConfirm={onClose}
        onDismiss={() => setAsking(false)}
      />
    </Drawer>
  );
}

/** Who opens an editor wants to type; the drawer itself would put the focus on its close button. */
function focusFirstField(form: HTMLFormElement | null): void {
  form?.querySelector('input')?.focus();
}

const getStyles = (theme: GrafanaTheme2) => ({
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
