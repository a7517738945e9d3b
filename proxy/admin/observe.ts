import type { RequestHandler } from 'express';
import type { Logger } from '../telemetry/logger';
import type { Metrics } from '../telemetry/metrics';
import { tokenOf } from './authenticate';

const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'];

/**
 * Counts every call of the admin API and logs those that were refused. Neither headers nor bodies are logged.
 *
 * @param resources the first parts of the paths that there are
 */
export function observe(resources: ReadonlySet<string>, metrics: Metrics, logger: Logger): RequestHandler {
  return (request, response, next) => {
    const { method } = request;
    const [name = ''] = request.path.split('/').filter((part) => part !== '');
    const resource = resources.has(name) ? name : 'unknown';
    response.once('finish', () => {
      const status = response.statusCode;
      const token = tokenOf(request)?.name ?? '';
      metrics.adminRequests.inc({ resource, method: METHODS.includes(method) ? method : 'other', status, token });
      if (status >= 400) {
        const code: unknown = response.locals.code;
        logger.warn(
          {
            event: 'admin-refused',
            method,
            resource,
            status,
            code,
            adminToken: token,
            from: request.socket.remoteAddress,
          },
          'admin call refused'
        );
      }
    });
    next();
  };
}
