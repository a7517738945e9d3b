import { json, Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { DataSourceStore } from './dataSourceStore';
import type { IdentityHeaders } from './identityHeaders';
import type { SharedPanel } from './options';
import { type DataSourceAnswer, queryDataSource } from './queryDataSource';
import type { FindRequester } from './requester';

const requestSchema = z.object({
  queries: z
    .array(z.object({ refId: z.string(), datasource: z.object({ uid: z.string() }), expr: z.string() }))
    .length(1),
});

/** The headers of the browser that reach a data source this way: those of panels and, trustingly, those of rules. */
const PASSED_HEADERS = [
  ...['x-query-group-id', 'x-panel-id', 'x-dashboard-uid', 'x-datasource-uid', 'x-grafana-org-id'],
  ...['x-rule-name', 'x-rule-uid', 'x-rule-folder', 'x-rule-source', 'x-rule-type', 'x-rule-version'],
  'fromalert',
];

export interface DataSourceQueriesParts {
  dataSources: Pick<DataSourceStore, 'forQueries'>;
  sharedPanels: readonly SharedPanel[];
  findRequester: FindRequester;
  identityHeaders: IdentityHeaders;
}

/**
 * The queries that Grafana's server asks itself: `POST /api/ds/query` of panels and Explore, and those of panels that are shared
 * with everybody (pkg/services/query, pkg/services/publicdashboards, with the middlewares of pkg/services/pluginsintegration).
 * One instant query for a request; the answer has `results` with the data source's own status and body, not Grafana's frames; where it failed, `error` as Grafana says it.
 */
export function dataSourceQueries(parts: DataSourceQueriesParts): Router {
  const router = Router();

  router.post('/api/ds/query', json(), async (request, response) => {
    const requester = parts.findRequester(request);
    if (requester === undefined) {
      response.status(401).json({ message: 'Unauthorized' });
      return;
    }
    const asked = requestSchema.safeParse(request.body);
    const [query] = asked.data?.queries ?? [];
    const dataSource = parts.dataSources.forQueries().find(({ uid }) => uid === query?.datasource.uid);
    if (query === undefined || dataSource === undefined) {
      response.status(query === undefined ? 400 : 404).json({ message: 'Query data error' });
      return;
    }
    const identity = await parts.identityHeaders(requester, dataSource);
    const answer = await queryDataSource(dataSource, query.expr, { ...passedHeaders(request), ...identity });
    answerWith(response, query.refId, answer);
  });

  router.post('/api/public/dashboards/:token/panels/1/query', async (request, response) => {
    const panel = parts.sharedPanels.find(({ token }) => token === request.params.token);
    const dataSource = parts.dataSources.forQueries().find(({ uid }) => uid === panel?.dataSource);
    if (panel === undefined || dataSource === undefined) {
      response.status(404).json({ message: 'Public dashboard not found' });
      return;
    }
    // Nobody is logged in, and the identity that Grafana makes up for this has no signed token.
    answerWith(response, 'A', await queryDataSource(dataSource, panel.expr, passedHeaders(request)));
  });

  return router;
}

function passedHeaders(request: Request): Record<string, string> {
  return Object.fromEntries(
    PASSED_HEADERS.flatMap((name) => {
      const value = request.headers[name];
      return value === undefined ? [] : [[name, String(value)]];
    })
  );
}

function answerWith(response: Response, refId: string, answer: DataSourceAnswer): void {
  const result = { ...answer, ...(answer.status !== 200 && { error: reasonIn(answer.body) }) };
  response.status(answer.status === 200 ? 200 : 400).json({ results: { [refId]: result } });
}

const refusalSchema = z.object({ error: z.string() });

/** What Grafana says of a query that failed: the data source's own words, where it has some. */
function reasonIn(body: string): string {
  try {
    return refusalSchema.parse(JSON.parse(body)).error;
  } catch {
    return body;
  }
}
