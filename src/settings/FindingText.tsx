import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { sentence } from '../ui/sentence';
import type { FindingGroup } from './groupFindings';

interface Props {
  finding: FindingGroup;
  /** The backend has several URLs. */
  several: boolean;
}

/** What was found in a backend, and where it has several URLs at which of them. */
export function FindingText({ finding: { message, urls }, several }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <span>
      {sentence(message)}
      {several && urls.length > 0 && <span className={styles.urls}>{` (${urls.join(', ')})`}</span>}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  urls: css({ fontFamily: theme.typography.fontFamilyMonospace, fontSize: '0.92em' }),
});
