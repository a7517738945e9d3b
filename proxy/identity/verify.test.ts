import { pino } from 'pino';
import { configSchema } from '../config/schema';
import { createMetrics } from '../telemetry/metrics';
import { FrozenTime } from './testing/frozenTime';
import { TestIssuer } from './testing/testIssuer';
import { IssuerKeys } from './trust/issuerKeys';
import { verifyJwt } from './verify';

test('a token with a good signature that names another issuer proves nobody', async () => {
  const time = new FrozenTime();
  const issuer = new TestIssuer(time);
  await issuer.start();
  issuer.addKey('k1');
  const [config] = configSchema.shape.issuers.parse([{ name: 'keycloak', issuer: issuer.url, audience: ['grafana'] }]);
  if (config === undefined) {
    throw new Error('no configuration');
  }
  const { now, later } = time;
  const logger = pino({ level: 'silent' });
  const keys = new IssuerKeys({
    config,
    metrics: createMetrics('test'),
    logger,
    now,
    later,
    onChange: () => undefined,
  });
  const starting = keys.start();
  // A token that comes while the first keys are being fetched waits for them.
  expect(await verifyJwt(await issuer.sign(), 0, { config, keys }, time.at)).toMatchObject({ ok: true });
  await starting;
  const verify = async (iss?: string) =>
    verifyJwt(await issuer.sign(iss === undefined ? {} : { iss }), 0, { config, keys }, time.at);
  expect(await verify()).toMatchObject({ ok: true, claims: { sub: 'u-alice' } });
  expect(await verify('https://sso.example.com')).toMatchObject({ ok: false, reason: 'token-issuer-unknown' });
  keys.close();
  issuer.stop();
});
