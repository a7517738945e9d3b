import fc from 'fast-check';
import { configSchema } from '../../config/schema';
import { judgeAnswer } from './judgeAnswer';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const SECONDS = NOW / 1000;
const ISSUER = 'https://sso.example.com/realms/acme';

function configOf(more: object) {
  const [config] = configSchema.shape.issuers.parse([
    {
      name: 'idp',
      issuer: ISSUER,
      audience: ['grafana', 'gatehouse'],
      authorizedParties: ['grafana-client'],
      opaque: { by: 'introspection', clientId: 'gatehouse', clientSecret: 'secret' },
      ...more,
    },
  ]);
  if (config?.opaque === undefined) {
    throw new Error('no configuration');
  }
  return [config, config.opaque] as const;
}

function outcome(answer: object, more: object = {}): string {
  const judged = judgeAnswer({ active: true, ...answer }, ...configOf(more), NOW);
  return judged.ok ? judged.claims.sub : judged.reason;
}

const GOOD = { sub: 'u-alice', aud: 'grafana', token_type: 'Bearer' };

it('counts until the answer is too old, and never longer than the token', () => {
  const until = (more: object) => {
    const judged = judgeAnswer({ ...GOOD, ...more }, ...configOf({}), NOW);
    return judged.ok ? judged.validUntil - NOW : undefined;
  };
  expect(until({})).toBe(60_000);
  expect(until({ exp: SECONDS + 3_600 })).toBe(60_000);
  expect(until({ exp: SECONDS })).toBe(60_000);
  expect(until({ exp: SECONDS - 59 })).toBe(1_000);
});

it('has the claims of the answer and no others', () => {
  const answer = { ...GOOD, active: true, client_id: 'grafana-client', groups: ['dev'], org: { department: 'it' } };
  expect(judgeAnswer(answer, ...configOf({}), NOW)).toMatchObject({ ok: true, claims: answer });
  const judged = judgeAnswer(answer, ...configOf({}), NOW);
  expect(judged.ok && Object.keys(judged.claims).sort()).toEqual(Object.keys(answer).sort());
});

describe('times', () => {
  it.each<[string, object, string]>([
    ['an exp within the leeway', { exp: SECONDS - 59 }, 'u-alice'],
    ['an exp beyond it', { exp: SECONDS - 60 }, 'token-expired'],
    ['an exp in 1970', { exp: 0 }, 'token-expired'],
    ['an exp as a text', { exp: String(SECONDS + 60) }, 'token-claim'],
    ['an exp of null', { exp: null }, 'token-claim'],
    ['no exp', { exp: undefined }, 'u-alice'],
    ['an nbf within the leeway', { nbf: SECONDS + 60 }, 'u-alice'],
    ['an nbf beyond it', { nbf: SECONDS + 61 }, 'token-not-yet-valid'],
    ['an nbf as a text', { nbf: '0' }, 'token-claim'],
    ['an iat within the leeway', { iat: SECONDS + 60 }, 'u-alice'],
    ['an iat beyond it', { iat: SECONDS + 61 }, 'token-not-yet-valid'],
    ['an iat as a list', { iat: [SECONDS] }, 'token-claim'],
  ])('%s', (_name, times, expected) => {
    expect(outcome({ ...GOOD, ...times })).toBe(expected);
  });
});

describe('for whom', () => {
  it.each<[string, object, string]>([
    ['one of our audiences', { aud: 'gatehouse' }, 'u-alice'],
    ['ours among others', { aud: ['other', 'grafana'] }, 'u-alice'],
    ['another one', { aud: 'other' }, 'token-audience'],
    ['one that only resembles', { aud: 'Grafana' }, 'token-audience'],
    ['an empty list', { aud: [] }, 'token-audience'],
    ['an object', { aud: { grafana: true } }, 'token-claim'],
    ['a list of lists', { aud: [['grafana']] }, 'token-claim'],
    ['neither an audience nor a client', { aud: undefined }, 'token-audience'],
    ['one of our clients', { aud: undefined, client_id: 'grafana-client' }, 'u-alice'],
    ['one of our parties', { aud: undefined, azp: 'grafana-client' }, 'u-alice'],
    ['both alike', { aud: 'other', azp: 'grafana-client', client_id: 'grafana-client' }, 'u-alice'],
    ['another client', { aud: undefined, client_id: 'other' }, 'token-audience'],
    ['a client named like an audience', { aud: undefined, client_id: 'grafana' }, 'token-audience'],
    ['an audience named like a client', { aud: 'grafana-client' }, 'token-audience'],
    ['two clients', { aud: undefined, azp: 'grafana-client', client_id: 'other' }, 'token-audience'],
    ['two clients the other way', { aud: undefined, azp: 'other', client_id: 'grafana-client' }, 'token-audience'],
    ['a list of clients', { aud: undefined, client_id: ['grafana-client'] }, 'token-claim'],
  ])('%s', (_name, party, expected) => {
    expect(outcome({ ...GOOD, ...party })).toBe(expected);
  });
});

describe('of whom', () => {
  it.each<[string, object, string]>([
    ['our issuer', { iss: ISSUER }, 'u-alice'],
    ['our issuer with a slash', { iss: `${ISSUER}/` }, 'token-issuer-unknown'],
    ['another issuer', { iss: 'https://sso.example.com/realms/evil' }, 'token-issuer-unknown'],
    ['an empty issuer', { iss: '' }, 'token-issuer-unknown'],
    ['two issuers', { iss: [ISSUER] }, 'token-claim'],
    ['nobody', { sub: undefined }, 'token-claim'],
    ['an empty text', { sub: '' }, 'token-claim'],
    ['a number', { sub: 7 }, 'token-claim'],
    ['only a user name', { sub: undefined, username: 'alice' }, 'token-claim'],
  ])('%s', (_name, who, expected) => {
    expect(outcome({ ...GOOD, ...who })).toBe(expected);
  });
});

