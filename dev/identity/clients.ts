import type { ClientMetadata } from 'oidc-provider';

/** The `aud` of access tokens, and the client id of Grafana: what gatehouse.yaml's `audience` names. */
export const AUDIENCE = 'grafana';

/** OAuth clients that the provider knows: Grafana signs people in, machines write as themselves. */
export const GRAFANA_CLIENT = { id: AUDIENCE, secret: 'grafana-secret' } as const;
/** The machines' secrets by their client ids. */
export const MACHINE_CLIENTS = { vmagent: 'vmagent-secret', 'vmagent-globex': 'vmagent-globex-secret' } as const;
export type MachineName = keyof typeof MACHINE_CLIENTS;

/** Grafana where access tokens are opaque, as Google's are: its ID tokens have this client id as `aud`. */
export const OPAQUE_CLIENT = { id: 'grafana-opaque', secret: 'grafana-opaque-secret' } as const;
/** A machine whose access tokens are opaque; the introspection names the audience `grafana`. */
export const OPAQUE_MACHINE = { id: 'machine-opaque', secret: 'machine-opaque-secret' } as const;
/** Who may introspect tokens: the proxy. It gets none itself. */
export const INTROSPECTION_CLIENT = { id: 'gatehouse', secret: 'gatehouse-secret' } as const;

/** Where Grafana's generic OAuth expects the code. */
export function redirectUriOf(grafanaUrl: string): string {
  return `${grafanaUrl.replace(/\/$/, '')}/login/generic_oauth`;
}

export function clientsFor(grafanaUrls: readonly string[]): ClientMetadata[] {
  const machines = { ...MACHINE_CLIENTS, [OPAQUE_MACHINE.id]: OPAQUE_MACHINE.secret };
  return [
    ...[GRAFANA_CLIENT, OPAQUE_CLIENT].map(({ id, secret }): ClientMetadata => ({
      client_id: id,
      client_secret: secret,
      redirect_uris: grafanaUrls.map(redirectUriOf),
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    })),
    ...Object.entries(machines).map(([id, secret]): ClientMetadata => ({
      client_id: id,
      client_secret: secret,
      redirect_uris: [],
      grant_types: ['client_credentials'],
      response_types: [],
    })),
    {
      client_id: INTROSPECTION_CLIENT.id,
      client_secret: INTROSPECTION_CLIENT.secret,
      redirect_uris: [],
      grant_types: [],
      response_types: [],
    },
  ];
}
