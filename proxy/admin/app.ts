import express, { type Express } from 'express';
import { createActorOf } from './actor';
import { authenticate } from './authenticate';
import { docsRoutes } from './docs/docsRoutes';
import { healthRoutes } from './health';
import { mountOperations } from './mountOperations';
import { observe } from './observe';
import { documentRoute } from './openapi/documentRoute';
import { allOperations } from './operations';
import type { AdminParts } from './parts';
import { answerProblems, Problem } from './problem';

/** The admin listener's application: `/v1` for those with an admin token, health and metrics for everybody who reaches it. */
export function createAdminApp(parts: AdminParts): Express {
  const { adminTokens, logger, metrics, version } = parts;
  const operations = allOperations(parts);
  const resources = new Set(operations.map(({ path }) => path.split('/')[1] ?? '').concat('openapi.json'));
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  app.use((_request, response, next) => {
    response.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
    next();
  });
  app.use(healthRoutes(parts));
  app.use(docsRoutes());
  app.use('/v1', observe(resources, metrics, logger), documentRoute(operations, version), authenticate(adminTokens));
  app.use('/v1', mountOperations(operations, { actorOf: createActorOf(parts) }));
  app.use(() => {
    throw new Problem('not-found', `the admin API has ${[...resources].map((name) => `/v1/${name}`).join(', ')}`);
  });
  app.use(answerProblems(logger));
  return app;
}
