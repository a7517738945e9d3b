import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { type IdentityProcess, startIdentityProcess } from '../identity/client';
import { listen } from '../processes/listen';
import { waitFor } from '../processes/waitFor';
import { type Recorder, startNode, startRecorder, type VictoriaMetricsNode } from '../victoriametrics';
import { startVmagent, type Vmagent } from '.';

describe('vmagent', () => {
  let folder: string;
  let identity: IdentityProcess;
  let node: VictoriaMetricsNode;
  let recorder: Recorder;
  let vmagent: Vmagent;
  let scraped: Awaited<ReturnType<typeof listen>>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-vmagent-'));
    [identity, node, scraped] = await Promise.all([
      startIdentityProcess({ folder }),
      startNode({ folder: join(folder, 'node') }),
      listen(createServer((_request, response) => response.end('scraped 1\n'))),
    ]);
    recorder = await startRecorder(node.url);
    vmagent = await startVmagent({
      folder: join(folder, 'vmagent'),
      remoteWriteUrl: `${recorder.url}/api/v1/write`,
      oauth2: {
        clientId: 'vmagent',
        clientSecret: 'vmagent-secret',
        tokenUrl: identity.tokenUrl,
        scopes: ['openid'],
      },
      scrape: [new URL(scraped.url).host],
    });
  }, 60_000);
  afterAll(async () => {
    await vmagent.close();
    await recorder.close();
    await Promise.all([node.close(), identity.close(), scraped.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  const arrival = (metric: string) =>
    waitFor(`${metric} in VictoriaMetrics`, async () => {
      await node.flush();
      const answer = await fetch(`${node.url}/api/v1/series?match[]=${metric}`);
      const [series] = ((await answer.json()) as { data: Array<Record<string, string>> }).data;
      return series;
    });

  test('writes what it is given and what it scrapes, with its own token', async () => {
    await vmagent.push('pushed{a="b"} 1');
    expect(await arrival('pushed')).toEqual({ __name__: 'pushed', a: 'b' });
    expect(await arrival('scraped')).toEqual({
      __name__: 'scraped',
      job: 'test',
      instance: new URL(scraped.url).host,
    });
    const [request] = recorder.requests.filter(({ method }) => method === 'POST');
    expect(request?.headers).toMatchObject({
      'content-encoding': expect.stringMatching(/^(snappy|zstd)$/),
      'content-type': 'application/x-protobuf',
    });
    expect(decodeJwt(request?.headers.authorization?.replace('Bearer ', '') ?? '')).toMatchObject({ sub: 'vmagent' });
  });

  test('keeps its queue when what it writes to is away and it is started again', async () => {
    await recorder.close();
    await vmagent.push('queued 1');
    await waitFor('a failed attempt', async () =>
      (await vmagent.counter('vmagent_remotewrite_errors_total')) > 0 ? true : undefined
    );
    await vmagent.restart();
    recorder = await startRecorder(node.url, { port: Number(new URL(recorder.url).port) });
    expect(await arrival('queued')).toEqual({ __name__: 'queued' });
  }, 30_000);
});
