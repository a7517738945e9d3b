import type { IncomingHttpHeaders } from 'node:http';
import type { Subject } from '@gatehouse/model';
import { LRUCache } from 'lru-cache';
import type { IssuerConfig } from '../config/schema';
import type { Logger } from '../telemetry/logger';
import type { Metrics } from '../telemetry/metrics';
import type { Attempts, Client } from './credentials/attempts';
import type { Credentials } from './credentials/credentials';
import { readSecret } from './credentials/secret';
import { chooseProof } from './chooseProof';
import { type GrafanaUser, identifyGrafanaUser } from './grafanaUser';
import type { Identified, NotIdentified } from './identified';
import type { OpaqueState } from './opaque/endpointHealth';
import { createOpaqueTokens } from './opaque/opaqueTokens';
import { presentedBy, type PresentedToken, type Setting } from './presented';
import { claimsToSubject, type MissingToken } from './subject';
import { IssuerKeys, type IssuerState } from './trust/issuerKeys';
import type { Later } from './trust/later';
import { type Outcome, TokenVerifier, type TrustedIssuer } from './tokenVerifier';
import type { VerifiedToken } from './verify';

export interface Identity {
  /**
   * Who sent a request with these headers. The same tokens give the same `Subject` object for as long as it holds.
   *
   * @param client who is slowed down when a credential fails; left out when a request that was let in is looked at again
   */
  identify(rawHeaders: readonly string[], headers: IncomingHttpHeaders, client?: Client): Promise<Identified>;
  /** Who a single token or credential names, for `explain`. */
  identifyToken(token: string): Promise<Identified>;
  /** Which person an `X-Grafana-Id` names, for the author of a change; only issuers of kind `grafana` are believed. */
  identifyGrafanaUser(token: string): Promise<GrafanaUser | NotIdentified>;
  /** How the issuers are doing, and how their endpoints for opaque tokens are. */
  states(): Array<IssuerState & { opaque?: OpaqueState }>;
  /** Fetches every issuer's keys once; resolves also when an issuer does not answer. */
  warmUp(): Promise<void>;
  close(): void;
}

export interface IdentityParts {
  issuers: readonly IssuerConfig[];
  credentials: Credentials;
  attempts: Attempts;
  metrics: Pick<Metrics, 'keyFetches' | 'issuerReady' | 'introspections'>;
  logger: Logger;
  /** Milliseconds since the epoch. */
  now?: () => number;
  /** How what is fetched is fetched again. */
  later?: Later;
  /** How many characters of tokens and subjects are kept. */
  keptCharacters?: number;
}

/** Verified tokens are kept up to this number and this many characters; beyond that the least used ones are verified again. */
const KEPT_TOKENS = 20_000;
const KEPT_CHARACTERS = 64 * 1024 * 1024;
/** How long a subject is kept beside whose token another came that its issuer called not good, in milliseconds. */
const KEPT_WITH_UNKNOWN = 10_000;

/** A pasted token came without anything that could have been taken away. */
const PASTED: Setting = { bearer: true, idToken: true, throughGrafana: false };

interface KeptSubject {
  subject: Subject;
  /** Milliseconds since the epoch. */
  validUntil: number;
}

