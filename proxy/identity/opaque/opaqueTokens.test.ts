import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { configSchema } from '../../config/schema';
import { createMetrics } from '../../telemetry/metrics';
import { createOpaqueTokens, type OpaqueTokens, type OpaqueTokensParts } from './opaqueTokens';
import { type Asked, AskedIssuer, sendJson } from './testing/askedIssuer';
import { latch } from './testing/latch';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const SECONDS = NOW / 1000;
const GOOD = { active: true, sub: 'u-alice', aud: 'grafana', token_type: 'Bearer' };
const INTROSPECTION = { by: 'introspection', clientId: 'gatehouse', clientSecret: 'secret' };

let issuer: AskedIssuer;
let clock: number;
let metrics: ReturnType<typeof createMetrics>;
let lines: string[];
let tokens: OpaqueTokens;

function start(opaque: object = INTROSPECTION, more: object = {}, bounds?: OpaqueTokensParts['bounds']): void {
  const [config] = configSchema.shape.issuers.parse([
    { name: 'idp', issuer: issuer.url, audience: ['grafana'], opaque, ...more },
  ]);
  if (config?.opaque === undefined) {
    throw new Error('no configuration');
  }
  const logger = pino({ level: 'info' }, { write: (line) => void lines.push(line) });
  tokens = createOpaqueTokens({
    config,
    opaque: config.opaque,
    metrics,
    logger,
    now: () => clock,
    bounds,
  });
}

beforeEach(async () => {
  clock = NOW;
  lines = [];
  metrics = createMetrics('test');
  issuer = new AskedIssuer();
  await issuer.start();
  start();
});

afterEach(() => {
  tokens.close();
  issuer.stop();
});

const answerWith = (document: unknown) => {
  issuer.answer = (_asked, response) => sendJson(response, document);
};

/** The subject, or why there is none. */
async function outcome(token = 'opaque-1'): Promise<string> {
  const result = await tokens.verify(token, 0, clock);
  return result.ok ? result.claims.sub : `${result.status} ${result.reason}`;
}

const events = () => lines.map((line) => (JSON.parse(line) as { event: string }).event);

async function counted(): Promise<Record<string, number>> {
  const { values } = await metrics.introspections.get();
  return Object.fromEntries(values.map(({ labels, value }) => [String(labels.result), value]));
}

describe('introspection', () => {
  it('is asked in a form, as a client, and never by the URL', async () => {
    start({ by: 'introspection', clientId: 'gate house:é', clientSecret: 'a+b %&=ü:' });
    answerWith(GOOD);
    expect(await outcome('Ab1-._~+/x==')).toBe('u-alice');
    const [asked] = issuer.asked;
    expect(asked).toMatchObject({
      method: 'POST',
      target: '/introspect',
      body: 'token=Ab1-._%7E%2B%2Fx%3D%3D&token_type_hint=access_token',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    });
    const [, credentials = ''] = /^Basic (.+)$/.exec(asked?.headers.authorization ?? '') ?? [];
    expect(Buffer.from(credentials, 'base64').toString()).toBe('gate+house%3A%C3%A9:a%2Bb+%25%26%3D%C3%BC%3A');
  });

  it('names whom the answer names, with all its claims and the place of the header', async () => {
    answerWith({ ...GOOD, groups: ['dev'], exp: SECONDS + 30 });
    expect(await tokens.verify('opaque-1', 3, clock)).toMatchObject({
      ok: true,
      preference: 3,
      claims: { sub: 'u-alice', groups: ['dev'] },
    });
  });

  it.each<[string, unknown, string]>([
    ['is not active', { ...GOOD, active: false }, '401 token-inactive'],
    ['is active as a text', { ...GOOD, active: 'true' }, '503 introspection-unavailable'],
    ['is active as a number', { ...GOOD, active: 1 }, '503 introspection-unavailable'],
    ['is active or not', { ...GOOD, active: undefined }, '503 introspection-unavailable'],
    ['comes in an array', [GOOD], '503 introspection-unavailable'],
    ['is a text', 'active', '503 introspection-unavailable'],
    ['is null', null, '503 introspection-unavailable'],
    ['comes in a signed answer', 'eyJhbGciOiJub25lIn0.eyJhY3RpdmUiOnRydWV9.', '503 introspection-unavailable'],
  ])('says that a token %s: %s', async (_name, answer, expected) => {
    answerWith(answer);
    expect(await outcome()).toBe(expected);
  });

  it('takes nothing from what an answer names as its prototype', async () => {
    issuer.answer = (_asked, response) => {
      response.end('{"active":true,"aud":"grafana","token_type":"Bearer","__proto__":{"sub":"u-admin"}}');
    };
    expect(await outcome()).toBe('401 token-claim');
    issuer.answer = (_asked, response) => {
      response.end('{"__proto__":{"active":true,"aud":"grafana","token_type":"Bearer","sub":"u-admin"}}');
    };
    expect(await outcome('opaque-2')).toBe('503 introspection-unavailable');
  });
});

