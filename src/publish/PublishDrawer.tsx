import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { zodResolver } from '@hookform/resolvers/zod';
import { Alert, Button, Drawer, Field, Stack, Text, TextArea, useStyles2 } from '@grafana/ui';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { usePublish, useShowReadOnly } from '../api/policy';
import { useShowProposals } from '../api/proposals';
import { useDraft } from '../draft/DraftProvider';
import { testIds } from '../testIds';
import { useReturnFocus } from '../ui/useReturnFocus';
import { ChangeList } from './ChangeList';
import { FindingList } from './FindingList';
import { FoldedWarnings } from './FoldedWarnings';
import { PublishFailure } from './PublishFailure';
import { splitFindings } from './splitFindings';
import { usePolicyCheck } from './usePolicyCheck';

const MAX_COMMENT = 500;
const formSchema = z.object({
  comment: z
    .string()
    .trim()
    .min(1, 'Say why you make these changes; it stays with the revision.')
    .max(MAX_COMMENT, `Use at most ${MAX_COMMENT} characters.`),
});

interface Props {
  onClose: () => void;
  onPublished: (revision: number) => void;
  /** The draft waits for a second person now. */
  onProposed: () => void;
}

/** The last look before the draft holds or is proposed: what changes, what is wrong or questionable, and why it is done. */
export function PublishDrawer({ onClose, onPublished, onProposed }: Props) {
  const styles = useStyles2(getStyles);
  useReturnFocus();
  const { draft, policy, published, configuration, dispatch } = useDraft();
  const check = usePolicyCheck(policy, configuration);
  const publish = usePublish();
  const showProposals = useShowProposals();
  const showReadOnly = useShowReadOnly();
  // What the policy in force says decides, whatever the draft says.
  const proposes = published.policy.settings.approvals > 0;
  const {
    register,
    handleSubmit,
    formState: { errors },
  } = useForm({ resolver: zodResolver(formSchema), defaultValues: { comment: '' } });

  const submit = handleSubmit(({ comment }) =>
    publish.mutate(
      { policy, comment, revision: published.revision },
      {
        onSuccess: (outcome) => {
          if (outcome.proposal === undefined) {
            dispatch({ type: 'published', published: outcome.document });
            onPublished(outcome.document.revision);
          } else {
            dispatch({ type: 'proposed' });
            void showProposals();
            onProposed();
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
  const warnings = splitFindings(check.warnings, policy, draft);
  const broken = check.problems.length > 0;
  const { ref: commentRef, ...comment } = register('comment');
  return (
    <Drawer
      title={proposes ? 'Review and propose' : 'Review and publish'}
      subtitle={published.revision === 0 ? 'The first revision' : `On top of revision ${published.revision}`}
      size="md"
      onClose={onClose}
    >
      <form onSubmit={(event) => void submit(event)} noValidate data-testid={testIds.publish.drawer}>
        <Stack direction="column" gap={2}>
          <section>
            <Text element="h4">What changes</Text>
            <ChangeList draft={draft} />
          </section>
          <FindingList
            severity="error"
            title="This cannot be published yet"
            findings={check.problems}
            policy={policy}
          />
          <FindingList severity="warning" title="Worth a second look" findings={warnings.changed} policy={policy} />
          <FoldedWarnings
            findings={warnings.unchanged}
            policy={policy}
            about="about what you did not change"
            title="As before"
          />
          {proposes && (
            <Alert severity="info" title="A second person must approve" bottomSpacing={0}>
              Your changes wait until another administrator approves them. Until then the policy in force stays.
            </Alert>
          )}
          <Field
            label="Comment"
            description="Why these changes are made. It stays with the revision."
            required
            htmlFor="gatehouse-comment"
            invalid={errors.comment !== undefined}
            error={errors.comment?.message}
            noMargin
          >
            <TextArea
              id="gatehouse-comment"
              rows={3}
              maxLength={MAX_COMMENT}
              data-testid={testIds.publish.comment}
              {...comment}
              ref={commentRef}
            />
          </Field>
        </Stack>
        <div className={styles.footer}>
          {publish.error !== null && <PublishFailure error={publish.error} policy={policy} onClose={onClose} />}
          <Stack gap={1}>
            <Button
              type="submit"
              icon={publish.isPending ? 'spinner' : proposes ? 'message' : 'upload'}
              disabled={broken || publish.isPending}
              data-testid={testIds.publish.submit}
            >
              {publish.isPending ? (proposes ? 'Proposing' : 'Publishing') : proposes ? 'Propose' : 'Publish'}
            </Button>
            <Button variant="secondary" onClick={onClose}>
              Cancel
            </Button>
          </Stack>
        </div>
      </form>
    </Drawer>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  footer: css({
    position: 'sticky',
    bottom: 0,
    zIndex: 1,
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
    marginTop: theme.spacing(3),
    padding: theme.spacing(2, 0),
    borderTop: `1px solid ${theme.colors.border.weak}`,
    background: theme.colors.background.primary,
  }),
});
