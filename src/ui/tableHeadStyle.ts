import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

/** The head of a column, in every table. */
export function tableHeadStyle(theme: GrafanaTheme2): string {
  return css({
    padding: theme.spacing(1),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    textAlign: 'left',
  });
}
