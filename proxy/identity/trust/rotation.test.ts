import type { AddressInfo } from 'node:net';
import express from 'express';
import { z } from 'zod';
import { healthRoutes } from '../../admin/health';
import { FrozenTime } from '../testing/frozenTime';
import { type AskedIdentity, startIdentity } from '../testing/startIdentity';
import { forge, makePair, signText, TestIssuer } from '../testing/testIssuer';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const COOLDOWN = 30 * SECOND;

let time: FrozenTime;
let issuer: TestIssuer;
let asked: AskedIdentity;

beforeEach(async () => {
  time = new FrozenTime();
  issuer = new TestIssuer(time);
  await issuer.start();
  issuer.addKey('k1');
  asked = await startIdentity([{ name: 'keycloak', issuer: issuer.url }], time);
});

afterEach(() => {
  asked.identity.close();
  issuer.stop();
});

let made = 0;

/** A token that is right but for its key, which nobody has. */
function strange(claims: object = {}, header: object = {}): string {
  made += 1;
  return forge({ alg: 'ES256', kid: `random-${made}`, ...header }, issuer.claims(claims));
}

async function fetchesWhile(doing: () => Promise<void>): Promise<number> {
  const before = issuer.fetches;
  await doing();
  return issuer.fetches - before;
}

/** Asks about a thousand tokens of keys that do not exist, all at once. */
async function thousand(make: () => string = strange): Promise<Set<string>> {
  return new Set(await Promise.all(Array.from({ length: 1_000 }, () => asked.outcome(make()))));
}

describe('T3: a thousand tokens with keys that do not exist', () => {
  test('make the proxy ask at most once in a cooldown', async () => {
    for (let round = 0; round < 3; round++) {
      expect(
        await fetchesWhile(async () => {
          expect(await thousand()).toEqual(new Set(['401 token-key-unknown']));
          await time.pass(COOLDOWN - 1);
          expect(await thousand()).toEqual(new Set(['401 token-key-unknown']));
        })
      ).toBe(1);
      await time.pass(1);
    }
  });

  test('one after the other, too', async () => {
    expect(
      await fetchesWhile(async () => {
        for (let round = 0; round < 1_000; round++) {
          await asked.outcome(strange());
        }
      })
    ).toBe(1);
  });

  test('nor more often while the issuer fails, its own attempts included', async () => {
    issuer.failing = true;
    for (let round = 0; round < 6; round++) {
      expect(await thousand()).toEqual(new Set(['503 keys-outdated']));
      await time.pass(COOLDOWN / 2);
    }
    const [, ...attempts] = issuer.askedAt;
    expect(attempts.map((at) => (at - (attempts[0] ?? 0)) / COOLDOWN)).toEqual([0, 1, 2, 3]);
  });

  test('not at all while no key was ever fetched', async () => {
    asked.identity.close();
    issuer.failing = true;
    asked = await startIdentity([{ name: 'keycloak', issuer: issuer.url }], time);
    expect(await fetchesWhile(async () => void (await thousand()))).toBe(0);
    expect(await thousand()).toEqual(new Set(['503 keys-unavailable']));
  });

  test('wait for the first fetch, and make at most one more', async () => {
    asked.identity.close();
    const before = issuer.fetches;
    issuer.answer = (response) => void setTimeout(() => response.end(JSON.stringify({ keys: issuer.keys })), 300);
    const starting = startIdentity([{ name: 'keycloak', issuer: issuer.url }], time);
    asked = await starting;
    expect(await thousand()).toEqual(new Set(['401 token-key-unknown']));
    expect(issuer.fetches - before).toBe(2);
  });

  test.each<[string, () => string]>([
    ['have expired', () => strange({ exp: time.seconds - 61 })],
    ['are not valid yet', () => strange({ nbf: time.seconds + 61 })],
    ['are for another audience', () => strange({ aud: 'other' })],
    ['name nobody', () => strange({ sub: undefined })],
    ['are of another kind', () => strange({}, { typ: 'logout+jwt' })],
    ['are signed in no way that counts', () => strange({}, { alg: 'HS256' })],
  ])('bother the issuer not at all when they %s', async (_name, make) => {
    await time.pass(COOLDOWN);
    expect(await fetchesWhile(async () => void (await thousand(make)))).toBe(0);
  });

  test('without a kid, or with a known one, count alike', async () => {
    const stranger = makePair();
    const claims = () => JSON.stringify(issuer.claims({ jti: (made += 1) }));
    const tokens = await Promise.all(
      Array.from({ length: 100 }, async (_, index) =>
        signText(claims(), stranger, index % 2 === 0 ? {} : { kid: 'k1' })
      )
    );
    const outcomes: string[] = [];
    expect(
      await fetchesWhile(async () => {
        outcomes.push(...(await Promise.all(tokens.map((token) => asked.outcome(token)))));
      })
    ).toBe(1);
    expect(new Set(outcomes)).toEqual(new Set(['401 token-signature']));
  });

  test('do not keep anybody with a known key waiting', async () => {
    issuer.answer = () => undefined;
    const waiting = asked.outcome(strange());
    expect(await asked.outcome(await issuer.sign())).toBe('keycloak u-alice');
    issuer.stop();
    expect(await waiting).toBe('503 keys-outdated');
  });

  test('nor make it ask twice at a time, when a refresh falls due meanwhile', async () => {
    let answer: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => {
      issuer.answer = (response) => {
        answer = () => response.end(JSON.stringify({ keys: issuer.keys }));
        resolve();
      };
    });
    const before = issuer.fetches;
    const waiting = asked.outcome(strange({ exp: time.seconds + 3600 }));
    await arrived;
    const passing = time.pass(5 * MINUTE);
    setTimeout(() => answer(), 200);
    expect(await waiting).toBe('401 token-key-unknown');
    await passing;
    expect(issuer.fetches - before).toBe(1);
  });

  test('nor lock the issuer away when the clock is set back', async () => {
    await thousand();
    time.at -= 3 * HOUR;
    issuer.addKey('k2');
    expect(await asked.outcome(await issuer.sign({}, {}, 'k2'))).toBe('keycloak u-alice');
  });
});

