import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { listenOnLoopback } from './support/listenOnLoopback';
import { configuration, runGatehouse, startProxy } from './support/startProxy';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-config-'));
});

afterEach(() => rm(folder, { recursive: true }));

async function serve(text: string, environment?: NodeJS.ProcessEnv) {
  const file = join(folder, 'gatehouse.yaml');
  await writeFile(file, text);
  return { file, ...(await runGatehouse(['serve', '--config', file], environment)) };
}

describe('gatehouse serve', () => {
  it('tells every mistake in the configuration with its line and column, and exits with 2', async () => {
    const text = stringify(configuration({ listen: 'nowhere', colour: 'red' }));
    const { file, code, stdout, stderr } = await serve(text);
    const line = text.split('\n').findIndex((one) => one.startsWith('colour')) + 1;
    expect(stderr).toBe(
      `${file}:1:9: listen: an address and a port, such as 0.0.0.0:8431\n` +
        `${file}:${line}:1: the key colour is not known here; remove it or correct its spelling\n`
    );
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('tells that a port is taken, without a stack trace, and exits with 1', async () => {
    const other = await listenOnLoopback(createServer());
    const address = other.url.replace('http://', '');
    const { code, stderr } = await serve(stringify(configuration({ listen: address })));
    await other.close();
    expect(stderr).toBe(
      `cannot listen on ${address} (listen): another process has this port; stop it or choose another port\n`
    );
    expect(code).toBe(1);
  });

  it('needs a configuration', async () => {
    const { code, stderr } = await runGatehouse(['serve']);
    expect(stderr).toMatch(/--config <file>/);
    expect(code).toBe(2);
  });

  it('takes secrets from the environment and shows them nowhere', async () => {
    const secret = 'secret-from-the-environment';
    const proxy = await startProxy({
      configOverrides: { admin: { listen: '127.0.0.1:0', token: '${GATEHOUSE_TEST_SECRET}' }, log: { level: 'trace' } },
      environment: { GATEHOUSE_TEST_SECRET: secret },
    });
    const response = await proxy.admin('/v1/status', { headers: { Authorization: `Bearer ${secret}` } });
    expect(response.status).toBe(200);
    expect(await response.text()).not.toContain(secret);
    await proxy.stop();
    expect(proxy.logs()).not.toContain(secret);
  });
});

describe('gatehouse', () => {
  it('prints its version', async () => {
    expect(await runGatehouse(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
  });

  it('explains itself with an example', async () => {
    const { stdout } = await runGatehouse(['serve', '--help']);
    expect(stdout).toMatch(/Example:\n {2}gatehouse serve --config/);
  });
});
