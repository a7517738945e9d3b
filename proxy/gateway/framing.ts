import type { IncomingMessage } from 'node:http';
import { malformed } from './refusal';
import { singleHeader } from './singleHeader';

/**
 * Refuses what Node's parser takes, but another one, in front of Gatehouse, could read otherwise: a second `Host`, and codings of
 * the body beside `chunked`.
 *
 * @throws Refusal 400
 */
export function refuseDisputedFraming(request: IncomingMessage): void {
  singleHeader(request, 'host');
  const coding = singleHeader(request, 'transfer-encoding');
  if (coding !== undefined && coding.toLowerCase() !== 'chunked') {
    throw malformed('transfer-coding', 'the only transfer coding that is taken is chunked');
  }
}
