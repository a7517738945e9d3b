import { join } from 'node:path';
import { checkPolicy } from '@gatehouse/model';
import { z } from 'zod';
import { loadConfig } from '../../proxy/config/load';
import { readData, ROOT, service, withDefaults } from './stack';

const environmentOf = (name: string) =>
  Object.fromEntries(Object.entries(service(name).environment).map(([key, value]) => [key, withDefaults(value)]));

const config = () => loadConfig(join(ROOT, 'provisioning/gatehouse/gatehouse.yaml'), environmentOf('gatehouse'));

const hostOf = (url: string) => new URL(url).hostname;

describe('provisioning/gatehouse', () => {
  it('has a gatehouse.yaml that the proxy accepts with the environment of its container', async () => {
    expect((await config()).admin.token).toBe('try-gatehouse-admin-token');
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
    const { storeFile } = await config();
    const targets = service('gatehouse').volumes.filter(({ type }) => type === 'volume');
    expect(targets.some(({ target }) => storeFile.startsWith(`${target}/`))).toBe(true);
  });

  it('reaches backends that share a network with it', async () => {
    const urls = (await config()).backends.flatMap(({ read, write }) => [...new Set([...read, ...write])]);
    expect(urls).toHaveLength(3);
    for (const url of urls) {
      const backend = service(hostOf(url));
      expect(backend.networks.filter((network) => service('gatehouse').networks.includes(network))).not.toEqual([]);
    }
  });

  it('has a demo policy without problems and warnings, for the configured backends and issuers', async () => {
    const { backends, issuers } = await config();
    const { policy, comment } = z
      .strictObject({ policy: z.unknown(), comment: z.string().min(1) })
      .parse(readData('provisioning/gatehouse/policy.json'));
    const surroundings = {
      backends: new Map(backends.map(({ name, kind }) => [name, kind])),
      issuers: issuers.map(({ name }) => name),
    };
    expect(comment).toBe(comment.trim());
    expect(checkPolicy(policy, surroundings, Date.now())).toMatchObject({ problems: [], warnings: [] });
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

  it.each(datasources)("forwards the user's OAuth identity from the data source $uid", ({ type, access, jsonData }) => {
    expect({ type, access, ...jsonData }).toMatchObject({
      type: 'prometheus',
      access: 'proxy',
      oauthPassThru: true,
      httpMethod: 'POST',
      prometheusType: 'Prometheus',
      prometheusVersion: '2.24.0',
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
  const { command, networks } = service('vmagent');

  it('scrapes every service of the stack that it can reach', () => {
    const targets = groups.flatMap((group) => group.targets.map((target) => hostOf(`http://${target}`)));
    expect(targets.sort()).toEqual(
      ['gatehouse', 'grafana', 'keycloak', 'victoria-metrics', 'vmagent', 'vminsert', 'vmselect', 'vmstorage'].sort()
    );
    for (const target of targets) {
      expect(service(target).networks.some((network) => networks.includes(network))).toBe(true);
    }
  });

  it('gives alice something to see, something else in her tenant, something of another tenant, and a canary', () => {
    const places = groups.map(({ labels }) => `${labels.tenant}/${labels.team}`);
    expect(places).toEqual(expect.arrayContaining(['acme/dev', 'acme/ops', 'globex/ops', 'canary/canary']));
  });

  it('writes to both backends, to the cluster with the accounts of the demo policy', () => {
    expect(command.filter((flag) => flag.startsWith('-remoteWrite.url'))).toEqual([
      '-remoteWrite.url=http://vminsert:8480/insert/multitenant/prometheus/api/v1/write',
      '-remoteWrite.urlRelabelConfig=/etc/vmagent/cluster-relabel.yaml',
      '-remoteWrite.url=http://victoria-metrics:8428/api/v1/write',
    ]);
    expect(readData('provisioning/vmagent/cluster-relabel.yaml')).toEqual([
      { source_labels: ['tenant'], regex: 'acme', target_label: 'vm_account_id', replacement: '1' },
      { source_labels: ['tenant'], regex: 'globex', target_label: 'vm_account_id', replacement: '2' },
      { action: 'labeldrop', regex: 'tenant' },
    ]);
  });
});
