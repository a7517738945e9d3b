import React from 'react';
import { css } from '@emotion/css';
import { dateTimeFormat, dateTimeFormatTimeAgo, type GrafanaTheme2 } from '@grafana/data';
import type { RevisionSummaryDocument } from '@gatehouse/model/api';
import { Badge, Checkbox, Stack, Text, TextLink, useStyles2 } from '@grafana/ui';
import { PATHS } from '../constants';
import { plural, t } from '../i18n/t';
import { testIds } from '../testIds';
import { unseenStyle } from '../ui/unseenStyle';
import { ActorName } from './ActorName';

interface Props {
  /** The newest first; the very first of them is in force. */
  revisions: readonly RevisionSummaryDocument[];
  /** Those that are to be compared. */
  chosen: readonly number[];
  onChoose: (number: number, isChosen: boolean) => void;
}

/** Revisions with who made them, when and why. */
export function RevisionTable({ revisions, chosen, onChoose }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <table className={styles.table} aria-label={t('history.table', 'Revisions')} data-testid={testIds.history.table}>
      <thead>
        <tr>
          <th scope="col" className={styles.choice}>
            <span className={styles.unseen}>{t('history.column.choice', 'To compare')}</span>
          </th>
          <th scope="col" className={styles.number}>
            {t('history.column.revision', 'Revision')}
          </th>
          <th scope="col">{t('history.column.comment', 'Why')}</th>
          <th scope="col" className={styles.who}>
            {t('history.column.author', 'Who')}
          </th>
          <th scope="col" className={styles.when}>
            {t('history.column.when', 'When')}
          </th>
          <th scope="col" className={styles.counts}>
            {t('history.column.policy', 'Policy')}
          </th>
        </tr>
      </thead>
      <tbody>
        {revisions.map((revision, position) => (
          <RevisionRow
            key={revision.number}
            revision={revision}
            isInForce={position === 0}
            isChosen={chosen.includes(revision.number)}
            onChoose={onChoose}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps extends Pick<Props, 'onChoose'> {
  revision: RevisionSummaryDocument;
  isInForce: boolean;
  isChosen: boolean;
}

function RevisionRow({ revision, isInForce, isChosen, onChoose }: RowProps) {
  const { number, comment, author, approvedBy, createdAt, tenants, mappings, restoredFrom } = revision;
  return (
    <tr data-testid={testIds.history.row(number)}>
      <td>
        <Checkbox
          value={isChosen}
          onChange={({ currentTarget }) => onChoose(number, currentTarget.checked)}
          aria-label={t('history.choose', 'Compare revision {{number}}', { number })}
        />
      </td>
      <td>
        <Stack direction="column" gap={0.5} alignItems="flex-start">
          <TextLink
            href={`${PATHS.history}?revision=${number}`}
            inline={false}
            aria-label={t('history.open', 'Revision {{number}}', { number })}
          >
            {String(number)}
          </TextLink>
          {isInForce && <Badge color="green" text={t('history.inForce', 'in force')} />}
        </Stack>
      </td>
      <td>
        {comment}
        {restoredFrom !== null && (
          <div>
            <Text color="secondary" variant="bodySmall">
              {t('history.restoredFrom', 'brings revision {{number}} back', { number: restoredFrom })}
            </Text>
          </div>
        )}
      </td>
      <td>
        <ActorName actor={author} />
        {approvedBy !== null && (
          <Text color="secondary" variant="bodySmall">
            {t('history.approvedBy', 'approved by {{name}}', { name: approvedBy.name })}
          </Text>
        )}
      </td>
      <td>
        <span title={dateTimeFormat(createdAt)}>{dateTimeFormatTimeAgo(createdAt)}</span>
      </td>
      <td>
        <div>{plural('history.mappings', mappings, { one: '{{number}} mapping', other: '{{number}} mappings' })}</div>
        <Text color="secondary" variant="bodySmall">
          {plural('history.tenants', tenants, { one: '{{number}} tenant', other: '{{number}} tenants' })}
        </Text>
      </td>
    </tr>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  unseen: unseenStyle(),
  table: css({
    width: '100%',
    tableLayout: 'fixed',
    overflowWrap: 'anywhere',
    '& th, & td': { padding: theme.spacing(1.25, 1), textAlign: 'left', verticalAlign: 'top' },
    '& thead th': {
      borderBottom: `1px solid ${theme.colors.border.medium}`,
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      fontWeight: theme.typography.fontWeightMedium,
    },
    '& tbody tr': { borderBottom: `1px solid ${theme.colors.border.weak}` },
    '& tbody tr:hover': { background: theme.colors.emphasize(theme.colors.background.primary, 0.03) },
  }),
  choice: css({ width: theme.spacing(5) }),
  number: css({ width: 96 }),
  who: css({ width: '20%' }),
  when: css({ width: '14%' }),
  counts: css({ width: 120 }),
});
