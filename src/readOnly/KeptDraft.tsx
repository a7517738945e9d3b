import React, { useState } from 'react';
import { Alert, Button, Stack } from '@grafana/ui';
import { isEmptyDraft } from '../draft/draft';
import { useDraft } from '../draft/DraftProvider';
import { changeCounts } from '../publish/changeCounts';
import { ChangeList } from '../publish/ChangeList';
import { testIds } from '../testIds';

/** What was changed here before the policy was a file's: it cannot be published, and is not lost. */
export function KeptDraft() {
  const { keptDraft, last, dispatch } = useDraft();
  const [open, setOpen] = useState(false);
  if (keptDraft === undefined) {
    return null;
  }
  if (isEmptyDraft(keptDraft)) {
    return last?.before === undefined ? null : (
      <Alert severity="info" title={last.text} onRemove={() => dispatch({ type: 'forget-last' })}>
        <Button size="sm" variant="secondary" onClick={() => dispatch({ type: 'undo' })}>
          Undo
        </Button>
      </Alert>
    );
  }
  return (
    <Alert
      severity="warning"
      title={`Kept in this browser: ${changeCounts(keptDraft)}`}
      data-testid={testIds.readOnly.keptDraft}
    >
      <Stack direction="column" gap={1} alignItems="stretch">
        <span>
          This was changed here before, and cannot be published while the policy is a file’s. Change the file
          accordingly, or discard it.
        </span>
        <Stack gap={1}>
          <Button
            size="sm"
            variant="secondary"
            icon={open ? 'angle-down' : 'angle-right'}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            Show changes
          </Button>
          <Button size="sm" variant="secondary" fill="outline" onClick={() => dispatch({ type: 'discard' })}>
            Discard
          </Button>
        </Stack>
        {open && <ChangeList draft={keptDraft} />}
      </Stack>
    </Alert>
  );
}
