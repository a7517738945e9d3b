import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import { type Place, useSeriesCount } from '../api/discovery';
import { numberText } from '../i18n/language';
import { plural, t } from '../i18n/t';
import { useSettled } from '../ui/useSettled';

/** How long somebody who types pauses before series are counted, in milliseconds. */
const PAUSE = 500;

interface Props {
  /** Undefined where nothing can be counted. */
  place: Place | undefined;
  /** What to count: a filter that can be read, undefined for the whole tenant. */
  filter: string | undefined;
}

/** Says how many series a filter lets through now, out of how many. What is counted no more is not waited for. */
export function SeriesCount({ place, filter }: Props) {
  const styles = useStyles2(getStyles);
  const settled = useSettled(filter, PAUSE);
  const all = useSeriesCount(place);
  const some = useSeriesCount(settled === undefined ? undefined : place, settled);
  if (place === undefined) {
    return null;
  }
  const counted = filter === undefined ? all : some;
  const counting = settled !== filter || counted.isPending;
  return (
    <span className={styles.line}>
      {counting && <span aria-hidden>{t('filters.count.counting', 'counting…')}</span>}
      <span role="status">
        {counting ? null : counted.isError ? (
          <span title={counted.error.message}>{t('filters.count.failed', 'series not counted')}</span>
        ) : (
          <span
            className={styles.result}
            title={t('filters.count.explained', 'Series of this tenant that had a sample in the last five minutes')}
          >
            {counted.data === 0 && <Icon name="exclamation-triangle" size="sm" />}
            {countText(counted.data, filter === undefined ? undefined : all.data)}
          </span>
        )}
      </span>
    </span>
  );
}

function countText(number: number, total: number | undefined): string {
  if (number === 0) {
    return total === 0 || total === undefined
      ? t('filters.count.none', 'no series at present')
      : t('filters.count.noneOf', 'no series at present of {{total}}', { total: numberText(total) });
  }
  return total === undefined
    ? plural('filters.count.about', number, { one: 'about {{number}} series', other: 'about {{number}} series' })
    : plural(
        'filters.count.aboutOf',
        number,
        { one: 'about {{number}} series of {{total}}', other: 'about {{number}} series of {{total}}' },
        { total: numberText(total) }
      );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  result: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    fontVariantNumeric: 'tabular-nums',
  }),
});
