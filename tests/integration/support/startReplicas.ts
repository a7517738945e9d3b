import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Postgres, startPostgres } from '../../../dev/postgres';
import { listenOnLoopback } from './listenOnLoopback';
import { askPostgres, makePostgresPlace, type PostgresPlace } from './makePostgresPlace';
import { startIssuer } from './startIssuer';
import { type Proxy, startProxy } from './startProxy';

/** With it, everybody who is known may ask; `OF_NOBODY` withdraws that. */
export const OF_EVERYBODY = {
  tenants: [{ name: 'whole', backend: 'tiny' }],
  mappings: [{ name: 'all', principals: ['authenticated'], grants: [{ tenant: 'whole', access: 'read' }] }],
};
export const OF_NOBODY = { tenants: OF_EVERYBODY.tenants, mappings: [] };

/** Proxies that share a PostgreSQL, in front of an upstream that answers every query with nothing. */
export interface Replicas {
  postgres: Postgres;
  place: PostgresPlace;
  /** Who the proxies are there: somebody who owns the database, and nothing else. */
  role: string;
  /** Where they read the role's password. */
  passwordFile: string;
  start(): Promise<Proxy>;
  /** The status of a query through a replica. */
  query(proxy: Pick<Proxy, 'url'>): Promise<number>;
  /** Asks the database, as long as it is there. */
  ask(statement: string): Promise<unknown[]>;
  close(): Promise<void>;
}

export async function startReplicas(): Promise<Replicas> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-replicas-'));
  const postgres = await startPostgres({ folder });
  const place = await makePostgresPlace(postgres);
  const issuer = await startIssuer();
  const token = await issuer.token({ exp: Math.floor(Date.now() / 1000) + 3_600 });
  const upstream = await listenOnLoopback(
    createServer((request, response) => {
      request.resume();
      response.setHeader('Content-Type', 'application/json');
      response.end('{"status":"success","data":{"resultType":"vector","result":[]}}');
    })
  );
  const role = `${place.config.database}_owner`;
  const ask = (statement: string) => askPostgres(postgres, place.config.database, statement);
  await ask(`CREATE ROLE ${role} LOGIN PASSWORD 'the-password'`);
  await ask(`ALTER DATABASE ${place.config.database} OWNER TO ${role}`);
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, 'the-password\n', { mode: 0o600 });
  const started: Proxy[] = [];
  return {
    postgres,
    place,
    role,
    passwordFile,
    start: async () => {
      const proxy = await startProxy({
        configOverrides: {
          issuers: [{ name: 'keycloak', issuer: issuer.url, audience: ['grafana'] }],
          backends: [{ name: 'tiny', kind: 'victoriametrics', url: upstream.url }],
          store: place.url.replace(/\/\/[^@]*/, `//${role}`),
          storePasswordFile: passwordFile,
        },
      });
      started.push(proxy);
      return proxy;
    },
    query: async ({ url }) => {
      const response = await fetch(`${url}/api/v1/query?query=1`, { headers: { Authorization: `Bearer ${token}` } });
      await response.arrayBuffer();
      return response.status;
    },
    ask,
    close: async () => {
      await Promise.all(started.map((proxy) => proxy.kill()));
      await place.remove();
      await askPostgres(postgres, 'postgres', `DROP ROLE ${role}`);
      await postgres.close();
      await Promise.all([issuer.close(), upstream.close()]);
      await rm(folder, { recursive: true });
    },
  };
}
