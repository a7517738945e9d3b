import React from 'react';
import { Alert, Stack } from '@grafana/ui';
import { isReadOnly } from '../api/policy';
import { useDraft } from '../draft/DraftProvider';
import { testIds } from '../testIds';
import { sentence } from '../ui/sentence';
import { KeptDraft } from './KeptDraft';

/** Says that the policy is a file's, which file that is, and what became of changes that were made here before. */
export function ReadOnlyBanner() {
  const { source } = useDraft();
  if (!isReadOnly(source)) {
    return null;
  }
  const { file, problem } = source;
  return (
    <>
      <Alert
        severity="info"
        title="Read-only: the policy is kept in a file"
        bottomSpacing={2}
        data-testid={testIds.readOnly.banner}
      >
        <Stack direction="column" gap={1}>
          <span>
            Everything can be viewed here. Change it in{' '}
            {file === undefined ? (
              <>
                the file that <code>policyFile</code> in the proxy’s configuration names
              </>
            ) : (
              <code>{file}</code>
            )}{' '}
            on the proxy: what is saved there is in force a moment later. <code>gatehouse check</code> tells before what
            is wrong with it.
          </span>
        </Stack>
      </Alert>
      {problem !== undefined && (
        <Alert severity="warning" title="The file as it is now is not in force" data-testid={testIds.readOnly.problem}>
          {`${sentence(problem)} The policy that the file held before counts until that is mended.`}
        </Alert>
      )}
      <KeptDraft />
    </>
  );
}
