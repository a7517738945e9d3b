import { createServer } from 'node:http';
import express from 'express';
import { listen } from '../processes/listen';
import { bootData } from './bootData';
import { browserBundle } from './browserBundle';
import { dataSourceApi } from './dataSourceApi';
import { dataSourceProxy } from './dataSourceProxy';
import { dataSourceQueries } from './dataSourceQueries';
import { createDataSourceStore } from './dataSourceStore';
import { createForwardedTokens } from './forwardedTokens';
import { createGrafanaIdTokens } from './grafanaIdTokens';
import { createIdentityHeaders } from './identityHeaders';
import { indexPage } from './indexPage';
import { loginRoutes } from './loginRoutes';
import { createOAuthClient } from './oauthClient';
import type { GrafanaOptions } from './options';
import { readPluginManifest } from './pluginManifest';
import { pluginProxy } from './pluginProxy';
import { createPluginSettings, pluginSettingsApi } from './pluginSettings';
import { createFindRequester } from './requester';
import { createRules, type Rules } from './rules';
import { createSessions } from './sessions';
import { staticFiles } from './staticFiles';

export interface Grafana extends Rules {
  /** `http://localhost:<port>`; the root URL. Tokens name it as their issuer with a slash at the end. */
  url: string;
  close(): Promise<void>;
}

/**
 * Starts an emulation of Grafana for development, tests and the demo: login, the plugin's pages, a small Explore, and
 * the ways that a request of the plugin, of a data source or of a rule goes through. It listens on 127.0.0.1.
 *
 * @throws when the plugin is not built or the port is taken
 */
export async function startGrafana(options: GrafanaOptions): Promise<Grafana> {
  const manifest = await readPluginManifest(options.pluginDist);
  const bundle = options.browserBundle === false ? undefined : await browserBundle();
  const keys = await createGrafanaIdTokens();
  const idTokens = options.signsIdentity === false ? undefined : keys;
  const oauth = createOAuthClient(options);
  const sessions = createSessions();
  const settings = createPluginSettings(manifest, options.pluginSettings);
  const dataSources = createDataSourceStore(options.dataSources);
  const findRequester = createFindRequester(options, sessions);
  let url = '';
  const rootUrl = () => url;
  const identityHeaders = createIdentityHeaders({ tokens: createForwardedTokens(oauth), idTokens, rootUrl });

  const app = express();
  app.disable('x-powered-by');
  app.use(loginRoutes(oauth, sessions, rootUrl, options.localUsers));
  app.use(staticFiles(manifest.id, options.pluginDist, bundle));
  app.use('/api/datasources/proxy', dataSourceProxy({ dataSources, findRequester, identityHeaders }));
  app.use(dataSourceQueries({ dataSources, sharedPanels: options.sharedPanels ?? [], findRequester, identityHeaders }));
  app.use('/api/plugin-proxy', pluginProxy({ manifest, settings, sessions, idTokens, rootUrl }));
  app.use(dataSourceApi(dataSources, sessions));
  app.use(pluginSettingsApi(manifest, settings, sessions));
  app.get('/api/signing-keys/keys', (_request, response) => {
    response.json(keys.keys);
  });
  app.get('/api/health', (_request, response) => {
    response.json({ database: 'ok', version: '13.2.2', commit: 'emulated' });
  });
  app.get('/api/user', (request, response) => {
    const user = sessions.find(request)?.user;
    if (user === undefined) {
      response.status(401).json({ message: 'Unauthorized' });
      return;
    }
    response.json({ id: user.id, login: user.login, email: user.email, name: user.name, orgId: 1 });
  });
  app.use('/api', (_request, response) => {
    response.status(404).json({ message: 'Not found' });
  });
  app.use((request, response) => {
    const session = sessions.find(request);
    if (session === undefined) {
      response.redirect('/login');
      return;
    }
    response.type('html').send(indexPage(bootData(session.user, manifest, dataSources.forQueries())));
  });

  const listening = await listen(createServer(app), options.port);
  url = `http://localhost:${listening.port}`;
  return { url, close: listening.close, ...createRules({ dataSources, recordingHeaders: options.recordingHeaders }) };
}
