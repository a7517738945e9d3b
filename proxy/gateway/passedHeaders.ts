import type { IncomingMessage } from 'node:http';
import type { Endpoint } from './endpoints';
import { Refusal } from './refusal';
import { singleHeader } from './singleHeader';

const REMOTE_WRITE_VERSION = /^[0-9]{1,3}(?:\.[0-9]{1,3}){1,2}$/;

/**
 * The headers of a read that may reach the upstream: which compressions the client understands. Tokens, cookies, tenant
 * headers and everything else stay here.
 */
export function readHeaders(request: IncomingMessage): Record<string, string> {
  const accepted = request.headers['accept-encoding'];
  return { 'accept-encoding': accepted !== undefined && /\bgzip\b/i.test(accepted) ? 'gzip' : 'identity' };
}

/**
 * The headers of a write that may reach the upstream: how long, how compressed, of which type. A form is passed on without its
 * type, since some versions of VictoriaMetrics read parameters out of it.
 *
 * @throws Refusal 415 for a compression that the endpoint does not take, 400 for a repeated header
 */
export function writeHeaders(
  request: IncomingMessage,
  { contentTypes = [], encodings = [] }: Pick<Endpoint, 'contentTypes' | 'encodings'>
): Record<string, string> {
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  const type = normalized(singleHeader(request, 'content-type'));
  const known = contentTypes.find((one) => one.toLowerCase() === type);
  if (known !== undefined) {
    headers['content-type'] = known;
  }
  const encoding = singleHeader(request, 'content-encoding')?.toLowerCase() ?? 'identity';
  if (encoding !== 'identity') {
    if (!encodings.includes(encoding)) {
      const message = `this endpoint takes bodies that are not compressed, or by ${encodings.join(', ')}`;
      throw new Refusal(415, 'bad_data', 'content-encoding', message);
    }
    headers['content-encoding'] = encoding;
  }
  const { 'content-length': length } = request.headers;
  if (length !== undefined) {
    headers['content-length'] = length;
  }
  const version = singleHeader(request, 'x-prometheus-remote-write-version');
  if (version !== undefined && REMOTE_WRITE_VERSION.test(version)) {
    headers['x-prometheus-remote-write-version'] = version;
  }
  return headers;
}

/** In lower case, without spaces and without a charset, which none of these formats leaves open. */
function normalized(contentType: string | undefined): string | undefined {
  return contentType
    ?.toLowerCase()
    .replace(/\s*;\s*/g, ';')
    .replace(/;charset="?utf-8"?/, '')
    .trim();
}
