import { z } from 'zod';

/** Who made a change, and how the name is known, for example `grafana-id`. */
export const actorSchema = z.object({ name: z.string(), by: z.string() });
