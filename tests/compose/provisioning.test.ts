import { join } from 'node:path';
import { accessOf, checkPolicy, decide, indexPolicy, policySchema } from '@gatehouse/model';
import { z } from 'zod';
import { loadConfig } from '../../proxy/config/load';
import { claimsToSubject } from '../../proxy/identity/subject';
import { readData, readText, ROOT, service, withDefaults } from './stack';

const environmentOf = (name: string) =>
  Object.fromEntries(Object.entries(service(name).environment).map(([key, value]) => [key, withDefaults(value)]));

const config = () => loadConfig(join(ROOT, 'provisioning/gatehouse/gatehouse.yaml'), environmentOf('gatehouse'));

const hostOf = (url: string) => new URL(url).hostname;

const demo = z
  .strictObject({ policy: z.unknown(), comment: z.string().min(1) })
  .parse(readData('provisioning/gatehouse/policy.json'));
const policy = policySchema.parse(demo.policy);

describe('provisioning/gatehouse', () => {
  it('has a gatehouse.yaml that the proxy accepts with the environment of its container', async () => {
    expect((await config()).admin.tokens).toMatchObject([{ token: 'try-gatehouse-admin-token' }]);
  });

  it('listens on the ports that the stack publishes and Grafana asks', async () => {
    const { listen, admin } = await config();
    expect([listen, admin.listen]).toEqual([
      { host: '0.0.0.0', port: 8431 },
      { host: '0.0.0.0', port: 8432 },
    ]);
    expect(service('gatehouse').ports).toEqual(['127.0.0.1:8431:8431', '127.0.0.1:8432:8432']);
  });

  it('keeps its store on a volume, because the rest of its file system is read-only', async () => {
    const { store } = await config();
    const storeFile = store.kind === 'sqlite' ? store.file : '';
    const targets = service('gatehouse').volumes.filter(({ type }) => type === 'volume');
    expect(targets.some(({ target }) => storeFile.startsWith(`${target}/`))).toBe(true);
  });

  it('reaches backends that share a network with it', async () => {
    const urls = (await config()).backends.flatMap(({ read, write }) => [...new Set([...read, ...write])]);
    expect(urls).toHaveLength(4);
    for (const url of urls) {
      const backend = service(hostOf(url));
      expect(backend.networks.filter((network) => service('gatehouse').networks.includes(network))).not.toEqual([]);
    }
  });

  it('has a demo policy without problems and warnings, for the configured backends and issuers', async () => {
    const { backends, issuers } = await config();
    const surroundings = {
      backends: new Map(backends.map(({ name, kind }) => [name, kind])),
      issuers: issuers.map(({ name }) => name),
    };
    expect(demo.comment).toBe(demo.comment.trim());
    expect(checkPolicy(demo.policy, surroundings, Date.now())).toMatchObject({ problems: [], warnings: [] });
  });
});

describe('the issuer', () => {
  const keycloak = service('keycloak');
  const grafana = environmentOf('grafana');

  it('has the one name that the browser, Grafana and the proxy all use', async () => {
    const [issuer] = (await config()).issuers;
    const { KC_HOSTNAME } = environmentOf('keycloak');
    expect(issuer?.issuer).toBe(`${KC_HOSTNAME}/realms/acme`);
    for (const key of ['AUTH_URL', 'TOKEN_URL', 'API_URL', 'SIGNOUT_REDIRECT_URL']) {
      expect(grafana[`GF_AUTH_GENERIC_OAUTH_${key}`]).toMatch(`${issuer?.issuer}/protocol/openid-connect/`);
    }
  });

  it('is reached under that name inside, as the service, and outside, at the same port', () => {
    const { hostname, port } = new URL(environmentOf('keycloak').KC_HOSTNAME ?? '');
    expect(service(hostname)).toBe(keycloak);
    expect(keycloak.ports).toEqual([`127.0.0.1:${port}:${port}`]);
    expect(service('gatehouse').networks).toEqual(expect.arrayContaining(keycloak.networks));
    expect(service('grafana').networks).toEqual(expect.arrayContaining(keycloak.networks));
  });

  it('imports the realm at start, from the file that is mounted', () => {
    expect(keycloak.command).toEqual(['start-dev', '--import-realm']);
    expect(keycloak.volumes).toMatchObject([
      { source: './provisioning/keycloak/acme-realm.json', target: '/opt/keycloak/data/import/acme-realm.json' },
    ]);
  });

  it('gets its tokens renewed by Grafana, so that no expired ones are forwarded', () => {
    expect(grafana).toMatchObject({
      GF_AUTH_GENERIC_OAUTH_USE_REFRESH_TOKEN: 'true',
      GF_AUTH_GENERIC_OAUTH_USE_PKCE: 'true',
      GF_AUTH_GENERIC_OAUTH_SCOPES: 'openid profile email offline_access',
    });
  });

  it('makes the group platform administrators of Grafana, and nobody else', () => {
    expect(grafana.GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_PATH).toBe(
      "contains(groups[*], 'platform') && 'Admin' || 'Viewer'"
    );
  });
});

