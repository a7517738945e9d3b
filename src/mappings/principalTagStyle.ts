import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

/** How one principal looks, in the table and in the editor. */
export function principalTagStyle(theme: GrafanaTheme2): string {
  return css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    padding: theme.spacing(0.25, 0.75),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
  });
}
