/** What the snippets are filled with. */
export interface SnippetValues {
  /** The data listener's URL, without a slash at its end. */
  dataUrl: string;
  /** The service's name. */
  name: string;
  secret: string;
  /** The tenant that is asked or written to. */
  tenant: string;
}

/** Where machines keep the secret: a file of its own, so that it stands in no list of processes. */
const SECRET_FILE = '/run/secrets/gatehouse';

/** The flags of vmagent. */
export function vmagentBearer({ dataUrl, tenant }: SnippetValues): string {
  return [
    'vmagent \\',
    `  -remoteWrite.url=${dataUrl}/tenant/${tenant}/api/v1/write \\`,
    `  -remoteWrite.bearerTokenFile=${SECRET_FILE}`,
  ].join('\n');
}

/** The same for what knows only user name and password. */
export function vmagentBasic({ dataUrl, tenant, name }: SnippetValues): string {
  return [
    'vmagent \\',
    `  -remoteWrite.url=${dataUrl}/tenant/${tenant}/api/v1/write \\`,
    `  -remoteWrite.basicAuth.username=${name} \\`,
    `  -remoteWrite.basicAuth.passwordFile=${SECRET_FILE}`,
  ].join('\n');
}

/** Writes the file with the secret. The shell reads it from its input, so that it stays out of the history. */
export function secretFile({ secret }: SnippetValues): string {
  return [`install -m 600 /dev/stdin ${SECRET_FILE} <<'EOF'`, secret, 'EOF'].join('\n');
}

/** A data source for alert rules, as Grafana provisions it. */
export function provisionedDataSource({ dataUrl, tenant }: SnippetValues): string {
  return `apiVersion: 1
datasources:
  - name: Gatehouse (${tenant})
    type: prometheus
    access: proxy
    url: ${dataUrl}/tenant/${tenant}
    jsonData:
      oauthPassThru: true
      httpMethod: POST
      httpHeaderName1: X-Gatehouse-Credential
    secureJsonData:
      httpHeaderValue1: $GATEHOUSE_RULES_CREDENTIAL
`;
}

/** The variable that the provisioned data source names, in Grafana's environment. */
export function grafanaEnvironment({ secret }: SnippetValues): string {
  return `GATEHOUSE_RULES_CREDENTIAL=${secret}`;
}

/** A query by curl. */
export function curlQuery({ dataUrl, tenant }: SnippetValues): string {
  return [
    `curl -G -H @gatehouse.header ${dataUrl}/tenant/${tenant}/api/v1/query \\`,
    `  --data-urlencode 'query=up'`,
  ].join('\n');
}

/** The header of that query, in a file. */
export function curlHeaderFile({ secret }: SnippetValues): string {
  return [`install -m 600 /dev/stdin gatehouse.header <<'EOF'`, `Authorization: Bearer ${secret}`, 'EOF'].join('\n');
}