describe('userinfo', () => {
  beforeEach(() => {
    start({ by: 'userinfo' });
    lines = lines.slice(-1);
  });

  it('is asked with the token in the header, and never by the URL', async () => {
    answerWith({ sub: 'u-alice', groups: ['dev'] });
    expect(await outcome('ya29.a0-_x')).toBe('u-alice');
    expect(issuer.asked).toMatchObject([
      { method: 'GET', target: '/me', body: '', headers: { authorization: 'Bearer ya29.a0-_x' } },
    ]);
    expect(issuer.asked[0]?.headers).not.toHaveProperty('content-type');
  });

  it('warns at start that nobody knows for whom the tokens are', () => {
    expect(events()).toEqual(['audience-unchecked']);
  });

  it.each([
    [401, '401 token-inactive'],
    [403, '401 token-inactive'],
    [400, '503 introspection-unavailable'],
    [404, '503 introspection-unavailable'],
    [429, '503 introspection-unavailable'],
    [500, '503 introspection-unavailable'],
    [204, '503 introspection-unavailable'],
    [206, '503 introspection-unavailable'],
  ])('that answers %i means %s', async (status, expected) => {
    issuer.answer = (_asked, response) => sendJson(response, { sub: 'u-alice' }, status);
    expect(await outcome()).toBe(expected);
  });

  it.each<[string, unknown, string]>([
    ['nobody', { name: 'Alice' }, '401 token-claim'],
    ['an empty subject', { sub: '' }, '401 token-claim'],
    ['a number', { sub: 7 }, '401 token-claim'],
    ['a list', [{ sub: 'u-alice' }], '503 introspection-unavailable'],
    ['a signed text', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1LWFsaWNlIn0.', '503 introspection-unavailable'],
    ['somebody for another audience', { sub: 'u-alice', aud: 'other' }, '401 token-audience'],
    ['somebody of another client', { sub: 'u-alice', azp: 'other' }, '401 token-audience'],
    ['somebody of another issuer', { sub: 'u-alice', iss: 'https://evil.example' }, '401 token-issuer-unknown'],
    ['somebody for us', { sub: 'u-alice', aud: ['grafana'] }, 'u-alice'],
  ])('that names %s', async (_name, answer, expected) => {
    answerWith(answer);
    expect(await outcome()).toBe(expected);
  });
});

describe('what is shown to the issuer', () => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = (header: object, claims: object) => `${encode(header)}.${encode(claims)}.c2ln`;

  it.each([
    ['a token with a space', 'opaque 1'],
    ['a token with a line break', 'opaque-1\r\nX-Injected: 1'],
    ['a token with a line feed', 'opaque-1\n'],
    ['a token with a NUL', 'opaque-1\0'],
    ['a token beyond ASCII', 'öpaque-1'],
    ['a token with a parameter', 'opaque-1&active=true'],
    ['nothing', ''],
    ['a token of 8,193 characters', 'a'.repeat(8193)],
    ['a signed token without an issuer', signed({ alg: 'RS256' }, { sub: 'u-alice' })],
    ['a signed token of a stranger', signed({ alg: 'RS256' }, { iss: 'https://other.example', sub: 'u-alice' })],
    ['one with padding, which no reader of JWTs takes', `${signed({ alg: 'RS256' }, { sub: 'u-alice' })}=`],
    ['an encrypted token of a stranger', `${encode({ alg: 'dir', iss: 'https://other.example/' })}..aXY.dGV4dA.dGFn`],
  ])('is never %s', async (_name, token) => {
    answerWith(GOOD);
    expect(await outcome(token)).toBe('401 token-malformed');
    expect(issuer.asked).toEqual([]);
  });

  it('is an encrypted token of its own, and one that only looks like a signed one', async () => {
    answerWith(GOOD);
    const header = { alg: 'dir', enc: 'A256GCM' };
    for (const token of [
      `${encode({ ...header, iss: issuer.url })}..aXY.dGV4dA.dGFn`,
      `${encode(header)}..aXY.dGV4dA.dGFn`,
      'ya29.a0AfB.c2ln',
      'a'.repeat(8192),
    ]) {
      expect(await outcome(token)).toBe('u-alice');
    }
  });
});

