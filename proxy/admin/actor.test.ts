import { pino } from 'pino';
import type { GrafanaUser } from '../identity/grafanaUser';
import { notIdentified } from '../identity/identified';
import { createActorOf } from './actor';

const TOKEN = { name: 'plugin', role: 'admin' } as const;
const GOOD: GrafanaUser = { ok: true, name: 'carol', id: 'grafana/user:7', login: 'carol' };
const context = (login: unknown) => JSON.stringify({ Login: login, OrgRole: 'Admin' });

function start(now = () => 0) {
  const lines: Array<Record<string, unknown>> = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const known: Record<string, GrafanaUser> = {
    good: GOOD,
    'without-login': { ok: true, name: 'carol@acme.example', id: 'grafana/user:7', login: undefined },
    strange: { ok: true, name: ' \u202ecarol\n', id: 'grafana/user:7', login: ' \u202ecarol\n' },
    empty: { ok: true, name: '\u200b', id: 'grafana/user:7', login: undefined },
  };
  const identity = {
    identifyGrafanaUser: (token: string) =>
      Promise.resolve(known[token] ?? notIdentified('token-expired', 'the token has expired')),
  };
  return { actorOf: createActorOf({ identity, logger, now }), lines };
}

test.each([
  ['who was verified', { 'x-grafana-id': 'good', 'x-grafana-context': context('carol') }, 'carol', 'grafana-id'],
  [
    'who was verified, in another case',
    { 'x-grafana-id': 'good', 'x-grafana-context': context('Carol') },
    'carol',
    'grafana-id',
  ],
  ['who was verified, without a context', { 'x-grafana-id': 'good' }, 'carol', 'grafana-id'],
  ['who was verified, under a plain name', { 'x-grafana-id': 'strange' }, 'carol', 'grafana-id'],
  [
    'who was verified, without a login',
    { 'x-grafana-id': 'without-login', 'x-grafana-context': context('carol') },
    'carol@acme.example',
    'grafana-id',
  ],
  [
    'the context when the ID is bad',
    { 'x-grafana-id': 'bad', 'x-grafana-context': context('dave') },
    'dave',
    'grafana-context',
  ],
  [
    'the context when the ID names somebody else',
    { 'x-grafana-id': 'good', 'x-grafana-context': context('dave') },
    'dave',
    'grafana-context',
  ],
  [
    'the context when there are two IDs',
    { 'x-grafana-id': 'good, good', 'x-grafana-context': context('dave') },
    'dave',
    'grafana-context',
  ],
  [
    'the context when nothing is left of the name',
    { 'x-grafana-id': 'empty', 'x-grafana-context': context('dave') },
    'dave',
    'grafana-context',
  ],
  ['the context', { 'x-grafana-context': context('dave') }, 'dave', 'grafana-context'],
  ['the token when the context is none', { 'x-grafana-context': '{' }, 'plugin', 'admin-token'],
  ['the token when the context names nobody', { 'x-grafana-context': context(7) }, 'plugin', 'admin-token'],
  ['the token', {}, 'plugin', 'admin-token'],
])('the actor is %s', async (_name, headers, name, by) => {
  expect(await start().actorOf(headers, TOKEN)).toEqual({
    name,
    by,
    token: 'plugin',
    ...(by === 'grafana-id' && { id: 'grafana/user:7' }),
  });
});

test('the log says once in a while that somebody was not verified, and never how the token read', async () => {
  let clock = 0;
  const { actorOf, lines } = start(() => clock);
  for (clock = 0; clock < 61_000; clock += 1_000) {
    await actorOf({ 'x-grafana-id': 'bad-secret' }, TOKEN);
  }
  expect(lines).toMatchObject([
    { event: 'actor-unverified', reason: 'token-expired', adminToken: 'plugin', others: 0 },
    { event: 'actor-unverified', others: 59 },
  ]);
  expect(JSON.stringify(lines)).not.toContain('bad-secret');
});
