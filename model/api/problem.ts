import { z } from 'zod';
import { findingSchema } from './finding';
import { missedChangesSchema } from './revision';

/** A refusal of the admin API (RFC 9457). Codes are stable; what else there is depends on the code. */
export const problemSchema = z
  .looseObject({
    type: z.string().meta({ description: '`urn:gatehouse:problem:` and the code.' }),
    title: z.string(),
    status: z.number().int(),
    code: z.string().meta({ description: 'Stable, for programs.' }),
    detail: z.string().meta({ description: 'What was expected, what was found, what to do.' }),
    problems: z.array(findingSchema).optional().meta({ description: 'What is wrong where in the request.' }),
    revision: z.number().int().optional().meta({ description: 'The latest revision, when another one was expected.' }),
    changes: missedChangesSchema
      .optional()
      .meta({ description: 'What was published since the revision that was expected.' }),
  })
  .meta({ id: 'Problem', description: 'A refusal.' });
