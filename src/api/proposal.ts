import { z } from 'zod';
import { actorSchema } from './actor';

/** A change that waits for a second person. */
export const proposalSchema = z.object({
  id: z.union([z.number(), z.string()]).transform(String),
  /** The revision that it changes. */
  base: z.number(),
  comment: z.string(),
  author: actorSchema,
  createdAt: z.string(),
  /** Its base is not the latest revision any more: it cannot be approved. */
  outdated: z.boolean(),
});
export type Proposal = z.output<typeof proposalSchema>;
