import type { RecordedRequest } from '../../dev/victoriametrics';
import type { Backends } from './backends';
import type { RawAnswer, RawConnection, SendOptions } from './rawConnection';
import type { Sender } from './senders';

/** One request as it was sent, and all that came of it. */
export interface Exchange {
  sender: Sender;
  bytes: Buffer;
  answer: RawAnswer;
  /** The answer's body, one character a byte. */
  text: string;
  /** What arrived upstream since the exchange before: one request at a time is sent, so it is this one's. */
  reached: readonly RecordedRequest[];
}

/** What reaches the upstream in spite of a closed connection does so within this time. Milliseconds. */
const SETTLING = 50;

/** Sends a request and looks what it did upstream. */
export async function exchange(
  backends: Backends,
  connection: RawConnection,
  sender: Sender,
  bytes: Buffer,
  options?: SendOptions
): Promise<Exchange> {
  const answer = await connection.send(bytes, options);
  if (answer.status === 0 || answer.status === 413) {
    // The gateway may not have done with it yet: nothing was answered, or before all of it was read.
    await new Promise((resolve) => setTimeout(resolve, SETTLING));
  }
  const reached = backends.reached();
  backends.forget();
  return { sender, bytes, answer, text: answer.body.toString('latin1'), reached };
}

/**
 * The reason that the gateway gives for not asking upstream, or for what became of it; `malformed` for what its listener
 * refuses before it is a request, `closed` for a connection that ended without an answer.
 */
export function refusalOf({ answer, text, reached }: Exchange): string | undefined {
  if (answer.status === 0) {
    return 'closed';
  }
  if (answer.status < 400) {
    return undefined;
  }
  const [, reason] =
    /"error":"Gatehouse: .*\((?:[a-z0-9-]+: )?([a-z0-9-]+), request [0-9a-f-]+\)"\}$/s.exec(text) ?? [];
  const ofListener = LISTENERS.some((message) => text.includes(message));
  // Node itself answers a request without a host with nothing but the status, and so do methods without a body.
  return reason ?? (ofListener || (text === '' && reached.length === 0) ? 'malformed' : undefined);
}

const LISTENERS = [
  '"error":"the request is not well-formed HTTP"',
  '"error":"the headers are larger than',
  '"error":"the request took too long to arrive"',
  '"error":"Gatehouse is not a forward proxy"',
];
