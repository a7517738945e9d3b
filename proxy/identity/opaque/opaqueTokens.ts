import { createHash } from 'node:crypto';
import type { IssuerConfig } from '../../config/schema';
import type { Logger } from '../../telemetry/logger';
import type { Metrics } from '../../telemetry/metrics';
import { type NotIdentified, notIdentified } from '../identified';
import type { VerifiedToken } from '../verify';
import { EndpointFinder } from './endpointFinder';
import { EndpointHealth, type OpaqueState } from './endpointHealth';
import { Gate, type GateBounds } from './gate';
import { judgeAnswer } from './judgeAnswer';
import { isAskedAbout } from './isAskedAbout';
import { KeptAnswers, type KeptBounds } from './keptAnswers';
import { questionFor } from './question';

/** Asks an issuer about its tokens that are no JSON Web Tokens. */
export interface OpaqueTokens {
  /**
   * Who bears a token, as the issuer says now or said a moment ago. The same answer is given until its `validUntil`.
   *
   * @param preference the place of the token's header in the issuer's `tokenHeaders`
   * @param now milliseconds since the epoch
   */
  verify(token: string, preference: number, now: number): Promise<VerifiedToken | NotIdentified>;
  state(): OpaqueState;
  /** From now on nobody is known by an opaque token, also by an answer that is still on its way. */
  close(): void;
}

export interface OpaqueTokensParts {
  config: IssuerConfig;
  opaque: NonNullable<IssuerConfig['opaque']>;
  metrics: Pick<Metrics, 'introspections'>;
  logger: Logger;
  /** Milliseconds since the epoch. */
  now: () => number;
  bounds?: Partial<GateBounds & KeptBounds>;
}

const BOUNDS: GateBounds & KeptBounds = {
  inside: 32,
  waiting: 512,
  patience: 2_000,
  good: 20_000,
  characters: 32 * 1024 * 1024,
  bad: 10_000,
};

/** How long a token is taken for bad, or the issuer for unable to tell, without being asked again. Milliseconds. */
const BAD_FOR = 10_000;
const UNKNOWN_FOR = 1_000;

/** Makes the asker of one issuer, which keeps answers for a bounded time. */
export function createOpaqueTokens({ config, opaque, metrics, logger, now, bounds }: OpaqueTokensParts): OpaqueTokens {
  const { name, issuer } = config;
  const gate = new Gate({ ...BOUNDS, ...bounds });
  const answers = new KeptAnswers({ ...BOUNDS, ...bounds });
  const endpoint = new EndpointFinder({ issuer, opaque, now });
  const health = new EndpointHealth({ issuer: name, by: opaque.by, logger, now });
  const underWay = new Map<string, Promise<VerifiedToken | NotIdentified>>();
  const question = questionFor(opaque);
  let closed = false;
  if (opaque.by === 'userinfo') {
    logger.warn(
      { event: 'audience-unchecked', issuer: name },
      'the userinfo endpoint does not say for whom a token was issued: opaque tokens of every client of the issuer count'
    );
  }

  const unavailable = (why: string) =>
    notIdentified('introspection-unavailable', `${name} ${why}; try again shortly`, 'introspection-unavailable');

  async function ask(token: string, digest: string, askedAt: number): Promise<VerifiedToken | NotIdentified> {
    if (!(await gate.enter(answers.wasGood(digest)))) {
      metrics.introspections.inc({ issuer: name, result: 'overload' });
      return unavailable('is asked about too many tokens at once');
    }
    try {
      const answer = await question(await endpoint.url(), token);
      if (closed) {
        return unavailable('is no longer asked');
      }
      metrics.introspections.inc({ issuer: name, result: answer.active ? 'active' : 'inactive' });
      health.answered();
      const judged = answer.active
        ? judgeAnswer(answer.claims, config, opaque, askedAt)
        : notIdentified('token-inactive', `${name} says that the token is not good, or no longer`);
      answers.keep(digest, judged, judged.ok ? judged.validUntil : askedAt + BAD_FOR);
      return judged;
    } catch (error) {
      if (closed) {
        return unavailable('is no longer asked');
      }
      metrics.introspections.inc({ issuer: name, result: 'failure' });
      health.failed(error);
      const failure = unavailable('could not be asked about the token');
      answers.keep(digest, failure, now() + UNKNOWN_FOR);
      return failure;
    } finally {
      gate.leave();
    }
  }

  /** Many requests with one token ask once. */
  function askOnce(token: string, digest: string, askedAt: number): Promise<VerifiedToken | NotIdentified> {
    const running =
      underWay.get(digest) ??
      ask(token, digest, askedAt).finally(() => {
        underWay.delete(digest);
      });
    underWay.set(digest, running);
    return running;
  }

  return {
    verify: async (token, preference, askedAt) => {
      if (closed) {
        return unavailable('is no longer asked');
      }
      if (!isAskedAbout(token, config)) {
        return notIdentified('token-malformed', `what came is no token that ${name} is asked about`);
      }
      const digest = createHash('sha256').update(token).digest('base64url');
      const answer = answers.get(digest, askedAt) ?? (await askOnce(token, digest, askedAt));
      return answer.ok ? { ...answer, preference } : answer;
    },
    state: () => health.state(),
    close: () => {
      closed = true;
      gate.close();
      answers.clear();
    },
  };
}
