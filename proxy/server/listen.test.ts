import { createServer } from 'node:http';
import { listen } from './listen';

describe('listening', () => {
  it('tells the real port when any was asked for', async () => {
    const server = createServer();
    expect(await listen(server, { host: '127.0.0.1', port: 0 }, 'listen')).toMatch(/^127\.0\.0\.1:[1-9]\d+$/);
    server.close();
  });

  it('writes IPv6 addresses in brackets', async () => {
    const server = createServer();
    const address = await listen(server, { host: '::1', port: 0 }, 'listen').catch((error: Error) => error.message);
    expect(address).toMatch(/\[::1\]:\d+/);
    server.close();
  });

  it('says which port is taken, of which listener, and what to do', async () => {
    const first = createServer();
    const [, port = ''] = (await listen(first, { host: '127.0.0.1', port: 0 }, 'listen')).split(':');
    await expect(listen(createServer(), { host: '127.0.0.1', port: Number(port) }, 'admin.listen')).rejects.toThrow(
      `cannot listen on 127.0.0.1:${port} (admin.listen): another process has this port; stop it or choose another port`
    );
    first.close();
  });

  it('says that the address is not of this machine', async () => {
    await expect(listen(createServer(), { host: '203.0.113.1', port: 0 }, 'listen')).rejects.toThrow(
      /this machine does not have the address/
    );
  });
});
