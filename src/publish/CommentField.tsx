import React, { type ComponentProps, useId } from 'react';
import { Field, TextArea } from '@grafana/ui';
import { t } from '../i18n/t';
import { testIds } from '../testIds';
import { MAX_COMMENT } from './maxComment';

type Props = Omit<ComponentProps<typeof TextArea>, 'id' | 'rows' | 'maxLength'> & {
  /** What is wrong with it. */
  error: string | undefined;
};

/** Why a policy is published: for those who read the history. */
export const CommentField = React.forwardRef<HTMLTextAreaElement, Props>(({ error, ...input }, ref) => {
  const id = useId();
  return (
    <Field
      label={t('publish.comment.label', 'Comment')}
      description={t('publish.comment.description', 'Why these changes are made. It stays with the revision.')}
      required
      htmlFor={id}
      invalid={error !== undefined}
      error={error}
      noMargin
    >
      <TextArea id={id} rows={3} maxLength={MAX_COMMENT} data-testid={testIds.publish.comment} {...input} ref={ref} />
    </Field>
  );
});
CommentField.displayName = 'CommentField';
