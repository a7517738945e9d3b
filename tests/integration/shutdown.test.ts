import { once } from 'node:events';
import { Agent, createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { listenOnLoopback } from './support/listenOnLoopback';
import { type Issuer, startIssuer } from './support/startIssuer';
import { type Proxy, startProxy } from './support/startProxy';

const POLICY = {
  tenants: [{ name: 'whole', backend: 'slow' }],
  mappings: [{ name: 'all', principals: ['authenticated'], grants: [{ tenant: 'whole', access: 'read' }] }],
};

let issuer: Issuer;
let upstream: Awaited<ReturnType<typeof listenOnLoopback>>;
/** The answers that the upstream has begun and not ended. */
let begun: ServerResponse[];

beforeEach(async () => {
  issuer = await startIssuer();
  begun = [];
  upstream = await listenOnLoopback(
    createServer((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.write('{"status":"success",');
      begun.push(response);
    })
  );
});

afterEach(async () => {
  await Promise.all([issuer.close(), upstream.close()]);
});

async function start(shutdownTimeout: string): Promise<Proxy> {
  const proxy = await startProxy({
    configOverrides: {
      shutdownTimeout,
      issuers: [{ name: 'keycloak', issuer: issuer.url, audience: ['grafana'] }],
      backends: [{ name: 'slow', kind: 'victoriametrics', url: upstream.url }],
    },
  });
  await proxy.put(POLICY);
  return proxy;
}

/** Begins a query whose answer the upstream keeps open. */
async function beginQuery(
  proxy: Proxy,
  agent: Agent
): Promise<{ response: IncomingMessage; text: () => Promise<string> }> {
  const headers = { Authorization: `Bearer ${await issuer.token()}` };
  const request = get(`${proxy.url}/api/v1/query?query=up`, { agent, headers });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const collected = (async () => {
    let text = '';
    for await (const chunk of response) {
      text += String(chunk);
    }
    return text;
  })();
  collected.catch(() => undefined);
  return { response, text: () => collected };
}

describe('a proxy that is told to stop', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s finishes a streamed answer, takes no new connections, says so, and exits with 0',
    async (signal) => {
      const proxy = await start('20s');
      const agent = new Agent({ keepAlive: true });
      const { response, text } = await beginQuery(proxy, agent);
      expect(response.statusCode).toBe(200);
      const exited = once(proxy.process, 'exit');
      proxy.process.kill(signal);
      await sleep(300);
      await expect(fetch(`${proxy.url}/api/v1/query?query=up`)).rejects.toThrow();
      const ready = await fetch(`${proxy.adminUrl}/readyz`);
      expect(ready.status).toBe(503);
      expect(await ready.json()).toMatchObject({ reasons: [{ code: 'stopping' }] });
      expect(proxy.process.exitCode).toBeNull();
      begun.forEach((one) => one.end('"data":[]}'));
      expect(await text()).toBe('{"status":"success","data":[]}');
      expect(await exited).toEqual([0, null]);
      expect(proxy.events('stopped')).toMatchObject([{ cutRequests: 0 }]);
      agent.destroy();
      await proxy.stop();
    },
    20_000
  );

  it('closes idle connections at once, those that never sent anything as well', async () => {
    const proxy = await start('20s');
    const agent = new Agent({ keepAlive: true });
    const request = get(`${proxy.url}/nowhere`, { agent });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'end');
    const silent = connect(Number(new URL(proxy.url).port), '127.0.0.1');
    await once(silent, 'connect');
    const startedAt = Date.now();
    expect(await proxy.stop()).toBe(0);
    expect(Date.now() - startedAt).toBeLessThan(3000);
    silent.destroy();
    agent.destroy();
  }, 20_000);

  it('cuts off what is not finished within shutdownTimeout, and counts it', async () => {
    const proxy = await start('1s');
    const agent = new Agent();
    const { text } = await beginQuery(proxy, agent);
    const startedAt = Date.now();
    expect(await proxy.stop()).toBe(0);
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(900);
    await expect(text()).rejects.toThrow('aborted');
    expect(proxy.events('stopped')).toMatchObject([{ cutRequests: 1 }]);
  }, 20_000);

  it('a second time exits at once', async () => {
    const proxy = await start('20s');
    const agent = new Agent();
    await beginQuery(proxy, agent);
    proxy.process.kill('SIGTERM');
    await sleep(300);
    expect(proxy.process.exitCode).toBeNull();
    expect(await proxy.stop()).toBe(143);
    agent.destroy();
  }, 20_000);
});
