import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { pino } from 'pino';
import { z } from 'zod';
import { configSchema } from '../../config/schema';
import { createMetrics } from '../../telemetry/metrics';
import { createIdentity, type Identity } from '../identity';
import { NO_MACHINES } from '../testing/noMachines';

const ISSUER = 'https://sso.example.com';
const NOW = Date.parse('2026-11-21T12:00:00Z');

const directory = mkdtempSync(join(tmpdir(), 'gatehouse-claims-'));
const lines: unknown[] = [];
let identity: Identity;
let sign: (claims: object) => Promise<string>;

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwksFile = join(directory, 'keys.json');
  writeFileSync(jwksFile, JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' }] }));
  sign = (claims) =>
    new SignJWT({ iss: ISSUER, aud: 'grafana', sub: 'u-alice', exp: NOW / 1000 + 600, ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'k' })
      .sign(privateKey);
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString('utf8')));
      done();
    },
  });
  identity = createIdentity({
    issuers: configSchema.shape.issuers.parse([
      { name: 'sso', issuer: ISSUER, audience: ['grafana'], jwksFile, trustVmAccess: true },
    ]),
    ...NO_MACHINES,
    metrics: createMetrics('test'),
    logger: pino({ level: 'warn' }, destination),
    now: () => NOW,
  });
  await identity.warmUp();
});

beforeEach(() => lines.splice(0));

afterAll(() => {
  identity.close();
  rmSync(directory, { recursive: true });
});

async function logged(token: string): Promise<unknown[]> {
  const headers = { authorization: `Bearer ${token}` };
  expect(await identity.identify(['authorization', headers.authorization], headers)).toMatchObject({ ok: true });
  expect(JSON.stringify(lines)).not.toContain(token);
  const known = z.array(z.looseObject({ event: z.string() })).parse(lines.splice(0));
  return known.map(({ event, issuer, subjectId }) => ({ event, issuer, subjectId }));
}

test.each([
  ['groups-incomplete', { _claim_names: { groups: 'src1' } }],
  ['vm-access-unusable', { vm_access: { tenant_id: '1:5' } }],
])('the log says %s, once for each token, and without it', async (event, claims) => {
  const token = await sign(claims);
  expect(await logged(token)).toEqual([{ event, issuer: 'sso', subjectId: 'u-alice' }]);
  expect(await logged(token)).toEqual([]);
  expect(await logged(await sign({ ...claims, jti: 'another' }))).toHaveLength(1);
});

test('the log says nothing about a token that is understood', async () => {
  expect(await logged(await sign({ groups: ['a'], vm_access: { tenant_id: { account_id: 1 } } }))).toEqual([]);
});
