import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Stack, Text, useStyles2 } from '@grafana/ui';
import { plural, t } from '../i18n/t';

interface Props {
  /** Undefined for the whole tenant. */
  filters: readonly string[] | undefined;
  /** How many more there are. */
  leftOut?: number;
}

const SHOWN = 5;

/** Which series of a tenant: all of them, or those that match one of the filters. */
export function FilterList({ filters, leftOut = 0 }: Props) {
  const styles = useStyles2(getStyles);
  if (filters === undefined) {
    return <Text color="secondary">{t('explain.filters.whole', 'whole tenant')}</Text>;
  }
  const more = Math.max(0, filters.length - SHOWN) + leftOut;
  return (
    <Stack direction="column" gap={0.5} alignItems="flex-start">
      {filters.slice(0, SHOWN).map((filter, position) => (
        <span key={filter}>
          {position > 0 && <span className={styles.or}>{t('explain.filters.or', 'or')} </span>}
          <code className={styles.filter}>{filter}</code>
        </span>
      ))}
      {more > 0 && (
        <Text color="secondary" variant="bodySmall">
          {plural('explain.filters.more', more, { one: 'or {{number}} more', other: 'or {{number}} more' })}
        </Text>
      )}
    </Stack>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  or: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  filter: css({
    margin: 0,
    padding: theme.spacing(0.25, 0.5),
    border: 'none',
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    color: theme.colors.text.primary,
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
    whiteSpace: 'normal',
  }),
});
