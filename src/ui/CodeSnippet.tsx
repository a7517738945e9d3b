import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { ClipboardButton, useStyles2 } from '@grafana/ui';
import { t } from '../i18n/t';

interface Props {
  /** What it is for; also the name of its copy button. */
  label: string;
  text: string;
  onCopy?: () => void;
}

/** Something to be pasted elsewhere, with a button that copies it. */
export function CodeSnippet({ label, text, onCopy }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <figure className={styles.snippet}>
      <figcaption className={styles.head}>
        <span>{label}</span>
        <ClipboardButton
          size="sm"
          variant="secondary"
          icon="copy"
          getText={() => text}
          onClipboardCopy={onCopy}
          aria-label={t('ui.snippet.copy', 'Copy: {{label}}', { label })}
        >
          {t('ui.snippet.copyButton', 'Copy')}
        </ClipboardButton>
      </figcaption>
      {/* It scrolls sideways, so the keyboard must reach it. */}
      <pre className={styles.code} tabIndex={0} aria-label={label}>
        {text}
      </pre>
    </figure>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  snippet: css({ minWidth: 0, margin: 0 }),
  head: css({
    display: 'flex',
    gap: theme.spacing(1),
    alignItems: 'center',
    justifyContent: 'space-between',
    marginBottom: theme.spacing(0.5),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  code: css({
    margin: 0,
    padding: theme.spacing(1),
    overflowX: 'auto',
    fontSize: theme.typography.bodySmall.fontSize,
    whiteSpace: 'pre',
  }),
});
