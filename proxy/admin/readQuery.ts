import type { Request } from 'express';
import type { z } from 'zod';
import { Problem } from './problem';

/** The parameters of a URL in the shape of a schema. */
export function parseQuery<T extends z.ZodType>(request: Request, schema: T): z.output<T> {
  const parsed = schema.safeParse(request.query);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => ({
      code: 'invalid',
      path: issue.path.map(String),
      message: issue.message,
    }));
    const all = problems.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`));
    throw new Problem('query-invalid', all.join('; ').slice(0, 2000), { problems });
  }
  return parsed.data;
}
