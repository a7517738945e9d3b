import type { RequestHandler } from 'express';
import { Problem } from './problem';

/** Ends a resource's routes: whatever method came this far is not one of its. */
export function methodNotAllowed(...allowed: string[]): RequestHandler {
  return (request) => {
    const methods = allowed.join(', ');
    throw new Problem(
      'method-not-allowed',
      `the methods here are ${methods}; ${request.method} is not one of them`,
      {},
      { Allow: methods }
    );
  };
}
