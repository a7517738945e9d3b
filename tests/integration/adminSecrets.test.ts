import { createServer } from 'node:http';
import { listenOnLoopback } from './support/listenOnLoopback';
import { startIssuer } from './support/startIssuer';
import { ADMIN_TOKEN, publish, startProxy } from './support/startProxy';

const POLICY = {
  tenants: [{ name: 'whole', backend: 'single' }],
  mappings: [{ name: 'all', principals: ['authenticated'], grants: [{ tenant: 'whole', access: 'read' }] }],
};

const cleanups: Array<() => Promise<unknown>> = [];

afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()));
});

describe('secrets', () => {
  it('show neither in the log at its finest level, nor in any answer, nor in the metrics, nor upstream', async () => {
    const upstreamSaw: string[] = [];
    const upstream = await listenOnLoopback(
      createServer((request, response) => {
        upstreamSaw.push(JSON.stringify([request.url, request.rawHeaders]));
        response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"status":"success"}');
      })
    );
    cleanups.push(upstream.close);
    const issuer = await startIssuer();
    cleanups.push(issuer.close);
    const proxy = await startProxy({
      configOverrides: {
        log: { level: 'trace' },
        issuers: [{ name: 'keycloak', issuer: issuer.url, audience: ['grafana'] }],
        backends: [{ name: 'single', kind: 'victoriametrics', url: upstream.url }],
      },
    });
    cleanups.push(proxy.stop);
    await proxy.put(POLICY);
    const [valid, idToken] = [await issuer.token(), await issuer.token({ nonce: 'n' })];
    const expired = await issuer.token({ exp: 1 });
    const stranger = `${valid.slice(0, -40)}${'A'.repeat(40)}`;
    const opaque = 'opaque-access-token-of-some-length';
    const cookie = 'grafana_session=cookie-of-some-length';
    const wrongAdmin = 'wrong-admin-token-0123456789abcdef';
    const answers: string[] = [];
    const statuses: number[] = [];

    const query = async (headers: Record<string, string>, parameters = '') => {
      const response = await fetch(`${proxy.url}/api/v1/query?query=up${parameters}`, { headers });
      statuses.push(response.status);
      answers.push(await response.text());
    };
    await query({ Authorization: `Bearer ${valid}`, 'X-Id-Token': idToken, 'X-Grafana-Id': idToken, Cookie: cookie });
    await query({ Authorization: `Bearer ${expired}` });
    await query({ Authorization: `Bearer ${stranger}` });
    await query({ Authorization: `Bearer ${opaque}` });
    await query({ Cookie: cookie }, `&authKey=${opaque}`);
    expect(statuses).toEqual([200, 401, 401, 401, 401]);

    for (const token of [valid, expired, opaque]) {
      const body = JSON.stringify({ token });
      const headers = { 'Content-Type': 'application/json' };
      answers.push(await (await proxy.admin('/v1/explain', { method: 'POST', headers, body })).text());
    }
    const refused = await proxy.admin('/v1/policy', {
      headers: { Authorization: `Bearer ${wrongAdmin}`, Cookie: cookie },
    });
    answers.push(await refused.text());
    answers.push(await (await publish(proxy.admin, 0, POLICY, 'c', { 'X-Id-Token': idToken })).text());
    answers.push(await (await proxy.admin('/v1/status')).text());
    answers.push(await (await fetch(`${proxy.adminUrl}/metrics`)).text());
    await proxy.stop();

    expect(upstreamSaw.filter((seen) => seen.includes('/query'))).toHaveLength(1);
    const everything = [proxy.logs(), ...answers, ...upstreamSaw].join('\n');
    expect(proxy.events('request-refused')).toHaveLength(4);
    // A signature or a piece of the claims would be as bad as the whole token.
    const pieces = [valid, idToken, expired, stranger].flatMap((token) =>
      token.split('.').map((part) => part.slice(0, 40))
    );
    for (const secret of [...pieces, opaque, cookie, ADMIN_TOKEN, wrongAdmin]) {
      expect(everything).not.toContain(secret);
    }
  }, 30_000);
});
