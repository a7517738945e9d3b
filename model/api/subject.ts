import { z } from 'zod';
import { nameSchema } from '../policy/shape';
import { PRINCIPAL_KINDS } from '../principal';
import { momentSchema, nextSchema, pageSizeSchema, searchSchema } from './page';

/** Who calls. */
const subject = {
  issuer: z.string().meta({ description: 'Its name in the configuration; `gatehouse` for services.' }),
  kind: z.enum(['user', 'service']),
  id: z.string().meta({ description: 'The issuer’s stable identifier, or the name of the service.' }),
  email: z.string().optional(),
  emailVerified: z.boolean().meta({ description: 'An address that is not verified names nobody.' }),
  name: z.string().optional(),
  groups: z.array(z.string()),
  groupsIncomplete: z
    .boolean()
    .optional()
    .meta({ description: 'True when the issuer left groups out of the token: every denial of a group applies.' }),
  claimsIncomplete: z
    .boolean()
    .optional()
    .meta({ description: 'True when a token did not come that may have told more.' }),
  claims: z.record(z.string(), z.array(z.string())).meta({ description: 'By the names that `claim:` principals use.' }),
};

/** Somebody who came. */
export const seenSubjectSchema = z
  .object({
    key: z.string().meta({ description: 'Names the subject in URLs.' }),
    ...subject,
    shortened: z.boolean().meta({ description: 'True when something was too long or too much to keep.' }),
    firstSeen: momentSchema,
    lastSeen: momentSchema,
    visits: z.number().int().min(0).meta({ description: 'How many requests came, approximately.' }),
  })
  .meta({ id: 'SeenSubject', description: 'Somebody who came lately, as they came last.' });

/** The answer of `GET /v1/subjects`. */
export const seenSubjectsSchema = z
  .object({ subjects: z.array(seenSubjectSchema), next: nextSchema })
  .meta({ id: 'SeenSubjects', description: 'A page of those who came lately, the latest first.' });

/** The answer of `GET /v1/subjects/principals`. */
export const principalCountsSchema = z
  .object({
    principals: z.array(
      z.object({
        principal: z.string(),
        subjects: z.number().int().min(1).meta({ description: 'How many subjects it names.' }),
      })
    ),
  })
  .meta({
    id: 'PrincipalCounts',
    description: 'Principals that name some of those who came, the most frequent first.',
  });

const search = searchSchema.optional();

/** The parameters of `GET /v1/subjects`. */
export const subjectsQuerySchema = z.strictObject({
  search: search.meta({ description: 'A part of the id, the address, the name or a group, in any case.' }),
  issuer: nameSchema.optional(),
  kind: z.enum(['user', 'service']).optional(),
  limit: pageSizeSchema(100, 500),
  /** When the last one of the page before came, and its key. */
  cursor: z
    .string()
    .regex(/^[0-9]{1,15}\.[\w-]{43}$/, 'the next of the page before')
    .transform((cursor) => {
      const [lastSeen = '', key = ''] = cursor.split('.');
      return { lastSeen: Number(lastSeen), key };
    })
    .optional()
    .meta({ description: 'The `next` of the page before.' }),
});

/** The parameters of `GET /v1/subjects/principals`. */
export const principalsQuerySchema = z.strictObject({
  search: search.meta({ description: 'A part of the name, in any case; with a colon, of the whole principal.' }),
  kind: z.enum(PRINCIPAL_KINDS).exclude(['authenticated']).optional(),
  limit: pageSizeSchema(20, 500),
});

export type SeenSubjectDocument = z.output<typeof seenSubjectSchema>;
export type SeenSubjectsDocument = z.output<typeof seenSubjectsSchema>;
export type PrincipalCountsDocument = z.output<typeof principalCountsSchema>;
