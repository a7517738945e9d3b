import React from 'react';
import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { Text, useStyles2 } from '@grafana/ui';
import type { MissedChanges, MissedRevision } from '../api/changes';
import { count } from '../ui/count';
import { WordList } from './WordList';

/** What others published meanwhile: who, when and why, and all of it together in words. */
export function MissedChangeList({ changes: { revisions, leftOut, diff } }: { changes: MissedChanges }) {
  const styles = useStyles2(getStyles);
  return (
    <>
      <ul className={styles.list} aria-label="Published meanwhile">
        {revisions.map((revision) => (
          <li key={revision.number}>{revisionInWords(revision)}</li>
        ))}
        {leftOut > 0 && <li>{`and ${count(leftOut, 'revision')} before`}</li>}
      </ul>
      {diff !== null && diff.changes.length > 0 && (
        <div>
          <Text weight="medium">What that changed</Text>
          <WordList label="What changed meanwhile" diff={diff} />
        </div>
      )}
    </>
  );
}

function revisionInWords({ number, comment, author, createdAt, approvedBy }: MissedRevision): string {
  const who = author.name === '' ? 'Somebody else' : author.name;
  const approved = approvedBy === null || approvedBy === undefined ? '' : `, approved by ${approvedBy.name}`;
  const why = comment === '' ? '' : `: “${comment}”`;
  return `${who} published revision ${number} on ${dateTimeFormat(createdAt)}${approved}${why}`;
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ paddingLeft: theme.spacing(2), listStyle: 'disc', overflowWrap: 'anywhere' }),
});
