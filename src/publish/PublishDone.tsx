import React, { useEffect, useRef } from 'react';
import { PATHS } from '../constants';
import { t } from '../i18n/t';
import { testIds } from '../testIds';
import { PageButton } from '../ui/PageButton';
import { StatePanel } from '../ui/StatePanel';

/** What came of a publish: a revision that is in force, or a proposal that waits. */
export type PublishResult = { revision: number } | { revision: undefined };

/** Says what is in force now or waits, and where to go from there. */
export function PublishDone({ result: { revision } }: { result: PublishResult }) {
  const around = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone.
  useEffect(() => around.current?.focus(), []);
  return (
    <div ref={around} tabIndex={-1} style={{ outline: 'none' }}>
      {revision === undefined ? <Proposed /> : <InForce revision={revision} />}
    </div>
  );
}

function InForce({ revision }: { revision: number }) {
  return (
    <StatePanel
      icon="check"
      title={t('publish.done.title', 'Revision {{revision}} is in force', { revision })}
      role="status"
      testId={testIds.publish.done}
      actions={
        <>
          <PageButton to={PATHS.mappings}>{t('publish.done.mappings', 'Back to the mappings')}</PageButton>
          <PageButton to={`${PATHS.history}?revision=${revision}`} variant="secondary" icon="history">
            {t('publish.done.history', 'Show it in the history')}
          </PageButton>
          {revision > 1 && (
            <PageButton
              to={`${PATHS.history}?revision=${revision - 1}&restore=true`}
              variant="secondary"
              fill="outline"
              icon="history-alt"
            >
              {t('publish.done.undo', 'Undo…')}
            </PageButton>
          )}
        </>
      }
    >
      {t('publish.done.text', 'It holds for every query from now on.')}
    </StatePanel>
  );
}

function Proposed() {
  return (
    <StatePanel
      icon="clock-nine"
      title={t('publish.proposed.title', 'Your change waits for another person')}
      role="status"
      testId={testIds.publish.proposed}
      actions={<PageButton to={PATHS.mappings}>{t('publish.done.mappings', 'Back to the mappings')}</PageButton>}
    >
      {t(
        'publish.proposed.text',
        'It is listed below. The policy in force stays until another administrator approves it.'
      )}
    </StatePanel>
  );
}