describe('a token', () => {
  it.each<[object, string]>([
    [{ token_type: 'bearer' }, 'u-alice'],
    [{ token_type: 'access_token' }, 'u-alice'],
    [{ token_type: 'Bearer', token_use: 'access_token' }, 'u-alice'],
    [{ token_type: undefined, typ: 'Bearer' }, 'u-alice'],
    [{ token_type: undefined, typ: 'at+jwt' }, 'u-alice'],
    [{ token_type: 'refresh_token' }, 'token-type'],
    [{ token_type: 'Bearer', token_use: 'refresh_token' }, 'token-type'],
    [{ token_type: 'Bearer', typ: 'Refresh' }, 'token-type'],
    [{ token_type: 'Bearer', typ: 'Offline' }, 'token-type'],
    [{ token_type: undefined, typ: 'ID' }, 'token-type'],
    [{ token_use: 'id_token' }, 'token-type'],
    [{ token_type: 'DPoP' }, 'token-type'],
    [{ token_type: 'mac' }, 'token-type'],
    [{ token_type: 'N_A' }, 'token-type'],
    [{ token_type: '' }, 'token-type'],
    [{ token_type: ['Bearer'] }, 'token-claim'],
    [{ token_type: 'Bearer', cnf: { jkt: 'x' } }, 'token-type'],
    [{ token_type: 'Bearer', cnf: null }, 'token-type'],
  ])('of which the answer says %j: %s', (type, expected) => {
    expect(outcome({ ...GOOD, ...type })).toBe(expected);
  });

  it('of which it says no type could be a refresh token: only its audience counts', () => {
    expect(outcome({ sub: 'u-alice', aud: 'grafana' })).toBe('u-alice');
    expect(outcome({ sub: 'u-alice', client_id: 'grafana-client' })).toBe('token-audience');
    expect(outcome({ sub: 'u-alice', client_id: 'grafana-client', token_type: 'Bearer' })).toBe('u-alice');
  });
});

describe('userinfo', () => {
  const userinfo = { opaque: { by: 'userinfo' } };

  it.each<[string, object, string]>([
    ['says nothing about an audience', {}, 'u-alice'],
    ['names ours', { aud: 'grafana' }, 'u-alice'],
    ['names our client', { client_id: 'grafana-client' }, 'u-alice'],
    ['names another', { aud: 'other' }, 'token-audience'],
    ['names another client', { azp: 'other' }, 'token-audience'],
    ['has expired', { exp: SECONDS - 60 }, 'token-expired'],
    ['speaks of a token bound to a key', { cnf: { jkt: 'x' } }, 'token-type'],
  ])('%s', (_name, claims, expected) => {
    expect(outcome({ sub: 'u-alice', ...claims }, userinfo)).toBe(expected);
  });

  it('needs no audience that is configured', () => {
    expect(outcome({ sub: 'u-alice' }, { ...userinfo, audience: [] })).toBe('u-alice');
    expect(outcome({ sub: 'u-alice' }, { ...userinfo, authorizedParties: [] })).toBe('u-alice');
  });
});

describe('whatever an issuer answers', () => {
  const texts = ['u-alice', 'grafana', 'grafana-client', 'gatehouse', 'Bearer', 'Refresh', ISSUER, 'other', ''];
  const value = fc.oneof(
    fc.constantFrom<unknown>(...texts, ...texts.map((text) => [text]), null, true, 0, {}, []),
    fc.integer({ min: SECONDS - 120, max: SECONDS + 120 })
  );
  const names = ['iss', 'sub', 'aud', 'azp', 'client_id', 'exp', 'nbf', 'iat', 'token_type', 'token_use', 'typ', 'cnf'];
  // One that is good, with a few claims that are anything.
  const answers = fc
    .tuple(
      fc.constantFrom({ aud: 'grafana' }, { azp: 'grafana-client' }),
      fc.array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 4 })
    )
    .map(([party, claims]): Record<string, unknown> => ({
      ...GOOD,
      aud: undefined,
      ...party,
      ...Object.fromEntries(claims),
    }));

  it('lets in only for us, in time, and by a name', () => {
    const [config, opaque] = configOf({});
    let letIn = 0;
    fc.assert(
      fc.property(answers, (answer) => {
        const judged = judgeAnswer(answer, config, opaque, NOW);
        if (!judged.ok) {
          return;
        }
        letIn += 1;
        const { aud, azp, client_id: client, iss, sub, exp, cnf } = answer;
        const forUs = [aud].flat().some((one) => one === 'grafana' || one === 'gatehouse');
        const ofOurs = [azp, client].includes('grafana-client') && ![azp, client].includes('other');
        expect(forUs || ofOurs).toBe(true);
        expect([undefined, ISSUER]).toContain(iss);
        expect(typeof sub === 'string' && sub !== '').toBe(true);
        expect(exp === undefined || Number(exp) > SECONDS - 60).toBe(true);
        expect(cnf).toBeUndefined();
        expect(judged.validUntil).toBeGreaterThan(NOW);
        expect(judged.validUntil).toBeLessThanOrEqual(NOW + 60_000);
      }),
      { numRuns: 2_000 }
    );
    expect(letIn).toBeGreaterThan(20);
  });
});
