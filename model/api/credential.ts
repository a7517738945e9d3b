import { z } from 'zod';
import { parseDuration } from '../duration';
import { nameSchema } from '../policy/shape';
import { findingSchema } from './finding';
import { momentSchema, nextSchema, pageSizeSchema } from './page';

const LONGEST_OVERLAP = 90 * 86_400_000;

/** Whoever pastes a secret into the wrong field would have it kept and shown. */
const holdsNoSecret = (text: string) => !/gate_[A-Za-z0-9_-]{20}/.test(text);
const HOLDS_SECRET = 'this holds a secret, which is kept nowhere';

const name = nameSchema
  .refine(holdsNoSecret, HOLDS_SECRET)
  .meta({ description: 'Of the service: mappings name it `service:<name>`.', example: 'vmagent' });

const comment = z
  .string()
  .trim()
  .max(500, 'at most 500 characters')
  .refine(holdsNoSecret, HOLDS_SECRET)
  .meta({ example: 'The agent in rack 7' });

const expires = z.iso
  .datetime({ offset: true, error: 'a time such as 2027-01-31T00:00:00Z, or null for one that does not end by itself' })
  .nullable()
  .meta({ description: 'A moment in the future, or null for one that does not end by itself.' });

/** The body of `POST /v1/credentials`. */
export const createCredentialSchema = z
  .strictObject({ name, comment: comment.default(''), expires: expires.optional() })
  .meta({
    id: 'CreateCredential',
    description: 'A machine that is to be let in.',
    examples: [{ name: 'vmagent', comment: 'The agent in rack 7', expires: '2030-01-31T00:00:00Z' }],
  });

/** The body of `PATCH /v1/credentials/{id}`. */
export const editCredentialSchema = z
  .strictObject({ comment: comment.optional(), expires: expires.optional() })
  .refine(({ comment: text, expires: time }) => text !== undefined || time !== undefined, 'give comment or expires')
  .meta({
    id: 'EditCredential',
    description: 'What changes; at least one of them.',
    override: { minProperties: 1 },
    examples: [{ comment: 'The agent in rack 8' }],
  });

/** The body of `POST /v1/credentials/{id}/rotate`. */
export const rotateCredentialSchema = z
  .strictObject({
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
      })
      .meta({ description: 'How long the old one still counts: a duration such as `24h`, from `0s` to `90d`.' }),
    expires: expires.optional().meta({ description: 'As long a life as the old one had, when left out.' }),
  })
  .meta({ id: 'RotateCredential', description: 'How one credential follows another.', examples: [{ overlap: '24h' }] });

/** The parameters of `GET /v1/credentials`. */
export const credentialsQuerySchema = z.strictObject({
  name: nameSchema.optional().meta({ description: 'Only those of this service.' }),
  limit: pageSizeSchema(100, 1000),
  /** Behind which one the page begins: when that was made, and its id. */
  cursor: z
    .string()
    .regex(/^[0-9]{1,15}\.[a-f0-9]{1,64}$/, 'the next of the page before')
    .transform((cursor) => {
      const [createdAt = '', id = ''] = cursor.split('.');
      return { createdAt: Number(createdAt), id };
    })
    .optional()
    .meta({ description: 'The `next` of the page before.' }),
});

const credential = {
  id: z.string(),
  name: z.string().meta({ description: 'Of the service: principal `service:<name>`.' }),
  comment: z.string(),
  prefix: z.string().meta({ description: 'The first characters of the secret.' }),
  state: z.enum(['live', 'expired', 'revoked']),
  createdAt: momentSchema,
  createdBy: z.string(),
  expiresAt: momentSchema.nullable(),
  revokedAt: momentSchema.nullable(),
  revokedBy: z.string().nullable(),
  replacedBy: z
    .string()
    .nullable()
    .meta({ description: 'The id of the credential that a rotation made in its place.' }),
  lastUsedAt: momentSchema
    .nullable()
    .meta({ description: 'Uses that other processes saw show a minute or two later.' }),
  mappings: z.array(z.string()).nullable().meta({
    description:
      'The mappings of the policy in force that name the service, whatever their state; null while there is no policy.',
  }),
};

/** A credential as clients see it: neither its secret nor the hash of it. */
export const credentialSchema = z
  .object(credential)
  .meta({ id: 'Credential', description: 'A credential of a machine. Neither its secret nor a hash of it.' });

/** The answer of `GET /v1/credentials`. */
export const credentialsSchema = z
  .object({ credentials: z.array(credentialSchema), next: nextSchema })
  .meta({ id: 'Credentials', description: 'A page of the credentials, the newest first.' });

/** The answer to a credential that was made. */
export const createdCredentialSchema = z
  .object({
    ...credential,
    secret: z.string().meta({ description: 'To be kept by the machine: it is shown this once, and kept nowhere.' }),
    warnings: z.array(findingSchema),
    replaces: credentialSchema
      .optional()
      .meta({ description: 'After a rotation: the credential that it replaces, with the end that it has now.' }),
  })
  .meta({ id: 'CreatedCredential', description: 'A new credential: the only answer that ever holds its secret.' });

export type CredentialDocument = z.output<typeof credentialSchema>;
export type CredentialsDocument = z.output<typeof credentialsSchema>;
export type CreatedCredentialDocument = z.output<typeof createdCredentialSchema>;
