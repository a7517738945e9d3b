import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Modal, useStyles2 } from '@grafana/ui';
import { t } from '../i18n/t';
import { sentence } from '../ui/sentence';
import { useReturnFocus } from '../ui/useReturnFocus';
import type { MappingFindings } from './mappingFindings';

interface Props {
  /** Of the mapping. */
  name: string;
  findings: MappingFindings;
  /** Left out where nothing can be changed. */
  onEdit?: () => void;
  onClose: () => void;
}

/** What is wrong or questionable about a mapping, and the way out. */
export function FindingsModal({ name, findings: { problems, warnings }, onEdit, onClose }: Props) {
  const styles = useStyles2(getStyles);
  useReturnFocus();
  const title =
    problems.length > 0
      ? t('mappings.findings.broken', 'Mapping {{name}} cannot be published so', { name })
      : t('mappings.findings.look', 'Mapping {{name}}: worth a second look', { name });
  return (
    <Modal isOpen title={title} onDismiss={onClose}>
      <ul className={styles.list}>
        {[...problems, ...warnings].map(({ message, hint = '' }, position) => (
          <li key={position}>
            {sentence(message)}
            {hint !== '' && <span className={styles.hint}>{sentence(hint)}</span>}
          </li>
        ))}
      </ul>
      <Modal.ButtonRow>
        <Button variant="secondary" fill="outline" onClick={onClose}>
          {t('ui.close', 'Close')}
        </Button>
        {onEdit !== undefined && (
          <Button icon="pen" onClick={onEdit}>
            {t('mappings.findings.edit', 'Edit mapping')}
          </Button>
        )}
      </Modal.ButtonRow>
    </Modal>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ display: 'grid', gap: theme.spacing(2), paddingLeft: theme.spacing(2), overflowWrap: 'anywhere' }),
  hint: css({ display: 'block', color: theme.colors.text.secondary }),
});
