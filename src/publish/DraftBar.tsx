import React, { useRef } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, Stack, Text, useStyles2 } from '@grafana/ui';
import { PATHS } from '../constants';
import { useDraft } from '../draft/DraftProvider';
import { isEmptyDraft } from '../draft/draft';
import { t } from '../i18n/t';
import { testIds } from '../testIds';
import { PageButton } from '../ui/PageButton';
import { useKeepFocus } from '../ui/useKeepFocus';
import { changeCounts } from './changeCounts';

/** Stays at the bottom of the window while something is not published yet, or the last step can be undone. */
export function DraftBar() {
  const styles = useStyles2(getStyles);
  const { draft, last, published, dispatch } = useDraft();
  const around = useRef<HTMLDivElement>(null);
  const keepFocus = useKeepFocus(
    () => around,
    // The last one, which never throws anything away: Enter may be pressed twice.
    ({ current }) => [...(current?.querySelectorAll<HTMLElement>('button, a[href]') ?? [])].at(-1)
  );
  const pending = !isEmptyDraft(draft);
  return (
    <div ref={around} className={styles.around} onFocus={keepFocus}>
      {(pending || last !== undefined) && (
        <section
          className={styles.bar}
          aria-label={t('draft.bar', 'Unpublished changes')}
          data-testid={testIds.draft.bar}
        >
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
                      {t('draft.undo', 'Undo')}
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
                {t('draft.discard', 'Discard')}
              </Button>
              <PageButton icon="upload" to={PATHS.publish} data-testid={testIds.draft.review}>
                {published.policy.settings.approvals > 0
                  ? t('draft.propose', 'Propose…')
                  : t('draft.publish', 'Publish…')}
              </PageButton>
            </Stack>
          ) : (
            <Button variant="secondary" fill="text" icon="times" onClick={() => dispatch({ type: 'forget-last' })}>
              {t('draft.dismiss', 'Dismiss')}
            </Button>
          )}
        </section>
      )}
    </div>
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
});
