import { z } from 'zod';
import { startIdentityProcess } from '../../../dev/identity/client';
import { GRAFANA_CLIENT, MACHINE_CLIENTS } from '../../../dev/identity/clients';
import type { PersonName } from '../../../dev/identity/people';

/** Where Grafana of the Docker stack takes codes. Nothing needs to listen there: the browser's part ends at this address. */
export const REDIRECT_URI = 'http://localhost:3000/login/generic_oauth';

export interface LoginProvider {
  /** Where discovery is asked. */
  discoveryUrl: string;
  /** How the proxy is to be configured, without a name. */
  issuer: { issuer: string; jwksUrl?: string };
  client: { id: string; secret: string };
  machine: { id: string; secret: string };
  /** What Grafana asks for, separated by spaces. */
  scopes: string;
  /** What a person types into the form, by the names of the fields. */
  typed(person: PersonName, password?: string): Record<string, string>;
  close(): Promise<void>;
}

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.string() });

/**
 * The identity provider that the login flow runs against: the real Keycloak of `GATEHOUSE_TEST_KEYCLOAK_URL` with the realm of
 * `provisioning/keycloak/`, else the test identity provider.
 */
export async function startLoginProvider(env: NodeJS.ProcessEnv = process.env): Promise<LoginProvider> {
  const { GATEHOUSE_TEST_KEYCLOAK_URL: keycloak } = env;
  return keycloak === undefined ? testProvider() : realKeycloak(keycloak, env);
}

async function realKeycloak(url: string, env: NodeJS.ProcessEnv): Promise<LoginProvider> {
  const discoveryUrl = `${url.replace(/\/$/, '')}/realms/acme`;
  const { issuer, jwks_uri: jwksUrl } = await discover(discoveryUrl);
  return {
    discoveryUrl,
    // KC_HOSTNAME may give the issuer a name that is not the one by which it is reached here.
    issuer: issuer === discoveryUrl ? { issuer } : { issuer, jwksUrl },
    client: { id: 'grafana', secret: env.GATEHOUSE_TEST_KEYCLOAK_GRAFANA_SECRET ?? 'try-grafana-secret' },
    machine: { id: 'vmagent', secret: env.GATEHOUSE_TEST_KEYCLOAK_VMAGENT_SECRET ?? 'try-vmagent-secret' },
    scopes: 'openid profile email offline_access',
    typed: (person, password = person) => ({ username: person, password }),
    close: () => Promise.resolve(),
  };
}

async function testProvider(): Promise<LoginProvider> {
  const identity = await startIdentityProcess({ grafanaUrl: new URL(REDIRECT_URI).origin });
  return {
    discoveryUrl: identity.issuer,
    issuer: { issuer: identity.issuer },
    client: GRAFANA_CLIENT,
    machine: { id: 'vmagent', secret: MACHINE_CLIENTS.vmagent },
    scopes: 'openid profile email groups offline_access',
    typed: (person, password = person) => ({ user: person, password }),
    close: () => identity.close(),
  };
}

async function discover(url: string): Promise<z.infer<typeof discoverySchema>> {
  const response = await fetch(`${url}/.well-known/openid-configuration`);
  if (!response.ok) {
    throw new Error(`${url} answers ${response.status} to OpenID discovery`);
  }
  return discoverySchema.parse(await response.json());
}
