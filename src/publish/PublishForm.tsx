import React, { type ChangeEvent, useId, useMemo } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { zodResolver } from '@hookform/resolvers/zod';
import { Alert, Button, Stack, Text, useStyles2 } from '@grafana/ui';
import { useForm } from 'react-hook-form';
import { usePublish, useShowReadOnly } from '../api/policy';
import { useShowProposals } from '../api/proposals';
import { PATHS } from '../constants';
import { useDraft } from '../draft/DraftProvider';
import { conflictCount } from '../draft/rebaseDraft';
import { t } from '../i18n/t';
import { testIds } from '../testIds';
import { PageButton } from '../ui/PageButton';
import { changeCounts } from './changeCounts';
import { CommentField } from './CommentField';
import { commentForm } from './commentForm';
import type { PublishResult } from './PublishDone';
import { PublishFailure } from './PublishFailure';

interface Props {
  /** True when the draft has problems with which it cannot be published. */
  broken: boolean;
  /** True while it is not known yet what the draft means for people. */
  impactAwaited: boolean;
  onResult: (result: PublishResult) => void;
}

/** Asks why the draft is made, and publishes or proposes it. */
export function PublishForm({ broken, impactAwaited, onResult }: Props) {
  const styles = useStyles2(getStyles);
  const title = useId();
  const { draft, policy, published, storage, dispatch } = useDraft();
  const publish = usePublish();
  const showProposals = useShowProposals();
  const showReadOnly = useShowReadOnly();
  // What the policy in force says decides, whatever the draft says.
  const proposes = published.policy.settings.approvals > 0;
  const resolver = useMemo(() => zodResolver(commentForm()), []);
  const {
    register,
    handleSubmit,
    formState: { errors },
  } = useForm({ resolver, defaultValues: { comment: storage.comment() } });
  const submit = handleSubmit(({ comment }) =>
    publish.mutate(
      { policy, comment, revision: published.revision },
      {
        onSuccess: (outcome) => {
          if (outcome.proposal === undefined) {
            onResult({ revision: outcome.document.revision });
            dispatch({ type: 'published', published: outcome.document });
          } else {
            onResult({ revision: undefined });
            dispatch({ type: 'proposed' });
            void showProposals();
          }
        },
        onError: ({ code }) => {
          if (code === 'policy-read-only') {
            showReadOnly();
          }
        },
      }
    )
  );
  const hindrance = hindranceOf(broken, conflictCount(draft));
  const [idle, busy] = proposes
    ? [t('publish.propose', 'Propose'), t('publish.proposing', 'Proposing')]
    : [t('publish.publish', 'Publish'), t('publish.publishing', 'Publishing')];
  return (
    <form
      className={styles.form}
      onSubmit={(event) => void submit(event)}
      noValidate
      aria-labelledby={title}
      data-testid={testIds.publish.form}
    >
      <div>
        <div id={title}>
          <Text element="h2" variant="h4">
            {published.revision === 0
              ? t('publish.first', 'The first revision')
              : t('publish.onTop', 'On top of revision {{revision}}', { revision: published.revision })}
          </Text>
        </div>
        <Text color="secondary" variant="bodySmall">
          {changeCounts(draft)}
        </Text>
      </div>
      {proposes && (
        <Alert severity="info" title={t('publish.approval.title', 'A second person must approve')} bottomSpacing={0}>
          {t(
            'publish.approval.text',
            'Your changes wait until another administrator approves them. Until then the policy in force stays.'
          )}
        </Alert>
      )}
      <CommentField
        error={errors.comment?.message}
        {...register('comment', {
          onChange: (event: ChangeEvent<HTMLTextAreaElement>) => storage.keepComment(event.target.value),
        })}
      />
      {publish.error !== null && (
        <PublishFailure error={publish.error} policy={policy} onLoaded={() => publish.reset()} />
      )}
      <Stack direction="column" gap={1}>
        <Button
          type="submit"
          fullWidth
          icon={publish.isPending ? 'spinner' : proposes ? 'message' : 'upload'}
          disabled={hindrance !== undefined || publish.isPending}
          tooltip={hindrance}
          data-testid={testIds.publish.submit}
        >
          {publish.isPending ? busy : idle}
        </Button>
        <Stack gap={1} wrap="wrap" justifyContent="space-between">
          <PageButton to={PATHS.mappings} variant="secondary">
            {t('publish.keepEditing', 'Keep editing')}
          </PageButton>
          <Button
            variant="secondary"
            fill="text"
            onClick={() => dispatch({ type: 'discard' })}
            data-testid={testIds.draft.discard}
          >
            {t('draft.discard', 'Discard')}
          </Button>
        </Stack>
      </Stack>
      {hindrance !== undefined && (
        <Text color="secondary" variant="bodySmall">
          {hindrance}
        </Text>
      )}
      {impactAwaited && hindrance === undefined && (
        <Text color="secondary" variant="bodySmall">
          {t('publish.impactAwaited', 'Who gains and who loses is not known yet.')}
        </Text>
      )}
    </form>
  );
}

/** Why this cannot be published; undefined when it can be. */
function hindranceOf(broken: boolean, conflicts: number): string | undefined {
  if (conflicts > 0) {
    return t('publish.hindrance.conflict', 'Decide first what to keep where both of you changed the same.');
  }
  if (broken) {
    return t('publish.hindrance.broken', 'Mend first what is wrong.');
  }
  return undefined;
}

const getStyles = (theme: GrafanaTheme2) => ({
  form: css({
    display: 'grid',
    gap: theme.spacing(2),
    padding: theme.spacing(2),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    [theme.breakpoints.up('xl')]: { position: 'sticky', top: theme.spacing(2) },
  }),
});
