import { PassThrough } from 'node:stream';
import { createLogger } from './logger';

const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1LWFsaWNlIn0.c2lnbmF0dXJl';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
  const stream = new PassThrough();
  write(createLogger('info', stream));
  return String(stream.read() ?? '');
}

describe('logger', () => {
  it('writes one JSON object a line, with the level as a word and the time in ISO format', () => {
    const line = JSON.parse(logged((logger) => logger.info({ event: 'ready' }, 'ready')));
    expect(line).toEqual({ level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/), event: 'ready', msg: 'ready' });
  });

  it.each([
    ['at the top', { authorization: 'opaque-secret' }],
    ['in a header', { headers: { 'x-id-token': 'opaque-secret', 'x-grafana-id': 'opaque-secret' } }],
    ['two levels deep', { request: { headers: { cookie: 'opaque-secret', authorization: 'opaque-secret' } } }],
    ['as a token', { body: { token: 'opaque-secret' } }],
  ])('masks values under telling keys %s', (_, object) => {
    const text = logged((logger) => logger.info(object));
    expect(text).toContain('[masked]');
    expect(text).not.toContain('opaque-secret');
  });

  it.each([
    ['a JWT in a message', (logger: ReturnType<typeof createLogger>) => logger.info(`failed for ${JWT}`)],
    ['a JWT in an error', (logger: ReturnType<typeof createLogger>) => logger.error(new Error(`bad token ${JWT}`))],
    [
      'a JWT under an innocent key',
      (logger: ReturnType<typeof createLogger>) => logger.info({ path: `/x?jwt=${JWT}` }),
    ],
  ])('masks %s', (_, write) => {
    const text = logged(write);
    expect(text).not.toContain('eyJ');
    expect(() => JSON.parse(text)).not.toThrow();
  });

  it('masks an opaque bearer token and a machine credential', () => {
    const text = logged((logger) => logger.info('Authorization: Bearer abcdefgh12345678 and gate_0123456789abcdef'));
    expect(text).not.toMatch(/abcdefgh12345678|0123456789abcdef/);
  });

  it('masks a whole credential wherever it stands', () => {
    const secret = `gate_${'aB3_-'.repeat(9).slice(0, 43)}`;
    expect(logged((logger) => logger.info({ path: `/x%0a${secret}` }))).not.toContain('aB3_-aB3');
  });

  it('leaves ordinary text as it is', () => {
    expect(JSON.parse(logged((logger) => logger.info('bearer of news: team=dev'))).msg).toBe(
      'bearer of news: team=dev'
    );
  });
});
