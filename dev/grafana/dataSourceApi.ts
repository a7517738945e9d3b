import { json, type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import type { DataSourceStore, StoredDataSource } from './dataSourceStore';
import type { Sessions } from './sessions';
import { hasRole } from './user';

const bodySchema = z.object({
  name: z.string().min(1),
  type: z.string().min(1),
  access: z.string().min(1),
  url: z.string().default(''),
  basicAuth: z.boolean().default(false),
  basicAuthUser: z.string().default(''),
  withCredentials: z.boolean().default(false),
  isDefault: z.boolean().default(false),
  jsonData: z.record(z.string(), z.unknown()).default({}),
  secureJsonData: z.record(z.string(), z.string()).default({}),
  version: z.number().optional(),
});

/**
 * `/api/datasources` for administrators (pkg/api/datasources.go), and the lists that tell what a data source could be and which
 * rules ask it. Secrets can be set and never read.
 */
export function dataSourceApi(store: DataSourceStore, sessions: Sessions): Router {
  const router = Router();
  const administratorsOnly = onlyAdministrators(sessions);

  router.get('/api/datasources', administratorsOnly, (_request, response) => {
    response.json(store.all().map(inList));
  });

  router.post('/api/datasources', administratorsOnly, json(), (request, response) => {
    const parsed = bodySchema.safeParse(request.body);
    if (!parsed.success) {
      response.status(400).json({ message: 'bad request data' });
      return;
    }
    if (store.all().some(({ name }) => name === parsed.data.name)) {
      response.status(409).json({ message: 'data source with the same name already exists' });
      return;
    }
    changed(response, 'Datasource added', store.add(parsed.data));
  });

  router.get('/api/datasources/uid/:uid', administratorsOnly, (request, response) => {
    const found = find(request);
    response.status(found === undefined ? 404 : 200).json(found === undefined ? NOT_FOUND : inFull(found));
  });

  router.put('/api/datasources/uid/:uid', administratorsOnly, json(), (request, response) => {
    const [found, parsed] = [find(request), bodySchema.safeParse(request.body)];
    if (found === undefined || !parsed.success) {
      response
        .status(found === undefined ? 404 : 400)
        .json(found === undefined ? NOT_FOUND : { message: 'bad request data' });
      return;
    }
    const { version, ...change } = parsed.data;
    if (version !== undefined && version !== 0 && version !== found.version) {
      response
        .status(409)
        .json({ message: 'Datasource has already been updated by someone else. Please reload and try again' });
      return;
    }
    changed(response, 'Datasource updated', store.change(found.uid, change));
  });

  router.get('/api/plugins', administratorsOnly, (_request, response) => {
    response.json([{ id: 'prometheus', name: 'Prometheus', type: 'datasource', info: { version: '13.2.2' } }]);
  });

  router.get('/api/v1/provisioning/alert-rules', administratorsOnly, (_request, response) => {
    response.json([]);
  });

  const find = ({ params }: Request) => store.all().find(({ uid }) => uid === params.uid);
  return router;
}

const NOT_FOUND = { message: 'Data source not found' };

function onlyAdministrators(sessions: Sessions): RequestHandler {
  return (request, response, next) => {
    const user = sessions.find(request)?.user;
    if (user === undefined) {
      response.status(401).json({ message: 'Unauthorized' });
    } else if (!hasRole(user.orgRole, 'Admin')) {
      response.status(403).json({ message: `You'll need additional permissions to perform this action.` });
    } else {
      next();
    }
  };
}

function changed(response: Response, message: string, dataSource: StoredDataSource): void {
  response.json({ message, id: dataSource.id, name: dataSource.name, datasource: inFull(dataSource) });
}

function inList({ id, uid, name, type, access, url, basicAuth, isDefault, jsonData }: StoredDataSource) {
  return {
    ...{ id, uid, orgId: 1, name, type, typeName: 'Prometheus', typeLogoUrl: '', access, url, user: '', database: '' },
    ...{ basicAuth, isDefault, jsonData, readOnly: false },
  };
}

function inFull(dataSource: StoredDataSource) {
  const { basicAuthUser, withCredentials, secureJsonData, version } = dataSource;
  return {
    ...inList(dataSource),
    basicAuthUser,
    withCredentials,
    secureJsonFields: Object.fromEntries(Object.keys(secureJsonData).map((name) => [name, true])),
    version,
  };
}