describe('T4: a new key', () => {
  test('counts with its first token, right after the start and right after a refresh', async () => {
    issuer.addKey('k2');
    expect(await asked.outcome(await issuer.sign({}, {}, 'k2'))).toBe('keycloak u-alice');
    await time.pass(5 * MINUTE);
    issuer.addKey('k3');
    expect(await asked.outcome(await issuer.sign({}, {}, 'k3'))).toBe('keycloak u-alice');
  });

  test('counts with its first tokens when they come all at once, for one fetch', async () => {
    issuer.addKey('k2');
    const tokens = await Promise.all(
      Array.from({ length: 50 }, (_, index) => issuer.sign({ sub: `u-${index}` }, {}, 'k2'))
    );
    expect(
      await fetchesWhile(async () => {
        const outcomes = await Promise.all(tokens.map((token) => asked.outcome(token)));
        expect(outcomes).toEqual(tokens.map((_, index) => `keycloak u-${index}`));
      })
    ).toBe(1);
  });

  test('counts when it comes while the keys are being fetched, and the answer is still the old one', async () => {
    let answerOld: () => void = () => undefined;
    const old = JSON.stringify({ keys: issuer.keys });
    const arrived = new Promise<void>((resolve) => {
      issuer.answer = (response) => {
        answerOld = () => response.end(old);
        resolve();
      };
    });
    const refreshed = time.pass(5 * MINUTE);
    await arrived;
    issuer.addKey('k2');
    issuer.answer = undefined;
    const outcome = asked.outcome(await issuer.sign({}, {}, 'k2'));
    answerOld();
    expect(await outcome).toBe('keycloak u-alice');
    await refreshed;
  });

  test('counts a cooldown later at the latest, while somebody makes up keys', async () => {
    await thousand();
    issuer.addKey('k2');
    const token = await issuer.sign({}, {}, 'k2');
    expect(await asked.outcome(token)).toBe('401 token-key-unknown');
    await time.pass(COOLDOWN);
    expect(await asked.outcome(token)).toBe('keycloak u-alice');
  });

  test('counts with its first token although somebody sends made-up ones that could not count anyway', async () => {
    await thousand(() => strange({ aud: 'other' }));
    issuer.addKey('k2');
    expect(await asked.outcome(await issuer.sign({}, {}, 'k2'))).toBe('keycloak u-alice');
  });

  test.each([
    ['under the same kid', { kid: 'k1' }],
    ['without a kid', { kid: undefined }],
  ])('counts with its first token %s', async (_name, labels) => {
    issuer.keys = [];
    issuer.addKey('k2', 'ES256', labels);
    expect(await asked.outcome(await issuer.sign({}, labels, 'k2'))).toBe('keycloak u-alice');
  });

  test('that did not come lets kept tokens be: nothing changed', async () => {
    const headers = { authorization: await issuer.sign() };
    const first = await asked.ask(headers);
    issuer.keys = [{ ...z.looseObject({}).parse(issuer.keys[0]), x5t: 'of no importance' }];
    await asked.outcome(strange());
    await time.pass(5 * MINUTE);
    const again = await asked.ask(headers);
    expect(first.ok && again.ok && first.subject === again.subject).toBe(true);
  });
});

