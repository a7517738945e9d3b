import type { IssuerConfig } from '../config/schema';
import { type NotIdentified, notIdentified } from './identified';
import type { OpaqueTokens } from './opaque/opaqueTokens';
import type { PresentedToken } from './presented';
import type { IssuerKeys } from './trust/issuerKeys';
import { claimedIssuer, spellingsOf, type VerifiedToken, verifyJwt } from './verify';

/** An issuer with what it takes to verify its tokens. */
export interface TrustedIssuer {
  config: IssuerConfig;
  keys: IssuerKeys;
  /** Undefined when its tokens have to be JSON Web Tokens. */
  opaque: OpaqueTokens | undefined;
}

/** What became of one token. */
export interface Outcome {
  /** The configured issuer whose token it claims to be; undefined when no configured issuer has to do with it. */
  issuer: IssuerConfig | undefined;
  result: VerifiedToken | NotIdentified;
}

// Three parts in base64url; the last one is empty in unsigned tokens, which are then refused as such.
const JWT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/;

/** Finds out whose token something is, and has it verified. */
export class TokenVerifier {
  readonly #byIssuer: ReadonlyMap<string, TrustedIssuer>;

  constructor(private readonly trusted: readonly TrustedIssuer[]) {
    this.#byIssuer = new Map(trusted.flatMap((one) => spellingsOf(one.config).map((iss) => [iss, one] as const)));
  }

  /** @param now milliseconds since the epoch */
  async verify({ header, token }: PresentedToken, now: number): Promise<Outcome> {
    const claimed = JWT.test(token) ? claimedIssuer(token) : undefined;
    if (claimed === undefined) {
      return this.#verifyOpaque(header, token, now);
    }
    const issuer = this.#byIssuer.get(claimed);
    if (issuer === undefined) {
      const message = 'the token comes from an issuer that is not configured';
      return { issuer: undefined, result: notIdentified('token-issuer-unknown', message) };
    }
    const preference = preferenceOf(issuer.config, header);
    if (preference < 0) {
      const message = `tokens of ${issuer.config.name} are not taken from the header ${header}`;
      return { issuer: issuer.config, result: notIdentified('token-header', message) };
    }
    return { issuer: issuer.config, result: await verifyJwt(token, preference, issuer, now) };
  }

  async #verifyOpaque(header: string | undefined, token: string, now: number): Promise<Outcome> {
    const asked = this.trusted.filter(
      ({ opaque, config }) => opaque !== undefined && preferenceOf(config, header) >= 0
    );
    // One issuer a header; a token that somebody pasted is shown to nobody when it could be another's.
    const issuer = asked.length === 1 ? asked[0] : undefined;
    return issuer?.opaque === undefined
      ? { issuer: undefined, result: notIdentified('token-malformed', 'the token is not a JSON Web Token') }
      : {
          issuer: issuer.config,
          result: await issuer.opaque.verify(token, preferenceOf(issuer.config, header), now),
        };
  }
}

/** The place of a header in an issuer's `tokenHeaders`, the first for a pasted token, -1 when it is not among them. */
function preferenceOf({ tokenHeaders }: IssuerConfig, header: string | undefined): number {
  return header === undefined ? 0 : tokenHeaders.indexOf(header);
}
