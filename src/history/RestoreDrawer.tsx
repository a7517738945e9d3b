import React, { useId, useMemo } from 'react';
import { zodResolver } from '@hookform/resolvers/zod';
import { diffPolicies } from '@gatehouse/model';
import type { PolicyDocument } from '@gatehouse/model/api';
import { Alert, Button, Drawer, Stack, Text } from '@grafana/ui';
import { useForm } from 'react-hook-form';
import { usePolicyImpact } from '../api/impact';
import { usePolicy } from '../api/policy';
import { useRestore } from '../api/revisions';
import { t } from '../i18n/t';
import { testIds } from '../testIds';
import { CommentField } from '../publish/CommentField';
import { commentForm } from '../publish/commentForm';
import { DangerList } from '../publish/DangerList';
import { dangersOf } from '../publish/dangers';
import { impactDangers } from '../publish/impact/impactDangers';
import { ImpactPanel } from '../publish/impact/ImpactPanel';
import { useReturnFocus } from '../ui/useReturnFocus';
import type { Restored } from './restored';
import { RestoreFailure } from './RestoreFailure';
import { RevisionDifference } from './RevisionDifference';

interface Props {
  /** The revision whose policy is brought back. */
  revision: PolicyDocument;
  /** The one in force. */
  latest: number;
  onClose: () => void;
  onRestored: (restored: Restored) => void;
}

/** The last look before an older policy is brought back: what that changes, for whom, and why it is done. */
export function RestoreDrawer({ revision: { revision: number, policy }, latest, onClose, onRestored }: Props) {
  useReturnFocus();
  const whom = useId();
  const impact = usePolicyImpact({ policy, revision: latest, replay: false });
  const inForce = usePolicy(true).data?.policy;
  const proposes = (inForce?.settings.approvals ?? 0) > 0;
  const dangers = useMemo(
    () => [
      ...(impact.data === undefined ? [] : impactDangers(impact.data.impact)),
      ...(inForce === undefined ? [] : dangersOf(diffPolicies(inForce, policy), inForce, policy)),
    ],
    [impact.data, inForce, policy]
  );
  const restore = useRestore();
  const resolver = useMemo(() => zodResolver(commentForm()), []);
  const {
    register,
    handleSubmit,
    formState: { errors },
  } = useForm({
    resolver,
    defaultValues: { comment: t('history.restore.comment', 'Back to revision {{number}}', { number }) },
  });
  const submit = handleSubmit(({ comment }) =>
    restore.mutate(
      { number, comment, latest },
      {
        onSuccess: (outcome) =>
          onRestored({ number, revision: outcome.proposal === undefined ? outcome.document.revision : undefined }),
      }
    )
  );
  return (
    <Drawer
      title={t('history.restore.title', 'Restore revision {{number}}', { number })}
      subtitle={t('history.restore.subtitle', 'Its policy becomes a new revision, on top of revision {{latest}}.', {
        latest,
      })}
      size="md"
      onClose={onClose}
    >
      <form onSubmit={(event) => void submit(event)} noValidate data-testid={testIds.history.restoreForm}>
        <Stack direction="column" gap={3} alignItems="stretch">
          <DangerList dangers={dangers} />
          <section aria-label={t('history.difference', 'What changes')}>
            <Text element="h3" variant="h5">
              {t('history.difference', 'What changes')}
            </Text>
            <RevisionDifference from={latest} to={number} />
          </section>
          <section aria-labelledby={whom}>
            <Stack direction="column" gap={1} alignItems="stretch">
              <div id={whom}>
                <Text element="h3" variant="h5">
                  {t('publish.whom', 'Who gains and who loses')}
                </Text>
              </div>
              <ImpactPanel isTellable query={impact} />
            </Stack>
          </section>
          {proposes && (
            <Alert
              severity="info"
              title={t('publish.approval.title', 'A second person must approve')}
              bottomSpacing={0}
            >
              {t(
                'publish.approval.text',
                'Your changes wait until another administrator approves them. Until then the policy in force stays.'
              )}
            </Alert>
          )}
          <CommentField error={errors.comment?.message} {...register('comment')} />
          {restore.error !== null && <RestoreFailure error={restore.error} policy={policy} />}
          <Stack gap={1}>
            <Button
              type="submit"
              icon={restore.isPending ? 'spinner' : proposes ? 'message' : 'history-alt'}
              disabled={restore.isPending}
            >
              {proposes ? t('history.restore.propose', 'Propose') : t('history.restore.confirm', 'Restore')}
            </Button>
            <Button variant="secondary" onClick={onClose}>
              {t('history.restore.cancel', 'Cancel')}
            </Button>
          </Stack>
        </Stack>
      </form>
    </Drawer>
  );
}
