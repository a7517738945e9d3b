import { z } from 'zod';
import { readData, readText, service } from './stack';

const mapperSchema = z.object({
  name: z.string(),
  protocol: z.literal('openid-connect'),
  protocolMapper: z.string(),
  config: z.record(z.string(), z.string()),
});

const realm = z
  .object({
    realm: z.string(),
    enabled: z.boolean(),
    groups: z.array(z.object({ name: z.string() })),
    users: z.array(
      z.looseObject({
        id: z.uuid(),
        username: z.string(),
        enabled: z.literal(true),
        groups: z.array(z.string()).default([]),
        realmRoles: z.array(z.string()),
        serviceAccountClientId: z.string().optional(),
      })
    ),
    clients: z.array(
      z.looseObject({
        clientId: z.string(),
        publicClient: z.literal(false),
        secret: z.string(),
        standardFlowEnabled: z.boolean(),
        serviceAccountsEnabled: z.boolean(),
        directAccessGrantsEnabled: z.literal(false),
        implicitFlowEnabled: z.literal(false),
        redirectUris: z.array(z.string()),
        attributes: z.record(z.string(), z.string()).optional(),
        defaultClientScopes: z.array(z.string()),
        optionalClientScopes: z.array(z.string()),
        protocolMappers: z.array(mapperSchema),
      })
    ),
  })
  .parse(readData('provisioning/keycloak/acme-realm.json'));

const client = (id: string) => realm.clients.find(({ clientId }) => clientId === id);

describe('provisioning/keycloak/acme-realm.json', () => {
  it('is the enabled realm acme', () => {
    expect(realm).toMatchObject({ realm: 'acme', enabled: true });
  });

  it.each([
    ['alice', 'alice@acme.example', 'acme-dev'],
    ['bob', 'bob@globex.example', 'globex-ops'],
    ['carol', 'carol@platform.example', 'platform'],
    ['mallory', 'mallory@evil.example', 'contractors'],
  ])('has %s with a verified address, the name as password, and one group', (username, email, group) => {
    expect(realm.users.find((user) => user.username === username)).toMatchObject({
      email,
      emailVerified: true,
      credentials: [{ type: 'password', value: username, temporary: false }],
      groups: [`/${group}`],
      // Keycloak asks for missing names at the first log-in, and refuses offline_access without the default roles.
      firstName: expect.stringMatching(/./),
      lastName: expect.stringMatching(/./),
      realmRoles: ['default-roles-acme'],
    });
    expect(realm.groups).toContainEqual({ name: group });
  });

  it("has four people and vmagent's service account", () => {
    const people = realm.users.filter((user) => user.serviceAccountClientId === undefined);
    expect(people.map(({ username }) => username)).toEqual(['alice', 'bob', 'carol', 'mallory']);
    expect(realm.users.filter((user) => user.serviceAccountClientId !== undefined)).toMatchObject([
      { username: 'service-account-vmagent', serviceAccountClientId: 'vmagent', groups: [] },
    ]);
  });

  it('gives nobody a claim of their own: no attributes of users, no mapper of attributes', () => {
    expect(realm.users.filter((user) => 'attributes' in user)).toEqual([]);
    const mappers = realm.clients.flatMap(({ protocolMappers }) => protocolMappers);
    expect(new Set(mappers.map(({ protocolMapper }) => protocolMapper))).toEqual(
      new Set(['oidc-group-membership-mapper', 'oidc-audience-mapper'])
    );
    expect(readText('provisioning/keycloak/acme-realm.json')).not.toContain('vm_access');
  });

  it("leaves Keycloak's own client scopes in place, which a list of scopes in the file would replace", () => {
    expect(readData('provisioning/keycloak/acme-realm.json')).not.toHaveProperty('clientScopes');
  });

  const audience = {
    protocolMapper: 'oidc-audience-mapper',
    config: { 'included.client.audience': 'grafana', 'access.token.claim': 'true' },
  };

  it('puts groups by their names and the audience grafana into the tokens of grafana', () => {
    expect(client('grafana')?.protocolMappers).toMatchObject([
      {
        protocolMapper: 'oidc-group-membership-mapper',
        config: {
          'claim.name': 'groups',
          'full.path': 'false',
          'access.token.claim': 'true',
          'id.token.claim': 'true',
        },
      },
      audience,
    ]);
  });

  it('gives vmagent the same audience and no groups: the policy knows it by `azp`, which Keycloak always sets', () => {
    expect(client('vmagent')?.protocolMappers).toMatchObject([audience]);
  });

  it('puts `sub` into all access tokens, and the address into those of people', () => {
    // Since Keycloak 25 `sub` comes from the scope "basic".
    expect(client('grafana')?.defaultClientScopes).toEqual(expect.arrayContaining(['basic', 'email', 'profile']));
    expect(client('vmagent')?.defaultClientScopes).toEqual(['basic']);
  });

  it('lets Grafana log people in at one redirect URI, with PKCE, and keep them logged in', () => {
    const root = service('grafana').environment.GF_SERVER_ROOT_URL;
    expect(client('grafana')).toMatchObject({
      standardFlowEnabled: true,
      serviceAccountsEnabled: false,
      redirectUris: [`${root}login/generic_oauth`],
      attributes: { 'pkce.code.challenge.method': 'S256', 'post.logout.redirect.uris': `${root}login` },
      optionalClientScopes: ['offline_access'],
    });
  });

  it('lets vmagent have tokens of its own and nothing else', () => {
    expect(client('vmagent')).toMatchObject({
      standardFlowEnabled: false,
      serviceAccountsEnabled: true,
      redirectUris: [],
    });
  });

  it("takes the clients' secrets from the environment of the container", () => {
    for (const { secret } of realm.clients) {
      const [, variable = ''] = /^\$\{([A-Z_]+)\}$/.exec(secret) ?? [];
      expect(service('keycloak').environment).toHaveProperty(variable);
    }
    expect(service('grafana').environment.GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET).toBe(
      service('keycloak').environment.GRAFANA_CLIENT_SECRET
    );
  });
});