describe('an answer', () => {
  it('is kept until it is `cache` old, and a token that was withdrawn stops then', async () => {
    start({ ...INTROSPECTION, cache: '30s' });
    answerWith(GOOD);
    const first = await tokens.verify('opaque-1', 0, clock);
    expect(first).toMatchObject({ ok: true, validUntil: NOW + 30_000 });
    answerWith({ active: false });
    clock += 29_999;
    expect(await tokens.verify('opaque-1', 0, clock)).toEqual(first);
    clock += 1;
    expect(await outcome()).toBe('401 token-inactive');
    expect(issuer.asked).toHaveLength(2);
  });

  it('is kept for as long as the token is valid, the leeway included, when that is shorter', async () => {
    answerWith({ ...GOOD, exp: SECONDS - 50 });
    expect(await tokens.verify('opaque-1', 0, clock)).toMatchObject({ ok: true, validUntil: NOW + 10_000 });
    clock += 10_000;
    expect(await outcome()).toBe('401 token-expired');
  });

  it('counts from when it was asked for, however long it took', async () => {
    issuer.answer = (_asked, response) => {
      clock += 4_000;
      sendJson(response, GOOD);
    };
    expect(await tokens.verify('opaque-1', 0, clock)).toMatchObject({ ok: true, validUntil: NOW + 60_000 });
  });

  it('that refuses is kept for ten seconds', async () => {
    expect(await outcome()).toBe('401 token-inactive');
    answerWith(GOOD);
    clock += 9_999;
    expect(await outcome()).toBe('401 token-inactive');
    clock += 1;
    expect(await outcome()).toBe('u-alice');
  });

  it('that does not come is remembered for a second, and says nothing of the token', async () => {
    issuer.answer = (_asked, response) => void response.writeHead(500).end();
    expect(await outcome()).toBe('503 introspection-unavailable');
    answerWith(GOOD);
    clock += 999;
    expect(await outcome()).toBe('503 introspection-unavailable');
    expect(await outcome('opaque-2')).toBe('u-alice');
    clock += 1;
    expect(await outcome()).toBe('u-alice');
  });

  it('that is kept goes on counting while the issuer is away, and no longer', async () => {
    answerWith(GOOD);
    expect(await outcome()).toBe('u-alice');
    issuer.stop();
    clock += 59_999;
    expect(await outcome()).toBe('u-alice');
    expect(await outcome('opaque-2')).toBe('503 introspection-unavailable');
    clock += 1;
    expect(await outcome()).toBe('503 introspection-unavailable');
  });

  it('about one token says nothing about another', async () => {
    issuer.answer = ({ body }, response) =>
      sendJson(response, body.startsWith('token=opaque-1&') ? GOOD : { active: false });
    expect(await outcome('opaque-1')).toBe('u-alice');
    expect(await outcome('opaque-10')).toBe('401 token-inactive');
    expect(await outcome('OPAQUE-1')).toBe('401 token-inactive');
  });

  it('that comes after the issuer was closed counts for nothing', async () => {
    const asked = latch<ServerResponse>();
    issuer.answer = (_asked, response) => asked.open(response);
    const waiting = outcome();
    const response = await asked.opened;
    tokens.close();
    sendJson(response, GOOD);
    expect(await waiting).toBe('503 introspection-unavailable');
    expect(await outcome()).toBe('503 introspection-unavailable');
    expect(issuer.asked).toHaveLength(1);
    expect(await counted()).toEqual({});
  });
});

