import type { IncomingHttpHeaders } from 'node:http';
import type { Subject } from '@gatehouse/model';
import { LRUCache } from 'lru-cache';
import type { IssuerConfig } from '../config/schema';
import type { Logger } from '../telemetry/logger';
import type { Metrics } from '../telemetry/metrics';
import type { Attempts } from './credentials/attempts';
import type { Credentials } from './credentials/credentials';
import { readSecret } from './credentials/secret';
import { type Identified, type NotIdentified, notIdentified } from './identified';
import type { OpaqueState } from './opaque/endpointHealth';
import { createOpaqueTokens } from './opaque/opaqueTokens';
import { presentedBy, type PresentedToken } from './presented';
import { claimsToSubject } from './subject';
import { IssuerKeys, type IssuerState } from './trust/issuerKeys';
import type { Later } from './trust/later';
import { type Outcome, TokenVerifier, type TrustedIssuer } from './tokenVerifier';
import type { VerifiedToken } from './verify';

export interface Identity {
  /**
   * Who sent a request with these headers. The same tokens give the same `Subject` object for as long as it holds.
   *
   * @param address the client's, as the connection has it
   */
  identify(rawHeaders: readonly string[], headers: IncomingHttpHeaders, address: string): Promise<Identified>;
  /** Who a single token or credential names, for `explain`. */
  identifyToken(token: string): Promise<Identified>;
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
  /** How many characters of tokens are kept. */
  keptCharacters?: number;
}

/** Verified tokens are kept up to this number and this many characters; beyond that the least used ones are verified again. */
const KEPT_TOKENS = 20_000;
const KEPT_CHARACTERS = 64 * 1024 * 1024;

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
    sizeCalculation: (_subject, tokens) => tokens.length,
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
      opaque: opaque && createOpaqueTokens({ config: { ...config, opaque }, metrics, logger, now }),
    };
  });
  const verifier = new TokenVerifier(trusted);
  const readPresented = presentedBy(issuers);

  async function identifyTokens(presented: readonly PresentedToken[]): Promise<Identified> {
    const key = presented.map(({ header, token }) => `${header} ${token}`).join('\n');
    const known = kept.get(key);
    if (known !== undefined && now() < known.validUntil) {
      return { ok: true, subject: known.subject };
    }
    const generationBefore = generation;
    const outcomes = await Promise.all(presented.map((one) => verifier.verify(one, now())));
    const proof = chooseProof(outcomes);
    if ('ok' in proof) {
      return proof;
    }
    const [{ issuer }] = proof;
    const mapped = claimsToSubject(
      issuer,
      proof.map(({ claims }) => claims)
    );
    if (!mapped.ok) {
      return mapped;
    }
    const validUntil = Math.min(...proof.map(({ validUntil: until }) => until));
    // Keys that changed meanwhile may not vouch for this token any more; and who could not be asked may answer next time.
    if (generation === generationBefore && !outcomes.some(({ result }) => !result.ok && result.status === 503)) {
      kept.set(key, { subject: mapped.subject, validUntil });
    }
    return mapped;
  }

  return {
    async identify(rawHeaders, headers, address) {
      const presented = readPresented(rawHeaders, headers);
      if ('ok' in presented) {
        return presented;
      }
      if (presented.by === 'tokens') {
        return identifyTokens(presented.tokens);
      }
      const identified = credentials.identify(presented.credential, now());
      if (!identified.ok && identified.status === 401) {
        await attempts.failed(address);
      }
      return identified;
    },
    identifyToken: (token) => {
      const secret = readSecret(token);
      return secret === undefined
        ? identifyTokens([{ header: undefined, token }])
        : Promise.resolve(credentials.identify({ secret, name: undefined }, now()));
    },
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
 * Chooses the tokens that prove who asks: those of one issuer that name one subject, the preferred one first.
 *
 * Fallback issuers are asked only when no token of another configured issuer came, whether it was good or not: else whoever
 * holds a bad token could choose as whom to appear.
 */
function chooseProof(outcomes: readonly Outcome[]): [VerifiedToken, ...VerifiedToken[]] | NotIdentified {
  const ofPreferred = outcomes.filter(({ issuer }) => issuer?.fallback === false);
  const counted = ofPreferred.length > 0 ? ofPreferred : outcomes.filter(({ issuer }) => issuer !== undefined);
  const verified = counted.flatMap(({ result }) => (result.ok ? [result] : []));
  const [first, ...others] = verified.toSorted((a, b) => a.preference - b.preference);
  if (first === undefined) {
    return worstOf((counted.length > 0 ? counted : outcomes).flatMap(({ result }) => (result.ok ? [] : [result])));
  }
  if (others.some(({ issuer, claims }) => issuer !== first.issuer || claims.sub !== first.claims.sub)) {
    return notIdentified('token-subjects-differ', 'the tokens of the request name different subjects');
  }
  return [first, ...others];
}

/** Of several failures the one to tell: that of the preferred token, unless somebody could still be known later. */
function worstOf(failures: NotIdentified[]): NotIdentified {
  return (
    failures.find(({ status }) => status === 503) ??
    failures[0] ??
    notIdentified('token-missing', 'the request carries no token', 'token-missing')
  );
}
