import type { IncomingHttpHeaders } from 'node:http';
import { pino } from 'pino';
import { configSchema } from '../../config/schema';
import { createMetrics } from '../../telemetry/metrics';
import type { Identified } from '../identified';
import { createIdentity, type Identity } from '../identity';
import type { FrozenTime } from './frozenTime';
import { NO_MACHINES } from './noMachines';

/** An identity that a test asks. */
export interface AskedIdentity {
  identity: Identity;
  metrics: ReturnType<typeof createMetrics>;
  ask(headers: IncomingHttpHeaders): Promise<Identified>;
  /** Whom a token in `Authorization` names, or the code why nobody, such as `401 token-expired`. */
  outcome(token: string): Promise<string>;
}

/** Starts an identity in frozen time and waits for the first answers of its issuers. */
export async function startIdentity(
  issuers: ReadonlyArray<Record<string, unknown>>,
  time: FrozenTime,
  keptCharacters?: number
): Promise<AskedIdentity> {
  const metrics = createMetrics('test');
  const identity = createIdentity({
    issuers: configSchema.shape.issuers.parse(issuers.map((issuer) => ({ audience: ['grafana'], ...issuer }))),
    ...NO_MACHINES,
    metrics,
    logger: pino({ level: 'silent' }),
    now: time.now,
    later: time.later,
    keptCharacters,
  });
  await identity.warmUp();
  const ask = (headers: IncomingHttpHeaders) =>
    identity.identify(
      Object.entries(headers).flatMap(([name, value]) => [name, [value].flat().join('')]),
      headers
    );
  return {
    identity,
    metrics,
    ask,
    outcome: async (token) => {
      const identified = await ask({ authorization: `Bearer ${token}` });
      return identified.ok
        ? `${identified.subject.issuer} ${identified.subject.id}`
        : `${identified.status} ${identified.reason}`;
    },
  };
}
