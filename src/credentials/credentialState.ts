import type { Credential } from '../api/credentials';

/** Whether a credential counts now, and what is going to happen to it. */
export type CredentialState = 'live' | 'expires-soon' | 'replaced' | 'expired' | 'revoked';

const SOON = 14 * 86_400_000;

/** @param now milliseconds since the epoch */
export function credentialState({ state, expiresAt, replacedBy }: Credential, now: number): CredentialState {
  if (state !== 'live') {
    return state;
  }
  if (replacedBy !== null) {
    return 'replaced';
  }
  return expiresAt !== null && Date.parse(expiresAt) - now <= SOON ? 'expires-soon' : 'live';
}

/** For lists: what needs a look comes first. */
const ORDER: readonly CredentialState[] = ['expires-soon', 'replaced', 'live', 'expired', 'revoked'];

export function compareCredentialStates(a: Credential, b: Credential, now: number): number {
  return ORDER.indexOf(credentialState(a, now)) - ORDER.indexOf(credentialState(b, now));
}
