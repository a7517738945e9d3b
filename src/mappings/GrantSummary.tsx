import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { Mapping } from '@gatehouse/model';
import { Stack, Text, useStyles2 } from '@grafana/ui';
import { plural, t } from '../i18n/t';
import { LimitNote } from '../limits/LimitNote';

const SHOWN = 3;

/** What a mapping grants or denies, in at most a few lines. */
export function GrantSummary({ mapping }: { mapping: Mapping }) {
  const styles = useStyles2(getStyles);
  if (mapping.effect === 'deny') {
    return mapping.grants === undefined ? (
      <Text weight="medium">{t('mappings.grants.everything', 'Everything')}</Text>
    ) : (
      <span>{mapping.grants.map(({ tenant }) => tenant).join(', ')}</span>
    );
  }
  const more = mapping.grants.length - SHOWN;
  return (
    <ul className={styles.list}>
      {mapping.grants.slice(0, SHOWN).map((grant, position) => (
        <li key={position} className={styles.grant}>
          <Stack gap={1} wrap="wrap" alignItems="center">
            <Text weight="medium">{grant.tenant}</Text>
            <Text color="secondary" variant="bodySmall">
              {grant.access}
            </Text>
            {grant.filters === undefined ? (
              <Text color="secondary" variant="bodySmall">
                {t('mappings.grants.wholeTenant', 'whole tenant')}
              </Text>
            ) : (
              <FilterSummary filters={grant.filters} />
            )}
            <LimitNote limits={grant.limits} scope="each person" />
          </Stack>
        </li>
      ))}
      {more > 0 && (
        <li>
          <Text color="secondary" variant="bodySmall">
            {plural('mappings.grants.more', more, { one: 'and {{number}} more', other: 'and {{number}} more' })}
          </Text>
        </li>
      )}
      {mapping.limits !== undefined && (
        <li className={styles.grant}>
          <LimitNote limits={mapping.limits} scope="all together" />
        </li>
      )}
    </ul>
  );
}

function FilterSummary({ filters }: { filters: readonly string[] }) {
  const styles = useStyles2(getStyles);
  const more = filters.length - SHOWN;
  return (
    <>
      {filters.slice(0, SHOWN).map((filter, position) => (
        <span key={filter}>
          {position > 0 && <span className={styles.or}>{t('mappings.grants.or', 'or')} </span>}
          <code className={styles.filter} title={filter}>
            {filter}
          </code>
        </span>
      ))}
      {more > 0 && (
        <Text color="secondary" variant="bodySmall">
          {plural('mappings.grants.moreFilters', more, { one: 'or {{number}} more', other: 'or {{number}} more' })}
        </Text>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none' }),
  grant: css({ '& + &': { marginTop: theme.spacing(0.5) } }),
  or: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  filter: css({
    // Long lists of values end in an ellipsis, so that one mapping does not fill the page.
    display: '-webkit-inline-box',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: 3,
    overflow: 'hidden',
    verticalAlign: 'middle',
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
