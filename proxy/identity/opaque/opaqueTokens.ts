import type { IssuerConfig } from '../../config/schema';
import type { Logger } from '../../telemetry/logger';
import { type NotIdentified, notIdentified } from '../identified';
import type { VerifiedToken } from '../verify';

/** Asks an issuer about its tokens that are no JSON Web Tokens. */
export interface OpaqueTokens {
  /**
   * @param preference the place of the token's header in the issuer's `tokenHeaders`
   * @param now milliseconds since the epoch
   */
  verify(token: string, preference: number, now: number): Promise<VerifiedToken | NotIdentified>;
}

export interface OpaqueTokensParts {
  config: IssuerConfig & { opaque: NonNullable<IssuerConfig['opaque']> };
  logger: Logger;
}

/** Makes the asker of one issuer, which keeps answers for a bounded time. */
export function createOpaqueTokens(_parts: OpaqueTokensParts): OpaqueTokens {
  return {
    verify: () => Promise.resolve(notIdentified('token-opaque', 'opaque tokens are not understood yet')),
  };
}
