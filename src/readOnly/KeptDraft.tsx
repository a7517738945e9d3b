import React, { useMemo, useState } from 'react';
import { diffPolicies } from '@gatehouse/model';
import { Alert, Button, Stack } from '@grafana/ui';
import { applyDraft, isEmptyDraft } from '../draft/draft';
import { useDraft } from '../draft/DraftProvider';
import { t } from '../i18n/t';
import { changeCounts } from '../publish/changeCounts';
import { DiffTable } from '../publish/diff/DiffTable';
import { testIds } from '../testIds';

/** What was changed here before nothing could be published any more: it is not lost. */
export function KeptDraft() {
  const { keptDraft, readOnlyBecause, published, last, dispatch } = useDraft();
  const [open, setOpen] = useState(false);
  const diff = useMemo(
    () =>
      open && keptDraft !== undefined
        ? diffPolicies(published.policy, applyDraft(published.policy, keptDraft))
        : undefined,
    [open, keptDraft, published.policy]
  );
  if (keptDraft === undefined) {
    return null;
  }
  if (isEmptyDraft(keptDraft)) {
    return last?.before === undefined ? null : (
      <Alert severity="info" title={last.text} onRemove={() => dispatch({ type: 'forget-last' })}>
        <Button size="sm" variant="secondary" onClick={() => dispatch({ type: 'undo' })}>
          {t('draft.undo', 'Undo')}
        </Button>
      </Alert>
    );
  }
  return (
    <Alert
      severity="warning"
      title={t('readOnly.kept.title', 'Kept in this browser: {{counts}}', { counts: changeCounts(keptDraft) })}
      data-testid={testIds.readOnly.keptDraft}
    >
      <Stack direction="column" gap={1} alignItems="stretch">
        <span>
          {readOnlyBecause === 'file'
            ? t(
                'readOnly.kept.text',
                'This was changed here before, and cannot be published while the policy is a file’s. Change the file accordingly, or discard it.'
              )
            : t(
                'readOnly.kept.token',
                'This was changed here before, and cannot be published with the admin token that is saved now. It waits here for one that may change the policy, or discard it.'
              )}
        </span>
        <Stack gap={1}>
          <Button
            size="sm"
            variant="secondary"
            icon={open ? 'angle-down' : 'angle-right'}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {t('readOnly.kept.show', 'Show changes')}
          </Button>
          <Button size="sm" variant="secondary" fill="outline" onClick={() => dispatch({ type: 'discard' })}>
            {t('draft.discard', 'Discard')}
          </Button>
        </Stack>
        {diff !== undefined && <DiffTable label={t('publish.changes', 'Changes')} diff={diff} />}
      </Stack>
    </Alert>
  );
}
