import type { ClientMetadata } from 'oidc-provider';

/** The `aud` of access tokens, and the client id of Grafana: what gatehouse.yaml's `audience` names. */
export const AUDIENCE = 'grafana';

/** OAuth clients that the provider knows: Grafana signs people in, machines write as themselves. */
export const GRAFANA_CLIENT = { id: AUDIENCE, secret: 'grafana-secret' } as const;
/** The machines' secrets by their client ids. */
export const MACHINE_CLIENTS = { vmagent: 'vmagent-secret', 'vmagent-globex': 'vmagent-globex-secret' } as const;
export type MachineName = keyof typeof MACHINE_CLIENTS;

/** Where Grafana's generic OAuth expects the code. */
export function redirectUriOf(grafanaUrl: string): string {
  return `${grafanaUrl.replace(/\/$/, '')}/login/generic_oauth`;
}

export function clientsFor(grafanaUrls: readonly string[]): ClientMetadata[] {
  return [
    {
      client_id: GRAFANA_CLIENT.id,
      client_secret: GRAFANA_CLIENT.secret,
      redirect_uris: grafanaUrls.map(redirectUriOf),
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    },
    ...Object.entries(MACHINE_CLIENTS).map(([id, secret]): ClientMetadata => ({
      client_id: id,
      client_secret: secret,
      redirect_uris: [],
      grant_types: ['client_credentials'],
      response_types: [],
    })),
  ];
}
