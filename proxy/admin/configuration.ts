import { Router } from 'express';
import { methodNotAllowed } from './methodNotAllowed';
import type { AdminParts } from './parts';

/** `GET /v1/configuration`: the names that policies may refer to, for forms. Neither secrets nor internal URLs. */
export function configurationRoutes({ config }: Pick<AdminParts, 'config'>): Router {
  const router = Router();
  router.get('/', (_request, response) => {
    response.json({
      backends: config.backends.map(({ name, kind }) => ({ name, kind })),
      issuers: config.issuers.map(({ name, issuer }) => ({ name, issuer })),
    });
  });
  router.all('/', methodNotAllowed('GET', 'HEAD'));
  return router;
}
