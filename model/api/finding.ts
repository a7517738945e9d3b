import { z } from 'zod';

/** Something about a policy, at a place in it. */
export const findingSchema = z
  .object({
    code: z.string().meta({ description: 'Stable, for programs.' }),
    path: z
      .array(z.union([z.string(), z.number()]))
      .meta({ description: 'Keys and indexes from the root, such as `["mappings", 0, "grants", 1, "tenant"]`.' }),
    message: z.string().meta({ description: 'What was expected and what was found.' }),
    hint: z.string().optional().meta({ description: 'The way out.' }),
  })
  .meta({ id: 'Finding', description: 'Something wrong or rarely meant, at its place.' });
