import React from 'react';
import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Drawer, Field, Stack, Text, TextArea } from '@grafana/ui';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { usePublish } from '../api/policy';
import { useDraft } from '../draft/DraftProvider';
import { testIds } from '../testIds';
import { ChangeList } from './ChangeList';
import { FindingList } from './FindingList';
import { PublishFailure } from './PublishFailure';
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
}

/** The last look before the draft holds: what changes, what is wrong or questionable, and why it is done. */
export function PublishDrawer({ onClose, onPublished }: Props) {
  const { draft, policy, published, configuration, dispatch } = useDraft();
  const check = usePolicyCheck(policy, configuration);
  const publish = usePublish();
  const {
    register,
    handleSubmit,
    formState: { errors },
  } = useForm({ resolver: zodResolver(formSchema), defaultValues: { comment: '' } });

  const submit = handleSubmit(({ comment }) =>
    publish.mutate(
      { policy, comment, revision: published.revision },
      {
        onSuccess: (document) => {
          dispatch({ type: 'published', published: document });
          onPublished(document.revision);
        },
      }
    )
  );
  const broken = check.problems.length > 0;
  const { ref: commentRef, ...comment } = register('comment');
  return (
    <Drawer
      title="Review and publish"
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
          <FindingList severity="warning" title="Worth a second look" findings={check.warnings} policy={policy} />
          {publish.error !== null && <PublishFailure error={publish.error} policy={policy} onClose={onClose} />}
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
          <Stack gap={1}>
            <Button
              type="submit"
              icon={publish.isPending ? 'spinner' : 'upload'}
              disabled={broken || publish.isPending}
              data-testid={testIds.publish.submit}
            >
              {publish.isPending ? 'Publishing' : 'Publish'}
            </Button>
            <Button variant="secondary" onClick={onClose}>
              Cancel
            </Button>
          </Stack>
        </Stack>
      </form>
    </Drawer>
  );
}