describe('provisioning for Grafana', () => {
  const dataSourcesSchema = z.object({
    apiVersion: z.literal(1),
    datasources: z.array(
      z.object({
        uid: z.string(),
        type: z.string(),
        access: z.string(),
        url: z.string(),
        jsonData: z.record(z.string(), z.unknown()),
      })
    ),
  });
  const { datasources } = dataSourcesSchema.parse(readData('provisioning/datasources/gatehouse.yaml'));

  it('has one data source for each backend', async () => {
    const { backends, listen } = await config();
    expect(datasources.map(({ uid, url }) => [uid, url])).toEqual(
      backends.map(({ name }) => [name, `http://gatehouse:${listen.port}/backend/${name}`])
    );
  });

  it.each(datasources)("forwards the user's OAuth identity from the data source $uid", (dataSource) => {
    const { uid, type, access, jsonData } = dataSource;
    expect({ type, access, ...jsonData }).toMatchObject({
      type: 'prometheus',
      access: 'proxy',
      oauthPassThru: true,
      httpMethod: 'POST',
      ...(uid === 'mimir'
        ? { prometheusType: 'Mimir', prometheusVersion: '2.9.1' }
        : { prometheusType: 'Prometheus', prometheusVersion: '2.24.0' }),
    });
  });

  it('sets the plugin up with the admin listener and its token', async () => {
    const { admin } = await config();
    expect(readData('provisioning/plugins/apps.yaml')).toEqual({
      apiVersion: 1,
      apps: [
        {
          type: 'gatehouse-tenancy-app',
          org_id: 1,
          disabled: false,
          jsonData: { proxyUrl: `http://gatehouse:${admin.listen.port}` },
          secureJsonData: { adminToken: '$GATEHOUSE_ADMIN_TOKEN' },
        },
      ],
    });
    expect(service('grafana').environment).toHaveProperty('GATEHOUSE_ADMIN_TOKEN');
  });

  it('lets Grafana load the plugin, which is not signed', () => {
    const id = 'gatehouse-tenancy-app';
    expect(service('grafana').environment.GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS).toBe(id);
    expect(service('grafana').volumes).toContainEqual(
      expect.objectContaining({ source: './dist', target: `/var/lib/grafana/plugins/${id}` })
    );
  });

  it('has a dashboard in the folder that its provider names', () => {
    const provider = z
      .object({ providers: z.tuple([z.object({ options: z.object({ path: z.string() }) })]) })
      .parse(readData('provisioning/dashboards/dashboards.yaml')).providers[0];
    expect(service('grafana').volumes).toContainEqual(expect.objectContaining({ target: provider.options.path }));
    expect(readData('provisioning/dashboards/who-sees-what.json')).toMatchObject({ uid: 'who-sees-what' });
  });
});

