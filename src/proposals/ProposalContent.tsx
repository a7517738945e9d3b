import React from 'react';
import { Button, Stack, Text } from '@grafana/ui';
import type { ProposalDetail } from '../api/proposals';
import { FindingList } from '../publish/FindingList';
import { FoldedWarnings } from '../publish/FoldedWarnings';
import { MissedChangeList } from '../publish/MissedChangeList';
import { DiffTable } from '../publish/diff/DiffTable';
import { plural, t } from '../i18n/t';
import { LoadingRows } from '../ui/LoadingRows';

// The proposed policy itself is not read: places in it are told by number.
const UNREAD = { tenants: [], mappings: [] };

interface Props {
  /** Names the list of changes, for screen readers. */
  label: string;
  /** Undefined while it is not there. */
  detail: ProposalDetail | undefined;
  failed: boolean;
  onRetry: () => void;
}

/** What a proposal changes, what is to be said about that, and what was published since. */
export function ProposalContent({ label, detail, failed, onRetry }: Props) {
  if (failed) {
    return (
      <Stack gap={1} alignItems="center">
        <Text color="secondary">{t('proposals.unread', 'What it changes could not be read.')}</Text>
        <Button size="sm" variant="secondary" fill="text" onClick={onRetry}>
          {t('proposals.retry', 'Try again')}
        </Button>
      </Stack>
    );
  }
  if (detail === undefined) {
    return <LoadingRows label={t('proposals.reading', 'Reading what it changes')} rows={1} />;
  }
  const { diff, missed, problems, warnings } = detail;
  return (
    <>
      {diff === null ? (
        <Text color="secondary">{t('proposals.untold', 'What it changes cannot be told any more.')}</Text>
      ) : diff.changes.length === 0 ? (
        <Text color="secondary">{t('proposals.nothing', 'It changes nothing.')}</Text>
      ) : (
        <DiffTable label={label} diff={diff} />
      )}
      {missed !== null && missed.revisions.length > 0 && (
        <>
          <Text weight="medium">{t('proposals.since', 'Published since')}</Text>
          <MissedChangeList changes={missed} />
        </>
      )}
      <FindingList
        severity="error"
        title={t('proposals.problems', 'It cannot be approved')}
        findings={problems}
        policy={UNREAD}
      />
      <FoldedWarnings
        findings={warnings}
        policy={UNREAD}
        summary={plural('proposals.warnings', warnings.length, {
          one: '{{number}} warning about the policy',
          other: '{{number}} warnings about the policy',
        })}
        title={t('publish.warnings', 'Worth a second look')}
      />
    </>
  );
}