describe('an issuer that answers otherwise', () => {
  it.each<[string, (response: ServerResponse) => void]>([
    ['by 200 and a page', (response) => void response.setHeader('content-type', 'text/html').end('<html>login</html>')],
    ['by 200 and nothing', (response) => void response.end()],
    ['by half an answer', (response) => void response.end('{"active":true,"sub":"u-alice"')],
    ['by closing the connection', (response) => void response.socket?.destroy()],
    ['by 401 for our client', (response) => sendJson(response, GOOD, 401)],
    ['by 201 and a good answer', (response) => sendJson(response, GOOD, 201)],
  ])('%s cannot tell', async (_name, send) => {
    issuer.answer = (_asked, response) => send(response);
    expect(await outcome()).toBe('503 introspection-unavailable');
    expect(lines.join()).not.toContain('opaque-1');
  });

  it.each([301, 302, 303, 307, 308])('by the redirect %i is not followed', async (status) => {
    issuer.answer = ({ target }, response) =>
      target === '/introspect'
        ? void response.writeHead(status, { location: `${issuer.url}/elsewhere` }).end()
        : sendJson(response, GOOD);
    expect(await outcome()).toBe('503 introspection-unavailable');
    expect(issuer.asked.map(({ target }) => target)).toEqual(['/introspect']);
  });

  it('by 10 MiB is not listened to', async () => {
    issuer.answer = (_asked, response) => sendJson(response, { ...GOOD, groups: ['x'.repeat(10 * 1024 * 1024)] });
    expect(await outcome()).toBe('503 introspection-unavailable');
  });

  it.each([200, 500])('by %i and an endless stream is left', async (status) => {
    const left = latch();
    issuer.answer = (_asked, response) => {
      response.once('close', () => left.open());
      response.writeHead(status);
      const more = () => {
        while (!response.destroyed && response.write(' '.repeat(64 * 1024))) {
          // as much as fits
        }
      };
      response.on('drain', more);
      more();
    };
    expect(await outcome()).toBe('503 introspection-unavailable');
    await left.opened;
  });

  it('by a byte now and then is waited for no longer than five seconds', async () => {
    issuer.answer = (_asked, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(' '), 200);
      response.once('close', () => clearInterval(timer));
    };
    const began = Date.now();
    expect(await outcome()).toBe('503 introspection-unavailable');
    expect(Date.now() - began).toBeLessThan(9_000);
  }, 20_000);

  it('never has its answer in the log: it may hold the token', async () => {
    issuer.answer = ({ body }, response) => void response.end(`${body}"${body}`);
    expect(await outcome('opaque-secret-1')).toBe('503 introspection-unavailable');
    expect(lines.join()).toContain('the answer is not JSON');
    expect(lines.join()).not.toContain('secret-1');
  });
});

describe('the log', () => {
  it('tells once that the issuer fails, and once that it answers again', async () => {
    issuer.answer = (_asked, response) => void response.writeHead(502).end();
    for (const token of ['a', 'b', 'c']) {
      await outcome(token);
      clock += 60_000;
    }
    expect(tokens.state()).toEqual({
      by: 'introspection',
      state: 'failing',
      error: `${issuer.url}/introspect: status 502`,
    });
    answerWith(GOOD);
    await outcome('d');
    await outcome('e');
    expect(events()).toEqual(['introspection-failing', 'introspection-recovered']);
    expect(tokens.state()).toEqual({ by: 'introspection', state: 'ready', error: undefined });
    expect(await counted()).toEqual({ failure: 3, active: 2 });
  });

  it('is not filled by somebody whose tokens the issuer cannot digest', async () => {
    issuer.answer = ({ body }, response) => {
      sendJson(response, GOOD, body.startsWith('token=bad') ? 500 : 200);
    };
    for (let round = 0; round < 20; round++) {
      await outcome(`bad-${round}`);
      await outcome(`good-${round}`);
    }
    expect(events()).toEqual(['introspection-failing', 'introspection-recovered']);
    clock += 60_000;
    await outcome('bad-20');
    expect(events()).toEqual(['introspection-failing', 'introspection-recovered', 'introspection-failing']);
  });

  it('tells of a failure that stays, also when it began just after another', async () => {
    issuer.answer = ({ body }, response) => {
      sendJson(response, GOOD, body.startsWith('token=bad') ? 500 : 200);
    };
    await outcome('bad-1');
    await outcome('good-1');
    await outcome('bad-2');
    clock += 60_000;
    await outcome('bad-3');
    expect(events()).toEqual(['introspection-failing', 'introspection-recovered', 'introspection-failing']);
  });
});

