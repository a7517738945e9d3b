import { commentSchema } from '@gatehouse/model/api';
import { z } from 'zod';
import { t } from '../i18n/t';
import { MAX_COMMENT } from './maxComment';

/** A form that asks why a policy is published; the proxy asks for the same. */
export function commentForm() {
  return z.object({
    comment: z
      .string()
      .trim()
      .min(1, t('publish.comment.missing', 'Say why you make these changes; it stays with the revision.'))
      .max(MAX_COMMENT, t('publish.comment.long', 'Use at most {{most}} characters.', { most: MAX_COMMENT }))
      .refine(
        (text) => text === '' || commentSchema.safeParse(text).success,
        t('publish.comment.unfit', 'Use no control characters, and none that change the direction of writing.')
      ),
  });
}
