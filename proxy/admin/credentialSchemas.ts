import { nameSchema, parseDuration } from '@gatehouse/model';
import { z } from 'zod';

const LONGEST_OVERLAP = 90 * 86_400_000;

/** Whoever pastes a secret into the wrong field would have it kept and shown. */
const holdsNoSecret = (text: string) => !/gate_[A-Za-z0-9_-]{20}/.test(text);
const HOLDS_SECRET = 'this holds a secret, which is kept nowhere';

const name = nameSchema.refine(holdsNoSecret, HOLDS_SECRET);

const comment = z.string().trim().max(500, 'at most 500 characters').refine(holdsNoSecret, HOLDS_SECRET);

const expires = z.iso
  .datetime({ offset: true, error: 'a time such as 2027-01-31T00:00:00Z, or null for one that does not end by itself' })
  .nullable();

/** The body of `POST /v1/credentials`. */
export const createCredentialSchema = z.strictObject({
  name,
  comment: comment.default(''),
  expires: expires.optional(),
});

/** The body of `PATCH /v1/credentials/{id}`. */
export const editCredentialSchema = z
  .strictObject({ comment: comment.optional(), expires: expires.optional() })
  .refine(({ comment: text, expires: time }) => text !== undefined || time !== undefined, 'give comment or expires');

/** The body of `POST /v1/credentials/{id}/rotate`. */
export const rotateCredentialSchema = z.strictObject({
  /** How long the old one still counts: milliseconds. */
  overlap: z
    .string()
    .default('24h')
    .transform((text, context) => {
      const milliseconds = /^0(ms|s|m|h|d)?$/.test(text) ? 0 : parseDuration(text);
      if (milliseconds === undefined || milliseconds > LONGEST_OVERLAP) {
        context.addIssue({ code: 'custom', message: 'a duration such as 24h, from 0s to 90d' });
        return z.NEVER;
      }
      return milliseconds;
    }),
  expires: expires.optional(),
});

/** The parameters of `GET /v1/credentials`. */
export const credentialsQuerySchema = z.strictObject({
  name: nameSchema.optional(),
  limit: z
    .string()
    .regex(/^[0-9]{1,4}$/, 'a number from 1 to 1000')
    .default('100')
    .transform(Number)
    .pipe(z.number().min(1, 'a number from 1 to 1000').max(1000, 'a number from 1 to 1000')),
  /** Behind which one the page begins: when that was made, and its id. */
  cursor: z
    .string()
    .regex(/^[0-9]{1,15}\.[a-f0-9]{1,64}$/, 'the next of the page before')
    .transform((cursor) => {
      const [createdAt = '', id = ''] = cursor.split('.');
      return { createdAt: Number(createdAt), id };
    })
    .optional(),
});