describe('the Grafana that signs X-Grafana-Id', () => {
  it('is known by its root URL, and its keys are where the proxy can reach them', async () => {
    const grafana = (await config()).issuers.find(({ kind }) => kind === 'grafana');
    expect(grafana?.issuer).toBe(environmentOf('grafana').GF_SERVER_ROOT_URL);
    const keys = new URL(grafana?.jwksUrl ?? '');
    expect([keys.port, keys.pathname]).toEqual(['3000', '/api/signing-keys/keys']);
    expect(service(keys.hostname).networks).toEqual(expect.arrayContaining(['front']));
    expect(service('gatehouse').networks).toContain('front');
  });

  it('lets its administrator see what the platform team sees, and nobody else who signs in there', async () => {
    const { issuers } = await config();
    const grafana = issuers.find(({ kind }) => kind === 'grafana');
    const seenAs = (role: string) => {
      const known = grafana && claimsToSubject(grafana, [{ sub: 'user:1', role }]);
      return known?.ok ? accessOf(indexPolicy(policy), known.subject, Date.now()).tenants.size : undefined;
    };
    expect([seenAs('Admin'), seenAs('Editor'), seenAs('Viewer')]).toEqual([6, 0, 0]);
  });
});

describe('provisioning/vmagent', () => {
  const scrape = z
    .object({
      scrape_configs: z.array(
        z.object({
          static_configs: z.array(
            z.object({ targets: z.array(z.string()), labels: z.object({ tenant: z.string(), team: z.string() }) })
          ),
        })
      ),
    })
    .parse(readData('provisioning/vmagent/scrape.yaml'));
  const groups = scrape.scrape_configs.flatMap(({ static_configs }) => static_configs);
  const agents = ['vmagent', 'vmagent-mimir'];
  const flags = (agent: string, flag: string) =>
    service(agent).command.flatMap((one) => (one.startsWith(`${flag}=`) ? [one.slice(flag.length + 1)] : []));
  const writtenTenants = (agent: string) =>
    flags(agent, '-remoteWrite.url').map((url) => /\/tenant\/([a-z-]+)\/api\/v1\/write$/.exec(url)?.[1] ?? url);

  /** Whom Gatehouse sees behind a token that Keycloak gave to a client for itself. */
  async function machine(client: string) {
    const [issuer] = (await config()).issuers;
    if (issuer === undefined) {
      throw new Error('gatehouse.yaml has no issuer');
    }
    const known = claimsToSubject(issuer, [{ sub: '5f0c2a10-0000-4000-8000-000000000005', azp: client }]);
    if (!known.ok) {
      throw new Error(known.message);
    }
    return known.subject;
  }

  it('scrapes what it can reach, which the backends are not', () => {
    const targets = groups.flatMap((group) => group.targets.map((target) => hostOf(`http://${target}`)));
    expect(targets.sort()).toEqual(['gatehouse', 'grafana', 'keycloak', 'vmagent']);
    for (const target of targets) {
      expect(service(target).networks).toEqual(expect.arrayContaining(service('vmagent').networks));
    }
    expect(service('vmagent').networks).not.toContain('metrics');
  });

  it('gives alice something to see, something else in her tenant, something of another tenant, and a canary', () => {
    const places = groups.map(({ labels }) => `${labels.tenant}/${labels.team}`);
    expect(places).toEqual(['acme/dev', 'acme/ops', 'globex/ops', 'canary/canary']);
  });

  it.each(agents)(
    'lets %s write through the data listener of Gatehouse, as the client vmagent of Keycloak',
    (agent) => {
      const { environment, networks } = service(agent);
      for (const url of flags(agent, '-remoteWrite.url')) {
        expect(url).toMatch(/^http:\/\/gatehouse:8431\/tenant\//);
      }
      expect(networks).toEqual(['front']);
      expect(flags(agent, '-remoteWrite.oauth2.clientID')).toEqual(['vmagent']);
      expect(flags(agent, '-remoteWrite.oauth2.clientSecret')).toEqual(['%{VMAGENT_CLIENT_SECRET}']);
      // Without one vmagent sends an empty scope.
      expect(flags(agent, '-remoteWrite.oauth2.scopes')).toEqual(['openid']);
      expect(environment.VMAGENT_CLIENT_SECRET).toBe(service('keycloak').environment.VMAGENT_CLIENT_SECRET);
      expect(flags(agent, '-remoteWrite.oauth2.tokenUrl')).toEqual([
        environmentOf('grafana').GF_AUTH_GENERIC_OAUTH_TOKEN_URL,
      ]);
    }
  );

  it('writes to every tenant of the demo policy: one agent to VictoriaMetrics, one to Mimir in its own protocol', () => {
    const onMimir = policy.tenants.filter(({ backend }) => backend === 'mimir').map(({ name }) => name);
    const others = policy.tenants.filter(({ backend }) => backend !== 'mimir').map(({ name }) => name);
    expect(writtenTenants('vmagent')).toEqual(others);
    expect(writtenTenants('vmagent-mimir')).toEqual(onMimir);
    expect(service('vmagent-mimir').command).toContain('-remoteWrite.forcePromProto');
  });

  it('is allowed by the demo policy to write there, and to read nothing', async () => {
    const index = indexPolicy(policy);
    for (const tenant of agents.flatMap(writtenTenants)) {
      const write = decide(index, await machine('vmagent'), { tenant, access: 'write' }, Date.now());
      const read = decide(index, await machine('vmagent'), { tenant, access: 'read' }, Date.now());
      const stranger = decide(index, await machine('grafana'), { tenant, access: 'write' }, Date.now());
      expect([tenant, write.reason, read.reason, stranger.reason]).toEqual([
        tenant,
        'allowed',
        'read-not-granted',
        'tenant-not-granted',
      ]);
    }
  });

  it('keeps the canary from everybody: written, granted to no reader, and at home where mistakes lead', () => {
    const readable = policy.mappings.flatMap(({ name, grants = [] }) =>
      grants.flatMap((grant) => ('access' in grant && grant.access !== 'write' ? [[name, grant.tenant]] : []))
    );
    expect(readable.filter(([, tenant]) => tenant?.startsWith('canary'))).toEqual([]);
    expect(policy.tenants).toContainEqual(expect.objectContaining({ name: 'canary', account: 0, project: 0 }));
  });

  it.each(agents)(
    "sends each tenant's series to its own URLs alone, without the label that told them apart (%s)",
    (agent) => {
      const files = flags(agent, '-remoteWrite.urlRelabelConfig');
      expect(files).toHaveLength(writtenTenants(agent).length);
      files.forEach((file, index) => {
        const [tenant = ''] = writtenTenants(agent)[index]?.split('-') ?? [];
        expect(readData(file.replace('/etc/vmagent/', 'provisioning/vmagent/'))).toEqual([
          { action: 'keep', source_labels: ['tenant'], regex: tenant },
          { action: 'labeldrop', regex: 'tenant' },
        ]);
      });
    }
  );
});

describe('provisioning/mimir', () => {
  const mimir = z
    .looseObject({
      target: z.literal('all'),
      multitenancy_enabled: z.literal(true),
      tenant_federation: z.object({ enabled: z.literal(true) }),
      server: z.looseObject({ http_listen_port: z.number() }),
    })
    .parse(readData('provisioning/mimir/mimir.yaml'));

  it('listens where the configuration of Gatehouse looks for it', async () => {
    const backend = (await config()).backends.find(({ kind }) => kind === 'mimir');
    expect(backend?.read).toEqual([`http://mimir:${mimir.server.http_listen_port}`]);
    expect(backend?.write).toEqual(backend?.read);
  });

  it('keeps everything on its volume', () => {
    const folders = [...readText('provisioning/mimir/mimir.yaml').matchAll(/dir: (\S+)/g)].map(([, folder]) => folder);
    expect(folders).toHaveLength(5);
    const [volume] = service('mimir').volumes.filter(({ type }) => type === 'volume');
    for (const folder of folders) {
      expect(folder?.startsWith(`${volume?.target}/`)).toBe(true);
    }
  });
});
