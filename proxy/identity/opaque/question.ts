import { z } from 'zod';
import type { IssuerConfig } from '../../config/schema';
import { fetchJson, StatusError } from '../trust/fetchJson';

/** What an issuer says about a token: what it knows of it, or that it is none of its good ones. */
export type Answer = { active: true; claims: Readonly<Record<string, unknown>> } | { active: false };

/** Asks about a token. @throws Error when the endpoint does not answer as it should; never with a part of the token */
export type Question = (url: string, token: string) => Promise<Answer>;

const NOT_GOOD: Answer = { active: false };

// Anything but a boolean is no answer: "true" is not true.
const introspectionSchema = z.looseObject({ active: z.boolean() });
const userinfoSchema = z.looseObject({});

/** Chooses how an issuer is asked about its opaque tokens. */
export function questionFor({ by, clientId = '', clientSecret = '' }: NonNullable<IssuerConfig['opaque']>): Question {
  return by === 'introspection' ? introspect(clientId, clientSecret) : askUserinfo;
}

/** @see RFC 7662, section 2; RFC 6749, section 2.3.1, for the client's authentication */
function introspect(clientId: string, clientSecret: string): Question {
  const credentials = Buffer.from(`${formEncode(clientId)}:${formEncode(clientSecret)}`).toString('base64');
  const headers = {
    authorization: `Basic ${credentials}`,
    'content-type': 'application/x-www-form-urlencoded',
  };
  return async (url, token) => {
    const body = new URLSearchParams({ token, token_type_hint: 'access_token' }).toString();
    const answer = introspectionSchema.safeParse(await fetchJson(url, { method: 'POST', headers, body }));
    if (!answer.success) {
      throw new Error(`${url}: the answer does not say whether the token is active`);
    }
    return answer.data.active ? { active: true, claims: answer.data } : NOT_GOOD;
  };
}

/** @see OpenID Connect Core 1.0, section 5.3 */
async function askUserinfo(url: string, token: string): Promise<Answer> {
  try {
    const answer = userinfoSchema.safeParse(await fetchJson(url, { headers: { authorization: `Bearer ${token}` } }));
    if (!answer.success) {
      throw new Error(`${url}: the answer names nobody`);
    }
    return { active: true, claims: answer.data };
  } catch (error) {
    // RFC 6750, section 3.1: a token that is not good, or not good for this.
    if (error instanceof StatusError && [401, 403].includes(error.status)) {
      return NOT_GOOD;
    }
    throw error;
  }
}

function formEncode(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice('='.length);
}
