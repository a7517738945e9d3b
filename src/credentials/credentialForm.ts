import { nameSchema } from '@gatehouse/model';
import { z } from 'zod';
import { t } from '../i18n/t';
import { utcTime } from '../mappings/localTime';

/** A credential as its forms hold it. */
export interface CredentialFormValues {
  name: string;
  comment: string;
  /** Local time as `<input type="datetime-local">` writes it; empty for no end. */
  expires: string;
}

const LONGEST_COMMENT = 500;
/** Whoever pastes a secret into the wrong field would have it kept and shown. */
const SECRET = /gate_[A-Za-z0-9_-]{20}/;

/** What the forms accept: what the proxy would, with messages for people. */
export function credentialFormSchema() {
  const noSecret = (text: string) => !SECRET.test(text);
  const holdsSecret = t('credentials.form.holdsSecret', 'This holds a secret. Names and comments are shown to others.');
  return z.object({
    name: z
      .string()
      .trim()
      .refine(
        (text) => nameSchema.safeParse(text).success,
        t(
          'credentials.form.nameInvalid',
          'Use 1 to 63 letters, digits, “.”, “_” or “-”, starting with a letter or digit.'
        )
      )
      .refine(noSecret, holdsSecret),
    comment: z
      .string()
      .trim()
      .max(LONGEST_COMMENT, t('credentials.form.commentLong', 'Use at most 500 characters.'))
      .refine(noSecret, holdsSecret),
    expires: z
      .string()
      .refine(
        (text) => text === '' || Date.parse(utcTime(text)) > Date.now(),
        t('credentials.form.past', 'Choose a time in the future, or none.')
      ),
  });
}

/** The end as the proxy takes it. */
export function expiresOf(local: string): string | null {
  return local === '' ? null : utcTime(local);
}
