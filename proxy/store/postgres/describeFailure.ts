import { DatabaseError } from 'pg';
import { UncertainCommit } from './uncertainCommit';

const LOCK_NOT_AVAILABLE = '55P03';
const UNDEFINED_TABLE = '42P01';
const READ_ONLY = '25006';
/** The server gave a transaction up so that others can go on; it may succeed the next time. */
const GIVEN_UP = ['40001', '40P01', '25P03'];
/**
 * Classes 08 (connection), 57P (operator intervention) and 28 (authorization: there may be a new password) tell of the connection,
 * not of the statement.
 */
const CONNECTION_LOST = /^(08|57P|28)/;

const WORDS: Record<string, string> = {
  [LOCK_NOT_AVAILABLE]: 'another process holds its lock',
  [UNDEFINED_TABLE]: 'its tables are missing; restore it, or restart the proxy to begin with an empty store',
  [READ_ONLY]: 'it is read-only',
};

/** What went wrong with a server. */
export interface Failure {
  /** For people. */
  readonly reason: string;
  /** The connection is no good any more, and others may be none either. */
  readonly lost: boolean;
  /** The same could go well on another connection, and does nothing twice. */
  readonly again: boolean;
}

export function describeFailure(error: unknown): Failure {
  if (error instanceof UncertainCommit) {
    const { reason, lost } = describeFailure(error.cause);
    return { reason: `${reason}; ${error.message}`, lost, again: false };
  }
  if (error instanceof DatabaseError) {
    const { code = '' } = error;
    const lost = error.severity !== 'ERROR';
    const again = CONNECTION_LOST.test(code) || GIVEN_UP.includes(code);
    return { reason: WORDS[code] ?? error.message, lost, again };
  }
  const reason = messageOf(error);
  return /time-?out/i.test(reason)
    ? { reason: 'it does not answer', lost: true, again: false }
    : { reason, lost: true, again: /^Connection terminated|ECONNRESET|EPIPE/.test(reason) };
}

function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error)) {
    return String(error);
  }
  // Where several addresses were tried, each has a reason of its own.
  return 'errors' in error && Array.isArray(error.errors) && error.errors.length > 0
    ? messageOf(error.errors[0])
    : String(error.message);
}
