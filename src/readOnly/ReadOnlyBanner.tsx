import React from 'react';
import { useDraft } from '../draft/DraftProvider';
import { FileBanner } from './FileBanner';
import { KeptDraft } from './KeptDraft';
import { TokenBanner } from './TokenBanner';

/** Says why nothing can be changed here and where it can, and what became of changes that were made here before. */
export function ReadOnlyBanner() {
  const { source, configuration, readOnlyBecause } = useDraft();
  if (readOnlyBecause === undefined) {
    return null;
  }
  return (
    <>
      {readOnlyBecause === 'file' ? <FileBanner source={source} /> : <TokenBanner name={configuration.tokenName} />}
      <KeptDraft />
    </>
  );
}
