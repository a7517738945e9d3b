import React from 'react';
import { css } from '@emotion/css';
import { dateTimeFormat, dateTimeFormatTimeAgo, type GrafanaTheme2 } from '@grafana/data';
import { Text, TextLink, Tooltip, useStyles2 } from '@grafana/ui';
import type { StatsDocument } from '@gatehouse/model/api';
import { PATHS } from '../constants';
import { numberText } from '../i18n/language';
import { t } from '../i18n/t';

/** Who was refused most often, each with the way to the reasons. */
export function RefusedMost({ people }: { people: StatsDocument['refusedSubjects'] }) {
  const styles = useStyles2(getStyles);
  const title = t('overview.refusedMost.title', 'Refused most often');
  if (people.length === 0) {
    return null;
  }
  return (
    <section aria-label={title} className={styles.panel}>
      <Text element="h3" variant="h6">
        {title}
      </Text>
      <table className={styles.table} aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{t('overview.refusedMost.who', 'Who')}</th>
            <th scope="col">{t('overview.refusedMost.issuer', 'Issuer')}</th>
            <th scope="col" className={styles.number}>
              {t('overview.refusedMost.times', 'Times')}
            </th>
            <th scope="col">{t('overview.refusedMost.last', 'Last')}</th>
            <th scope="col">{t('overview.refusedMost.why', 'Why')}</th>
          </tr>
        </thead>
        <tbody>
          {people.map(({ key, subject, count, lastAt }) => {
            const who =
              subject?.label ?? t('overview.refusedMost.forgotten', 'Somebody who is not remembered any more');
            return (
              <tr key={key}>
                <th scope="row" className={styles.who}>
                  {who}
                </th>
                <td className={styles.secondary}>{subject?.issuer}</td>
                <td className={styles.number}>{numberText(count)}</td>
                <td className={styles.secondary}>
                  <Tooltip content={dateTimeFormat(lastAt)}>
                    <span>{dateTimeFormatTimeAgo(lastAt)}</span>
                  </Tooltip>
                </td>
                <td>
                  {subject !== null && (
                    <div className={styles.links}>
                      <TextLink
                        href={`${PATHS.explain}?${new URLSearchParams({ subject: key })}`}
                        inline={false}
                        variant="bodySmall"
                        aria-label={t('overview.refusedMost.explainWho', 'What {{who}} sees, and why', { who })}
                      >
                        {t('overview.refusedMost.explain', 'What they see')}
                      </TextLink>
                      <TextLink
                        href={`${PATHS.activity}?${new URLSearchParams({ subject: subject.id })}`}
                        inline={false}
                        variant="bodySmall"
                        aria-label={t('overview.refusedMost.refusalsOf', 'The refusals of {{who}}', { who })}
                      >
                        {t('overview.refusedMost.refusals', 'Their refusals')}
                      </TextLink>
                    </div>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  panel: css({
    padding: theme.spacing(1.5, 2, 1),
    border: `1px solid ${theme.components.panel.borderColor}`,
    borderRadius: theme.shape.radius.default,
    background: theme.components.panel.background,
  }),
  table: css({
    width: '100%',
    marginTop: theme.spacing(1),
    '& th, & td': {
      padding: theme.spacing(0.75, 2, 0.75, 0),
      borderTop: `1px solid ${theme.colors.border.weak}`,
      textAlign: 'left',
      overflowWrap: 'anywhere',
    },
    '& thead th': {
      border: 'none',
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      fontWeight: theme.typography.fontWeightMedium,
    },
  }),
  who: css({ fontWeight: theme.typography.fontWeightMedium }),
  number: css({ '&&': { textAlign: 'right', fontVariantNumeric: 'tabular-nums' } }),
  secondary: css({ color: theme.colors.text.secondary }),
  links: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5, 2) }),
});
