import { Router } from 'express';
import { methodNotAllowed } from '../methodNotAllowed';
import type { Operation } from '../operation';
import { openApiDocument } from './openApiDocument';

/**
 * `/v1/openapi.json`: what there is, described. It needs no token: it is the same for every Gatehouse of a version, and says
 * nothing of this one.
 */
export function documentRoute(operations: readonly Operation[], version: string): Router {
  const router = Router({ caseSensitive: true, strict: true });
  let document: Buffer | undefined;
  router.get('/openapi.json', (_request, response) => {
    document ??= Buffer.from(JSON.stringify(openApiDocument(operations, version)));
    response.set('Content-Type', 'application/json; charset=utf-8').end(document);
  });
  router.all('/openapi.json', methodNotAllowed('GET', 'HEAD'));
  return router;
}