describe('T4: the token of a withdrawn key', () => {
  test('stops within the refresh period, also when it is kept', async () => {
    const token = await issuer.sign();
    issuer.addKey('k2');
    expect(await asked.outcome(token)).toBe('keycloak u-alice');
    issuer.keys.shift();
    await time.pass(5 * MINUTE);
    expect(await asked.outcome(token)).toBe('401 token-key-unknown');
    expect(await asked.outcome(await issuer.sign({}, {}, 'k2'))).toBe('keycloak u-alice');
  });

  test('stops with the first token of the next key', async () => {
    const token = await issuer.sign();
    expect(await asked.outcome(token)).toBe('keycloak u-alice');
    issuer.keys = [];
    issuer.addKey('k2');
    expect(await asked.outcome(await issuer.sign({}, {}, 'k2'))).toBe('keycloak u-alice');
    expect(await asked.outcome(token)).toBe('401 token-key-unknown');
  });

  test('stops when the key has no successor, or is published for something else', async () => {
    const token = await issuer.sign({ exp: time.seconds + 3600 });
    const [published] = issuer.keys;
    issuer.keys = [];
    await time.pass(5 * MINUTE);
    expect(await asked.outcome(token)).toBe('401 token-key-unknown');
    issuer.keys = [published];
    await time.pass(5 * MINUTE);
    expect(await asked.outcome(token)).toBe('keycloak u-alice');
    issuer.keys = [{ ...z.looseObject({}).parse(published), use: 'enc' }];
    await time.pass(5 * MINUTE - 1);
    expect(await asked.outcome(token)).toBe('keycloak u-alice');
    await time.pass(1);
    expect(await asked.outcome(token)).toBe('401 token-key-unknown');
  });
});

