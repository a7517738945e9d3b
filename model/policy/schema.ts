import { z } from 'zod';
import { FilterSyntaxError } from '../filter/filter';
import { parseFilter } from '../filter/parse';
import { printFilter } from '../filter/print';
import { policyShape } from './shape';

/** A filter as text; checked, and brought into its canonical form. */
export const filterSchema = z
  .string()
  .transform((text, context): string => {
    try {
      return printFilter(parseFilter(text));
    } catch (error) {
      if (!(error instanceof FilterSyntaxError)) {
        throw error;
      }
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  })
  .pipe(z.string())
  .meta({ description: 'A series selector without a metric name, such as `{team="dev",env=~"aws|gcp"}`.' });

/** A policy, every filter of it too. What only the whole policy can tell (unknown tenants, repeated names) is `checkPolicy`'s. */
export const policySchema = policyShape(filterSchema);