/** Verifies tokens of the configured issuers and remembers whom they name until they expire or the issuer's keys change. */
export function createIdentity({
  issuers,
  credentials,
  attempts,
  metrics,
  logger,
  now = Date.now,
  later,
  keptCharacters = KEPT_CHARACTERS,
}: IdentityParts): Identity {
  const kept = new LRUCache<string, KeptSubject>({
    max: KEPT_TOKENS,
    maxSize: keptCharacters,
    sizeCalculation: ({ subject }, tokens) => tokens.length + JSON.stringify(subject).length,
  });
  let generation = 0;
  const keysChanged = () => {
    generation += 1;
    kept.clear();
  };
  const trusted = issuers.map((config): TrustedIssuer => {
    const { opaque } = config;
    return {
      config,
      keys: new IssuerKeys({ config, metrics, logger, now, later, onChange: keysChanged }),
      opaque: opaque && createOpaqueTokens({ config, opaque, metrics, logger, now }),
    };
  });
  const verifier = new TokenVerifier(trusted);
  const readPresented = presentedBy(issuers);
  const othersKnown = issuers.some(({ fallback }) => !fallback);

  async function identifyTokens(presented: readonly PresentedToken[], setting: Setting): Promise<Identified> {
    const { bearer, idToken, throughGrafana } = setting;
    const key = `${bearer} ${idToken} ${throughGrafana}\n${presented.map(({ header, token }) => `${header} ${token}`).join('\n')}`;
    const known = kept.get(key);
    if (known !== undefined && now() < known.validUntil) {
      return { ok: true, subject: known.subject };
    }
    const generationBefore = generation;
    const outcomes = await Promise.all(presented.map((one) => verifier.verify(one, now())));
    const proof = chooseProof(outcomes, setting, othersKnown);
    if ('ok' in proof) {
      return proof;
    }
    const [{ issuer }] = proof;
    const mapped = claimsToSubject(
      issuer,
      proof.map(({ claims }) => claims),
      missingToken(proof, outcomes, setting, othersKnown)
    );
    if (!mapped.ok) {
      return mapped;
    }
    for (const { event, message } of mapped.warnings) {
      logger.warn({ event, issuer: issuer.name, subjectId: mapped.subject.id }, message);
    }
    // What an issuer does not know yet it may know in a moment.
    const unknownYet = outcomes.some(({ result }) => !result.ok && result.reason === 'token-inactive');
    const validUntil = Math.min(
      ...proof.map(({ validUntil: until }) => until),
      unknownYet ? now() + KEPT_WITH_UNKNOWN : Infinity
    );
    // Keys that changed meanwhile may not vouch for this token any more; and who could not be asked may answer next time.
    if (generation === generationBefore && !outcomes.some(({ result }) => !result.ok && result.status === 503)) {
      kept.set(key, { subject: mapped.subject, validUntil });
    }
    return { ok: true, subject: mapped.subject };
  }

  return {
    async identify(rawHeaders, headers, client) {
      const presented = readPresented(rawHeaders, headers);
      if ('ok' in presented) {
        return presented;
      }
      if (presented.by === 'tokens') {
        return identifyTokens(presented.tokens, presented.setting);
      }
      const identified = credentials.identify(presented.credential, now());
      return identified.ok || identified.status !== 401 || client === undefined
        ? identified
        : attempts.failed(client, identified);
    },
    identifyToken: (token) => {
      const secret = readSecret(token);
      return secret === undefined
        ? identifyTokens([{ header: undefined, token }], PASTED)
        : Promise.resolve(credentials.recognise({ secret, name: undefined }, now()));
    },
    identifyGrafanaUser: (token) => identifyGrafanaUser(token, trusted, now()),
    states: () => trusted.map(({ keys, opaque }) => ({ ...keys.state(), opaque: opaque?.state() })),
    warmUp: async () => {
      await Promise.all(trusted.map(({ keys }) => keys.start()));
    },
    close: () =>
      trusted.forEach(({ keys, opaque }) => {
        keys.close();
        opaque?.close();
      }),
  };
}

/**
 * What may be missing beside the tokens that prove who asks. Whoever asks through Grafana's data source proxy can have one of
 * both headers taken away that Grafana forwards, and would lose the groups that are denied something; and Grafana forwards no
 * token when it renders a picture for somebody.
 */
function missingToken(
  [{ issuer, claims }]: readonly [VerifiedToken, ...VerifiedToken[]],
  outcomes: readonly Outcome[],
  { bearer, idToken, throughGrafana }: Setting,
  othersKnown: boolean
): MissingToken {
  const readsBoth = ['authorization', 'x-id-token'].every((header) => issuer.tokenHeaders.includes(header));
  const ofPicture = issuer.kind === 'grafana' && claims.authenticatedBy === 'render';
  if ((throughGrafana && readsBoth && !(bearer && idToken)) || (othersKnown && ofPicture)) {
    return 'withheld';
  }
  return outcomes.some((outcome) => outcome.issuer === issuer && !outcome.result.ok) ? 'failed' : 'none';
}
