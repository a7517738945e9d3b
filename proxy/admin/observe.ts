import type { RequestHandler } from 'express';
import type { Logger } from '../telemetry/logger';
import type { Metrics } from '../telemetry/metrics';

const RESOURCES = ['policy', 'credentials', 'explain', 'status', 'configuration', 'subjects', 'activity'];
const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'];

/** Counts every call of the admin API and logs those that were refused. Neither headers nor bodies are logged. */
export function observe(metrics: Metrics, logger: Logger): RequestHandler {
  return (request, response, next) => {
    const { method } = request;
    const [name = ''] = request.path.split('/').filter((part) => part !== '');
    const resource = RESOURCES.includes(name) ? name : 'unknown';
    response.once('finish', () => {
      const status = response.statusCode;
      metrics.adminRequests.inc({ resource, method: METHODS.includes(method) ? method : 'other', status });
      if (status >= 400) {
        const code: unknown = response.locals.code;
        logger.warn(
          { event: 'admin-refused', method, resource, status, code, from: request.socket.remoteAddress },
          'admin call refused'
        );
      }
    });
    next();
  };
}
