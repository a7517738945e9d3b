import type { Attempts } from '../credentials/attempts';
import type { Credentials } from '../credentials/credentials';
import { notIdentified } from '../identified';

const unknown = () => notIdentified('credential-unknown', 'there is no such credential', 'credential-invalid');

/** What an identity needs where no machine has a credential and nobody is slowed down. */
export const NO_MACHINES: { credentials: Credentials; attempts: Attempts } = {
  credentials: { identify: unknown, recognise: unknown },
  attempts: { failed: (_client, refused) => Promise.resolve(refused), close: () => undefined },
};
