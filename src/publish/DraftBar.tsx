import React, { lazy, Suspense, useRef, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, Icon, Stack, Text, useStyles2 } from '@grafana/ui';
import { useDraft } from '../draft/DraftProvider';
import { isEmptyDraft } from '../draft/draft';
import { conflictCount } from '../draft/rebaseDraft';
import { testIds } from '../testIds';
import { useKeepFocus } from '../ui/useKeepFocus';
import { changeCounts } from './changeCounts';

// Forms are loaded when somebody opens one.
const PublishDrawer = lazy(async () => ({ default: (await import('./PublishDrawer')).PublishDrawer }));

/** What the last publish came to. */
interface Done {
  title: string;
  text: string;
  testId: string;
}

/** Stays at the bottom of the window while something is not published yet, or the last step can be undone. */
export function DraftBar() {
  const styles = useStyles2(getStyles);
  const { draft, last, published, dispatch } = useDraft();
  const [reviewing, setReviewing] = useState(false);
  const [done, setDone] = useState<Done>();
  const around = useRef<HTMLDivElement>(null);
  const keepFocus = useKeepFocus(
    () => around,
    // The last one, which never throws anything away: Enter may be pressed twice.
    ({ current }) => [...(current?.querySelectorAll('button') ?? [])].at(-1)
  );
  const pending = !isEmptyDraft(draft);
  const conflicts = conflictCount(draft);
  return (
    <>
      <div ref={around} className={styles.around} onFocus={keepFocus}>
        {done !== undefined && !pending && (
          <div className={styles.done}>
            <Alert severity="success" title={done.title} onRemove={() => setDone(undefined)} data-testid={done.testId}>
              {done.text}
            </Alert>
          </div>
        )}
        {(pending || last !== undefined) && (
          <section className={styles.bar} aria-label="Unpublished changes" data-testid={testIds.draft.bar}>
            <Stack direction="column" gap={0} grow={1} minWidth={0}>
              {pending && (
                <Stack gap={1} alignItems="center">
                  <Icon name="pen" />
                  <Text weight="medium">{changeCounts(draft)}</Text>
                </Stack>
              )}
              <span role="status">
                {last !== undefined && (
                  <Stack gap={1} alignItems="center">
                    <Text color="secondary" variant={pending ? 'bodySmall' : 'body'}>
                      {last.text}
                    </Text>
                    {last.before !== undefined && (
                      <Button
                        size="sm"
                        fill="text"
                        onClick={() => dispatch({ type: 'undo' })}
                        data-testid={testIds.draft.undo}
                      >
                        Undo
                      </Button>
                    )}
                  </Stack>
                )}
              </span>
            </Stack>
            {pending ? (
              <Stack gap={1}>
                <Button
                  variant="secondary"
                  fill="outline"
                  onClick={() => dispatch({ type: 'discard' })}
                  data-testid={testIds.draft.discard}
                >
                  Discard
                </Button>
                <Button
                  icon="upload"
                  disabled={conflicts > 0}
                  tooltip={conflicts > 0 ? 'Decide first what to keep where both of you changed the same' : undefined}
                  onClick={() => setReviewing(true)}
                  data-testid={testIds.draft.review}
                >
                  {published.policy.settings.approvals > 0 ? 'Propose…' : 'Publish…'}
                </Button>
              </Stack>
            ) : (
              <Button variant="secondary" fill="text" icon="times" onClick={() => dispatch({ type: 'forget-last' })}>
                Dismiss
              </Button>
            )}
          </section>
        )}
      </div>
      {reviewing && (
        <Suspense>
          <PublishDrawer
            onClose={() => setReviewing(false)}
            onPublished={(revision) => {
              setReviewing(false);
              setDone({
                title: `Revision ${revision} is in force`,
                text: 'It holds for every query from now on.',
                testId: testIds.publish.done,
              });
            }}
            onProposed={() => {
              setReviewing(false);
              setDone({
                title: 'Your change waits for another person',
                text: 'It is listed above. The policy in force stays until another administrator approves it.',
                testId: testIds.publish.proposed,
              });
            }}
          />
        </Suspense>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // No box of its own: what is inside sticks to the bottom of the page, not of this.
  around: css({ display: 'contents' }),
  bar: css({
    position: 'sticky',
    bottom: theme.spacing(2),
    zIndex: theme.zIndex.navbarFixed - 1,
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(2),
    minHeight: theme.spacing(7),
    marginTop: theme.spacing(3),
    padding: theme.spacing(1, 2),
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.elevated,
    boxShadow: theme.shadows.z2,
  }),
  done: css({ position: 'sticky', bottom: 0, marginTop: theme.spacing(3) }),
});
