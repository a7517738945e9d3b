import type { CredentialBounds } from '../../store/credentialStore';

const DAY = 86_400_000;

/** How many credentials an installation has. All of them are in the memory of every process. */
export const CREDENTIAL_BOUNDS: CredentialBounds = { live: 10_000, ended: 10_000, keepEnded: 90 * DAY };
