import { type RequestHandler, Router } from 'express';
import { methodNotAllowed } from '../methodNotAllowed';
import { readAsset } from './assets';
import { PAGE, START } from './page';

/** Nothing from elsewhere, nothing inline, in nobody's frame. Swagger UI draws its icons from data URLs. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** `/docs`: a page to read about the admin API and try it. It needs no token; what is tried there does. */
export function docsRoutes(): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const routes: ReadonlyArray<readonly [string, string, () => Promise<Buffer> | string]> = [
    ['/docs', 'text/html', () => PAGE],
    ['/docs/start.js', 'text/javascript', () => START],
    ['/docs/swagger-ui.css', 'text/css', () => readAsset('swagger-ui.css')],
    ['/docs/swagger-ui-bundle.js', 'text/javascript', () => readAsset('swagger-ui-bundle.js')],
  ];
  for (const [path, mediaType, content] of routes) {
    const answer: RequestHandler = async (_request, response) => {
      response.set({ 'Content-Security-Policy': POLICY, 'Referrer-Policy': 'no-referrer' });
      response.set('Content-Type', `${mediaType}; charset=utf-8`).end(await content());
    };
    router.get(path, answer);
    router.all(path, methodNotAllowed('GET', 'HEAD'));
  }
  return router;
}
