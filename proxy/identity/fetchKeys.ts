import type { JSONWebKeySet } from 'jose';
import { request } from 'undici';
import { z } from 'zod';

/** Longest wait for an issuer, in milliseconds, and largest answer, in bytes. */
const TIMEOUT = 5_000;
const MAX_BYTES = 1024 * 1024;

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) });

// One key that cannot be understood must not spoil the others, so each is judged by itself.
const keySetSchema = z.object({ keys: z.array(z.unknown()) });
const keySchema = z.looseObject({
  kty: z.enum(['RSA', 'EC', 'OKP']),
  use: z.literal('sig').optional(),
  key_ops: z
    .array(z.string())
    .refine((operations) => operations.includes('verify'))
    .optional(),
  kid: z.string().optional(),
  alg: z.string().optional(),
  d: z.undefined().optional(),
});

/**
 * Fetches an issuer's public signing keys by OpenID Connect discovery.
 *
 * @returns the asymmetric keys meant for signatures; others are left out
 * @throws Error saying which URL did not answer as it should
 * @see OpenID Connect Discovery 1.0, section 4
 */
export async function fetchKeys(issuer: string): Promise<JSONWebKeySet> {
  const discoveryUrl = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const discovery = discoverySchema.safeParse(await fetchJson(discoveryUrl));
  if (!discovery.success) {
    throw new Error(`${discoveryUrl} is not an OpenID Connect discovery document`);
  }
  if (discovery.data.issuer !== issuer) {
    throw new Error(`${discoveryUrl} names the issuer ${discovery.data.issuer}; the configuration says ${issuer}`);
  }
  const keySet = keySetSchema.safeParse(await fetchJson(discovery.data.jwks_uri));
  if (!keySet.success) {
    throw new Error(`${discovery.data.jwks_uri} is not a JSON Web Key Set`);
  }
  // An issuer that publishes no key at all has withdrawn them: that is an answer, not a failure.
  const keys = keySet.data.keys.flatMap((key) => keySchema.safeParse(key).data ?? []);
  return { keys };
}

async function fetchJson(url: string): Promise<unknown> {
  const signal = AbortSignal.timeout(TIMEOUT);
  try {
    const { statusCode, body } = await request(url, { signal, headers: { accept: 'application/json' } });
    if (statusCode !== 200) {
      await body.dump();
      throw new Error(`status ${statusCode}`);
    }
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_BYTES) {
        throw new Error(`more than ${MAX_BYTES} bytes`);
      }
      chunks.push(chunk);
    }
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    const detail = signal.aborted ? `no answer within ${TIMEOUT / 1000} s` : describe(error);
    throw new Error(`${url}: ${detail}`, { cause: error });
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  return 'code' in error ? `${error.message} (${String(error.code)})` : error.message;
}
