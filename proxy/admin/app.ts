import express, { type Express } from 'express';
import { createActorOf } from './actor';
import { authenticate } from './authenticate';
import { explainRoutes } from './explain';
import { healthRoutes } from './health';
import { mountOperations } from './mountOperations';
import { observe } from './observe';
import { allOperations } from './operations';
import type { AdminParts } from './parts';
import { answerProblems, Problem } from './problem';

/** The admin listener's application: `/v1` for those with the admin token, health and metrics for everybody who reaches it. */
export function createAdminApp(parts: AdminParts): Express {
  const operations = allOperations(parts);
  const resources = new Set(operations.map(({ path }) => path.split('/')[1] ?? '').concat('explain'));
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  app.use((_request, response, next) => {
    response.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
    next();
  });
  app.use(healthRoutes(parts));
  app.use('/v1', observe(resources, parts.metrics, parts.logger), authenticate(parts.adminTokens));
  app.use('/v1', mountOperations(operations, { actorOf: createActorOf(parts) }));
  app.use('/v1/explain', explainRoutes(parts));
  app.use(() => {
    throw new Problem('not-found', `the admin API has ${[...resources].map((name) => `/v1/${name}`).join(', ')}`);
  });
  app.use(answerProblems(parts.logger));
  return app;
}