describe('T5: an issuer that is down', () => {
  const long = { exp: Date.parse('2026-11-30T00:00:00Z') / 1000 };

  test('for an hour interrupts nobody with a known key, and lets nobody new in', async () => {
    const kept = await issuer.sign(long);
    expect(await asked.outcome(kept)).toBe('keycloak u-alice');
    issuer.failing = true;
    issuer.addKey('k2');
    for (let minute = 0; minute < 60; minute++) {
      await time.pass(MINUTE);
      expect(await asked.outcome(kept)).toBe('keycloak u-alice');
      expect(await asked.outcome(await issuer.sign({ sub: `u-${minute}` }))).toBe(`keycloak u-${minute}`);
      expect(await asked.outcome(await issuer.sign({}, {}, 'k2'))).toBe('503 keys-outdated');
      expect(await asked.outcome(strange())).toBe('503 keys-outdated');
      expect(await asked.outcome(await signText(JSON.stringify(issuer.claims()), makePair(), { kid: 'k1' }))).toBe(
        '401 token-signature'
      );
    }
    expect(asked.identity.states()).toMatchObject([
      { state: 'failing', keys: 1, error: expect.stringContaining('status 500') },
    ]);

    issuer.failing = false;
    await time.pass(COOLDOWN);
    expect(asked.identity.states()).toMatchObject([{ state: 'ready', keys: 2, error: undefined }]);
    expect(await asked.outcome(await issuer.sign({}, {}, 'k2'))).toBe('keycloak u-alice');
    expect(await asked.outcome(strange())).toBe('401 token-key-unknown');
  });

  test('lets nobody in any more after a day, those included whom it let in before', async () => {
    const kept = await issuer.sign(long);
    const fresh = await issuer.sign({ ...long, sub: 'u-bob' });
    issuer.failing = true;
    await time.pass(5 * MINUTE);
    expect(await asked.outcome(kept)).toBe('keycloak u-alice');
    time.at += 24 * HOUR - 5 * MINUTE - 1;
    expect(await asked.outcome(kept)).toBe('keycloak u-alice');
    time.at += 1;
    expect(await asked.outcome(kept)).toBe('503 keys-unavailable');
    expect(await asked.outcome(fresh)).toBe('503 keys-unavailable');
    expect(asked.identity.states()).toMatchObject([{ state: 'cold', keys: 0 }]);

    issuer.failing = false;
    await time.pass(COOLDOWN);
    expect(await asked.outcome(kept)).toBe('keycloak u-alice');
  });

  test('at the start lets nobody in, and is asked every five seconds until it answers', async () => {
    asked.identity.close();
    issuer.failing = true;
    asked = await startIdentity([{ name: 'keycloak', issuer: issuer.url }], time);
    expect(await asked.outcome(await issuer.sign())).toBe('503 keys-unavailable');
    expect(await fetchesWhile(() => time.pass(20 * SECOND))).toBe(4);
    issuer.failing = false;
    await time.pass(5 * SECOND);
    expect(await asked.outcome(await issuer.sign())).toBe('keycloak u-alice');
    expect(await fetchesWhile(() => time.pass(HOUR))).toBe(12);
  });

  test('in any way takes no key away', async () => {
    const token = await issuer.sign(long);
    const broken: Array<NonNullable<TestIssuer['answer']>> = [
      (response) => response.writeHead(404).end('{"keys":[]}'),
      (response) => response.writeHead(302, { location: `${issuer.url}/elsewhere` }).end('{"keys":[]}'),
      (response) => response.writeHead(204).end(),
      (response) => response.end('<html>'),
      (response) => response.end('{}'),
      (response) => response.end('{"keys":{}}'),
      (response) => response.end('null'),
      (response) => response.end('{"keys":[]'),
      (response) => response.destroy(),
      (response) => void response.writeHead(200).write('{"keys":[]}', () => response.destroy()),
      (response) => response.end(`{"keys":[],"junk":"${'x'.repeat(1024 * 1024)}"}`),
    ];
    for (const answer of broken) {
      issuer.answer = answer;
      await time.pass(5 * MINUTE);
      expect(asked.identity.states()).toMatchObject([{ state: 'failing', keys: 1 }]);
      expect(await asked.outcome(token)).toBe('keycloak u-alice');
      issuer.answer = undefined;
      await time.pass(COOLDOWN);
      expect(asked.identity.states()).toMatchObject([{ state: 'ready', keys: 1 }]);
    }
  });

  test('does not concern the others', async () => {
    const other = new TestIssuer(time);
    await other.start();
    other.addKey('k1');
    asked.identity.close();
    other.failing = true;
    asked = await startIdentity(
      [
        { name: 'keycloak', issuer: issuer.url },
        { name: 'okta', issuer: other.url },
      ],
      time
    );
    expect(await asked.outcome(await issuer.sign())).toBe('keycloak u-alice');
    expect(await asked.outcome(await other.sign())).toBe('503 keys-unavailable');
    expect(asked.identity.states().map(({ state }) => state)).toEqual(['ready', 'cold']);
    other.stop();
  });

  test('shows in /readyz and in a metric, and so does its recovery', async () => {
    const server = express()
      .use(
        healthRoutes({
          ...asked,
          credentials: { read: true, state: { current: true } },
          policy: { current: undefined },
          revisions: { state: { available: true }, source: { kind: 'store' } },
          stopping: () => false,
        })
      )
      .listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const codes = z.object({
      reasons: z.array(z.object({ code: z.string() })),
      warnings: z.array(z.object({ code: z.string(), message: z.string() })),
    });
    const look = async () => {
      const { reasons, warnings } = codes.parse(await (await fetch(`${url}/readyz`)).json());
      const metrics = await (await fetch(`${url}/metrics`)).text();
      return {
        cold: reasons.some(({ code }) => code === 'issuers-cold'),
        warnings: warnings.map(({ code }) => code),
        ready: /^gatehouse_issuer_ready\{issuer="keycloak"\} ([01])$/m.exec(metrics)?.[1],
      };
    };
    expect(await look()).toEqual({ cold: false, warnings: [], ready: '1' });
    issuer.failing = true;
    await time.pass(10 * MINUTE);
    expect(await look()).toEqual({ cold: false, warnings: ['issuer-failing'], ready: '0' });
    time.at += 24 * HOUR - 10 * MINUTE;
    expect(await look()).toEqual({ cold: true, warnings: ['issuer-cold'], ready: '0' });
    issuer.failing = false;
    await time.pass(COOLDOWN);
    expect(await look()).toEqual({ cold: false, warnings: [], ready: '1' });
    issuer.keys = [];
    await time.pass(5 * MINUTE);
    expect(await look()).toEqual({ cold: false, warnings: ['issuer-keyless'], ready: '1' });
    server.closeAllConnections();
    server.close();
  });
});

test('nothing is fetched any more once the identity is closed', async () => {
  asked.identity.close();
  expect(await fetchesWhile(() => time.pass(HOUR))).toBe(0);
});
