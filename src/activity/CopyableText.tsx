import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { ClipboardButton, useStyles2 } from '@grafana/ui';
import { t } from '../i18n/t';

/** A number or hash that people take elsewhere. */
export function CopyableText({ text }: { text: string }) {
  const styles = useStyles2(getStyles);
  return (
    <span className={styles.line}>
      <code className={styles.text}>{text}</code>
      <ClipboardButton
        icon="copy"
        size="sm"
        variant="secondary"
        fill="text"
        aria-label={t('activity.copy', 'Copy {{text}}', { text })}
        getText={() => text}
      />
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5) }),
  text: css({ overflowWrap: 'anywhere' }),
});
