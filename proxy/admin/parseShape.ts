import type { z } from 'zod';
import { Problem, type ProblemCode } from './problem';

/**
 * A part of a request in the shape of its schema. Messages name places, never values: a body may hold a token.
 *
 * @param part what it is called where the place is the whole of it
 * @throws Problem with all that is wrong
 */
export function parseShape<Shape>(schema: z.ZodType<Shape>, value: unknown, code: ProblemCode, part: string): Shape {
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => ({
      code: 'invalid',
      path: issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key)),
      message: issue.message,
    }));
    const all = problems.map(({ path, message }) => `${path.join('.') || part}: ${message}`).join('; ');
    throw new Problem(code, all.slice(0, 2000), { problems });
  }
  return parsed.data;
}
