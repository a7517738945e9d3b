import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Drawer, useStyles2 } from '@grafana/ui';
import { useDraft } from '../draft/DraftProvider';
import { t } from '../i18n/t';
import { testIds } from '../testIds';
import { useReturnFocus } from '../ui/useReturnFocus';
import type { Detail } from './details';

interface Props {
  title: string;
  details: readonly Detail[];
  onClose: () => void;
}

/** Everything about one tenant or mapping, to be read: what stands in the editor's place when nothing can be changed here. */
export function DetailsDrawer({ title, details, onClose }: Props) {
  const styles = useStyles2(getStyles);
  const { readOnlyBecause } = useDraft();
  useReturnFocus();
  return (
    <Drawer
      title={title}
      subtitle={
        readOnlyBecause === 'file'
          ? t('readOnly.details.subtitle', 'As it is in force. It is changed in the policy’s file.')
          : t('readOnly.details.token', 'As it is in force. The admin token of this app may not change it.')
      }
      size="md"
      onClose={onClose}
    >
      <dl ref={focus} tabIndex={-1} className={styles.list} data-testid={testIds.readOnly.details}>
        {details.map(({ term, lines }) => (
          <div key={term} className={styles.detail}>
            <dt className={styles.term}>{term}</dt>
            {lines.map((line) => (
              <dd key={line} className={styles.line}>
                {line}
              </dd>
            ))}
          </div>
        ))}
      </dl>
      <Button variant="secondary" onClick={onClose}>
        {t('readOnly.details.close', 'Close')}
      </Button>
    </Drawer>
  );
}

/** The drawer would focus its close button, whose tooltip takes the first Escape. */
function focus(element: HTMLElement | null): void {
  element?.focus();
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ display: 'grid', gap: theme.spacing(2), marginBottom: theme.spacing(3), outline: 'none' }),
  detail: css({ display: 'grid', gap: theme.spacing(0.5) }),
  term: css({ fontWeight: theme.typography.fontWeightMedium }),
  line: css({ margin: 0, color: theme.colors.text.secondary, overflowWrap: 'anywhere' }),
});
