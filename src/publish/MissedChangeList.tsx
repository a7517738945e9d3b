import React from 'react';
import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { Text, useStyles2 } from '@grafana/ui';
import type { MissedChanges, MissedRevision } from '../api/changes';
import { plural, t } from '../i18n/t';
import { WordList } from './WordList';

/** What others published meanwhile: who, when and why, and all of it together in words. */
export function MissedChangeList({ changes: { revisions, leftOut, diff } }: { changes: MissedChanges }) {
  const styles = useStyles2(getStyles);
  return (
    <>
      <ul className={styles.list} aria-label={t('missed.label', 'Published meanwhile')}>
        {revisions.map((revision) => (
          <li key={revision.number}>{revisionInWords(revision)}</li>
        ))}
        {leftOut > 0 && (
          <li>
            {plural('missed.leftOut', leftOut, {
              one: 'and {{number}} revision before',
              other: 'and {{number}} revisions before',
            })}
          </li>
        )}
      </ul>
      {diff !== null && diff.changes.length > 0 && (
        <div>
          <Text weight="medium">{t('missed.diffTitle', 'What that changed')}</Text>
          <WordList label={t('missed.diffLabel', 'What changed meanwhile')} diff={diff} />
        </div>
      )}
    </>
  );
}

function revisionInWords({ number, comment, author, createdAt, approvedBy }: MissedRevision): string {
  const who = author.name === '' ? t('missed.somebody', 'Somebody else') : author.name;
  const values = { who, number, when: dateTimeFormat(createdAt), comment };
  if (approvedBy === null || approvedBy === undefined) {
    return comment === ''
      ? t('missed.revision', '{{who}} published revision {{number}} on {{when}}', values)
      : t('missed.revisionWhy', '{{who}} published revision {{number}} on {{when}}: “{{comment}}”', values);
  }
  const approved = { ...values, approver: approvedBy.name };
  return comment === ''
    ? t('missed.approved', '{{who}} published revision {{number}} on {{when}}, approved by {{approver}}', approved)
    : t(
        'missed.approvedWhy',
        '{{who}} published revision {{number}} on {{when}}, approved by {{approver}}: “{{comment}}”',
        approved
      );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ paddingLeft: theme.spacing(2), listStyle: 'disc', overflowWrap: 'anywhere' }),
});
