import { z } from 'zod';
import { replaceBy } from './replaceBy';

/** How many entries a page has, from the text in a URL. */
export function pageSizeSchema(fallback: number, most: number) {
  const range = `a number from 1 to ${most}`;
  return z
    .string()
    .regex(/^[1-9][0-9]{0,3}$/, range)
    .default(String(fallback))
    .transform(Number)
    .pipe(z.number().max(most, range))
    .meta({
      description: 'How many there are on a page.',
      override: replaceBy({ type: 'integer', minimum: 1, maximum: most, default: fallback }),
    });
}

/** What makes an answer a page: where the next one begins. */
export const nextSchema = z
  .string()
  .nullable()
  .meta({ description: 'Where the next page begins: the value of the parameter that says so. Null on the last one.' });

/** A part of a name, in any case; nothing at all when it is blank. */
export const searchSchema = z
  .string()
  .trim()
  .max(512)
  .transform((typed) => (typed === '' ? undefined : typed))
  .meta({ description: 'A part of it, in any case.', override: replaceBy({ type: 'string', maxLength: 512 }) });

/** A moment in answers. */
export const momentSchema = z.iso.datetime().meta({ description: 'In UTC.', examples: ['2026-11-22T09:00:00.000Z'] });
