import { randomBytes } from 'node:crypto';
import type { Configuration, JWK } from 'oidc-provider';
import { AUDIENCE, clientsFor, GRAFANA_CLIENT, INTROSPECTION_CLIENT, OPAQUE_CLIENT, OPAQUE_MACHINE } from './clients';
import { findPersonBySubject } from './people';

// A resource makes access tokens JWTs with an audience (RFC 8707); clients need not ask for it, it is the default.
const RESOURCE = 'urn:gatehouse:grafana';
const OPAQUE_RESOURCE = 'urn:gatehouse:opaque';
const SCOPE = 'openid profile email groups offline_access';
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 24 * HOUR_SECONDS;

/** oidc-provider's configuration: known clients, people of the story, JWT access tokens, no consent page. */
export function configurationFor(grafanaUrls: readonly string[], privateKeys: readonly JWK[]): Configuration {
  return {
    clients: clientsFor(grafanaUrls),
    jwks: { keys: [...privateKeys] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    scopes: SCOPE.split(' '),
    claims: {
      openid: ['sub'],
      profile: ['name'],
      email: ['email', 'email_verified'],
      groups: ['groups'],
    },
    // Like Keycloak and most others, and unlike the specification's default: the ID token carries the claims itself.
    conformIdTokenClaims: false,
    pkce: {
      required: (_context, client) => [GRAFANA_CLIENT.id, OPAQUE_CLIENT.id].some((id) => id === client.clientId),
    },
    interactions: { url: (_context, interaction) => `/login/${interaction.uid}` },
    ttl: {
      AccessToken: HOUR_SECONDS,
      IdToken: HOUR_SECONDS,
      ClientCredentials: HOUR_SECONDS,
      Grant: DAY_SECONDS,
      Interaction: HOUR_SECONDS,
      RefreshToken: DAY_SECONDS,
      Session: HOUR_SECONDS,
    },
    findAccount: (_context, sub) => {
      const person = findPersonBySubject(sub);
      return person && { accountId: sub, claims: () => ({ ...person, groups: [...person.groups] }) };
    },
    extraTokenClaims: (_context, token) => {
      const person = token.kind === 'AccessToken' ? findPersonBySubject(token.accountId) : undefined;
      return person && { ...person, groups: [...person.groups] };
    },
    // Refresh tokens without the `prompt=consent` that offline_access would need.
    issueRefreshToken: (_context, client) => client.grantTypeAllowed('refresh_token'),
    expiresWithSession: () => false,
    loadExistingGrant: async ({ oidc }) => {
      const { client, session } = oidc;
      if (client === undefined || session?.accountId === undefined) {
        return undefined;
      }
      const grant = new oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope(SCOPE);
      await grant.save();
      return grant;
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: {
        enabled: true,
        allowedPolicy: (_context, client) => client.clientId === INTROSPECTION_CLIENT.id,
      },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: (_context, client, oneOf) => oneOf?.[0] ?? resourceOf(client.clientId),
        useGrantedResource: () => true,
        getResourceServerInfo: (_context, resource) => ({
          scope: '',
          audience: AUDIENCE,
          accessTokenFormat: resource === OPAQUE_RESOURCE ? 'opaque' : 'jwt',
          accessTokenTTL: HOUR_SECONDS,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  };
}

/** What a client's access tokens are for. A person's opaque one is for nothing but the provider's userinfo endpoint. */
function resourceOf(clientId: string): string {
  switch (clientId) {
    case OPAQUE_CLIENT.id:
      return '';
    case OPAQUE_MACHINE.id:
      return OPAQUE_RESOURCE;
    default:
      return RESOURCE;
  }
}
