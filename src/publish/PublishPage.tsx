import React, { useState } from 'react';
import { Stack } from '@grafana/ui';
import { isEmptyDraft } from '../draft/draft';
import { useDraft } from '../draft/DraftProvider';
import { ProposalPanel } from '../proposals/ProposalPanel';
import { ReadOnlyBanner } from '../readOnly/ReadOnlyBanner';
import { PageFrame } from '../ui/PageFrame';
import { ConflictList } from './ConflictList';
import { EmptyDraft } from './EmptyDraft';
import { NothingToPublish } from './NothingToPublish';
import { PublishDone, type PublishResult } from './PublishDone';
import { Review } from './Review';

/** The last look before the draft holds or is proposed: what it changes, for whom, what is questionable, and why it is done. */
export function PublishPage() {
  const { draft, readOnlyBecause } = useDraft();
  const [result, setResult] = useState<PublishResult>();
  return (
    <PageFrame page="publish">
      <ReadOnlyBanner />
      {readOnlyBecause !== undefined ? (
        <NothingToPublish because={readOnlyBecause} />
      ) : (
        <Stack direction="column" gap={2} alignItems="stretch">
          {isEmptyDraft(draft) && result !== undefined && <PublishDone result={result} />}
          <ProposalPanel />
          <ConflictList />
          {!isEmptyDraft(draft) ? <Review onResult={setResult} /> : result === undefined && <EmptyDraft />}
        </Stack>
      )}
    </PageFrame>
  );
}