describe('many requests', () => {
  /** Holds back every answer; `release` lets those go that wait, and what comes later. */
  function holdAnswers(answerFor: (asked: Asked) => unknown = () => GOOD): { release: () => void } {
    const gate = latch();
    issuer.answer = async (asked, response) => {
      await gate.opened;
      sendJson(response, answerFor(asked));
    };
    return { release: () => gate.open() };
  }

  async function untilRunning(count: number): Promise<void> {
    while (issuer.running < count) {
      await sleep(5);
    }
  }

  it('with one token ask once', async () => {
    const held = holdAnswers();
    const all = Promise.all(Array.from({ length: 500 }, () => outcome()));
    await untilRunning(1);
    held.release();
    expect(new Set(await all)).toEqual(new Set(['u-alice']));
    expect(issuer.asked).toHaveLength(1);
    expect(issuer.discoveries).toBe(1);
  });

  it('with other tokens wait for their turn, 32 at a time', async () => {
    start(INTROSPECTION, {}, { patience: 30_000 });
    const held = holdAnswers();
    const all = Promise.all(Array.from({ length: 200 }, (_, index) => outcome(`opaque-${index}`)));
    await untilRunning(32);
    await sleep(50);
    expect(issuer.asked).toHaveLength(32);
    held.release();
    expect(new Set(await all)).toEqual(new Set(['u-alice']));
    expect(issuer.mostRunning).toBe(32);
  });

  it('that wait in vain are told so, and that says nothing of their tokens', async () => {
    start(INTROSPECTION, {}, { inside: 2, waiting: 3, patience: 100 });
    const held = holdAnswers();
    const all = Array.from({ length: 6 }, (_, index) => outcome(`opaque-${index}`));
    // The last one does not even get into the queue.
    expect(await all[5]).toBe('503 introspection-unavailable');
    expect(await Promise.all(all.slice(2))).toEqual(Array(4).fill('503 introspection-unavailable'));
    held.release();
    expect(await Promise.all(all.slice(0, 2))).toEqual(['u-alice', 'u-alice']);
    expect(await outcome('opaque-3')).toBe('u-alice');
    expect(await counted()).toEqual({ overload: 4, active: 3 });
    expect(events()).toEqual([]);
  });

  it('that wait are sent away when the issuer is closed', async () => {
    start(INTROSPECTION, {}, { inside: 1, patience: 60_000 });
    const held = holdAnswers();
    const all = ['opaque-1', 'opaque-2'].map((token) => outcome(token));
    await untilRunning(1);
    tokens.close();
    expect(await all[1]).toBe('503 introspection-unavailable');
    held.release();
    await all[0];
  });

  it('with made-up tokens do not keep out those who were known before', async () => {
    start({ ...INTROSPECTION, cache: '1s' }, {}, { inside: 2, waiting: 8, patience: 30_000 });
    const isGood = ({ body }: Asked) => body.startsWith('token=good');
    issuer.answer = (asked, response) => sendJson(response, isGood(asked) ? GOOD : { active: false });
    expect(await outcome('good')).toBe('u-alice');
    clock += 1_000;
    const held = holdAnswers((asked) => (isGood(asked) ? GOOD : { active: false }));
    const flood = Array.from({ length: 50 }, (_, index) => outcome(`random-${index}`));
    await untilRunning(2);
    const known = outcome('good');
    held.release();
    expect(await known).toBe('u-alice');
    // Two had the places already; the good token was next.
    expect(issuer.asked.slice(1).findIndex(isGood)).toBeLessThanOrEqual(3);
    await Promise.all(flood);
  });

  it('with thousands of made-up tokens push out no answer about a good one', async () => {
    start(INTROSPECTION, {}, { bad: 100, patience: 30_000 });
    issuer.answer = ({ body }, response) =>
      sendJson(response, body.startsWith('token=good') ? GOOD : { active: false });
    expect(await outcome('good')).toBe('u-alice');
    for (let round = 0; round < 10; round++) {
      const crowd = Array.from({ length: 300 }, (_, index) => outcome(`random-${round}-${index}`));
      expect(new Set(await Promise.all(crowd))).toEqual(new Set(['401 token-inactive']));
    }
    expect(issuer.asked).toHaveLength(3_001);
    expect(issuer.mostRunning).toBeLessThanOrEqual(32);
    expect(await outcome('good')).toBe('u-alice');
    expect(issuer.asked).toHaveLength(3_001);
    // What was forgotten is asked about again, what is kept is not.
    expect(await outcome('random-9-299')).toBe('401 token-inactive');
    expect(issuer.asked).toHaveLength(3_001);
    expect(await outcome('random-0-0')).toBe('401 token-inactive');
    expect(issuer.asked).toHaveLength(3_002);
  }, 30_000);

  it('with large answers keep no more of them than fits', async () => {
    start(INTROSPECTION, {}, { characters: 10_000 });
    answerWith({ ...GOOD, groups: ['x'.repeat(4_000)] });
    for (const token of ['a', 'b', 'c']) {
      await outcome(token);
    }
    await outcome('c');
    expect(issuer.asked).toHaveLength(3);
    await outcome('a');
    expect(issuer.asked).toHaveLength(4);
  });
});
