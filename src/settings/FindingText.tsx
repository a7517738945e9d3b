import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { sentence } from '../ui/sentence';
import type { FindingGroup } from './groupFindings';

/** What was found in a backend, and at which of its URLs. */
export function FindingText({ finding: { message, urls } }: { finding: FindingGroup }) {
  const styles = useStyles2(getStyles);
  return (
    <span>
      {sentence(message)}
      {urls.length > 0 && <span className={styles.urls}>{` (${urls.join(', ')})`}</span>}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  urls: css({ fontFamily: theme.typography.fontFamilyMonospace, fontSize: '0.92em' }),
});
