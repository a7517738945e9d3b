import express, { type Request, type RequestHandler } from 'express';
import type { z } from 'zod';
import { Problem } from './problem';

/** Largest body accepted, in bytes: room for 100,000 mappings. */
const LARGEST_BODY = 32 * 1024 * 1024;

/** Reads JSON bodies; nothing else is read. */
export function readJson(): RequestHandler {
  return express.json({ limit: LARGEST_BODY, strict: true, type: 'application/json' });
}

/** The body in the shape of a schema. Messages name places, never values: a body may hold a token. */
export function parseBody<T extends z.ZodType>(request: Request, schema: T): z.output<T> {
  const body: unknown = request.body;
  if (body === undefined) {
    throw new Problem('body-invalid', 'send a JSON object with Content-Type: application/json');
  }
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => ({
      code: 'invalid',
      path: issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key)),
      message: issue.message,
    }));
    const all = problems.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; ');
    throw new Problem('body-invalid', all.slice(0, 2000), { problems });
  }
  return parsed.data;
}
