import type { IncomingHttpHeaders } from 'node:http';
import type { Subject } from '@gatehouse/model';
import { LRUCache } from 'lru-cache';
import type { IssuerConfig } from '../config/schema';
import type { Logger } from '../telemetry/logger';
import type { Metrics } from '../telemetry/metrics';
import { type Identified, type NotIdentified, notIdentified } from './identified';
import { IssuerKeys, type IssuerState } from './issuerKeys';
import { claimsToSubject } from './subject';
import { findTokens, type PresentedToken } from './tokens';
import { type VerifiedToken, verifyToken } from './verify';

export interface Identity {
  /** Who sent a request with these headers. The same tokens give the same `Subject` object for as long as it holds. */
  identify(rawHeaders: readonly string[], headers: IncomingHttpHeaders): Promise<Identified>;
  /** Who a single token names, for `explain`. */
  identifyToken(token: string): Promise<Identified>;
  states(): IssuerState[];
  /** Fetches every issuer's keys once; resolves also when an issuer does not answer. */
  warmUp(): Promise<void>;
  close(): void;
}

export interface IdentityParts {
  issuers: readonly IssuerConfig[];
  metrics: Pick<Metrics, 'keyFetches' | 'issuerReady'>;
  logger: Logger;
  /** Milliseconds since the epoch. */
  now?: () => number;
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
  metrics,
  logger,
  now = Date.now,
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
  const byIssuer = new Map(
    issuers.map((config) => [
      config.issuer,
      { config, keys: new IssuerKeys({ config, metrics, logger, now, onChange: keysChanged }) },
    ])
  );

  async function identifyTokens(presented: readonly PresentedToken[]): Promise<Identified> {
    const key = presented.map(({ header, token }) => `${header} ${token}`).join('\n');
    const known = kept.get(key);
    if (known !== undefined && now() < known.validUntil) {
      return { ok: true, subject: known.subject };
    }
    const generationBefore = generation;
    const outcomes = await Promise.all(presented.map((one) => verifyToken(one, byIssuer, now())));
    const verified = outcomes.filter((outcome) => outcome.ok);
    const [first, ...others] = byPreference(verified);
    if (first === undefined) {
      return worstOf(outcomes.filter((outcome) => !outcome.ok));
    }
    if (others.some(({ issuer, claims }) => issuer !== first.issuer || claims.sub !== first.claims.sub)) {
      return notIdentified('token-subjects-differ', 'the tokens of the request name different subjects');
    }
    const mapped = claimsToSubject(
      first.issuer,
      [first, ...others].map(({ claims }) => claims)
    );
    if (!mapped.ok) {
      return mapped;
    }
    const validUntil = Math.min(...verified.map(({ validUntil: until }) => until));
    // Keys that changed meanwhile may not vouch for this token any more.
    if (generation === generationBefore) {
      kept.set(key, { subject: mapped.subject, validUntil });
    }
    return mapped;
  }

  return {
    async identify(rawHeaders, headers) {
      const found = findTokens(rawHeaders, headers, issuers);
      return found.ok ? identifyTokens(found.tokens) : found;
    },
    identifyToken: (token) => identifyTokens([{ header: undefined, token }]),
    states: () => [...byIssuer.values()].map(({ keys }) => keys.state()),
    warmUp: async () => {
      await Promise.all([...byIssuer.values()].map(({ keys }) => keys.start()));
    },
    close: () => byIssuer.forEach(({ keys }) => keys.close()),
  };
}

function byPreference(tokens: VerifiedToken[]): VerifiedToken[] {
  return tokens.toSorted((a, b) => a.preference - b.preference);
}

/** Of several failures the one to tell: that of the preferred token, unless somebody could still be known later. */
function worstOf(failures: NotIdentified[]): NotIdentified {
  return (
    failures.find(({ status }) => status === 503) ??
    failures[0] ??
    notIdentified('token-missing', 'the request carries no token')
  );
}
