import type { IncomingHttpHeaders } from 'node:http';
import type { IssuerConfig } from '../config/schema';
import { readSecret } from './credentials/secret';
import { type NotIdentified, notIdentified } from './identified';
import { isBearerToken } from './isBearerToken';

/** A token as it came with a request. */
export interface PresentedToken {
  /** The header, in lower case, that carried it; undefined for a token that somebody pasted. */
  header: string | undefined;
  token: string;
}

/** A machine's credential as it came with a request. */
export interface PresentedCredential {
  secret: string;
  /** The name that basic auth gives beside it. */
  name: string | undefined;
}

/** What a request says about who sends it; nothing of it is verified. */
export type Presented =
  | { by: 'credential'; credential: PresentedCredential }
  | { by: 'tokens'; tokens: PresentedToken[]; setting: Setting }
  | NotIdentified;

/** What came with the tokens, and tells whether some could be missing. */
export interface Setting {
  /** Whether Authorization carries a token, of whomever. */
  bearer: boolean;
  /** Whether X-Id-Token carries one. */
  idToken: boolean;
  /** Whether Grafana's data source proxy passed the request on for somebody, who can have had headers taken away. */
  throughGrafana: boolean;
}

/** Longest token that is looked at, in characters. */
const MAX_TOKEN_LENGTH = 48 * 1024;

const CREDENTIAL_HEADER = 'x-gatehouse-credential';

/**
 * Headers in which Grafana, or a login in front of it, sends who is logged in, whether an issuer reads them or not: a machine
 * does not come with one of them.
 */
const HEADERS_OF_USERS = ['authorization', 'x-id-token', 'x-grafana-id', 'x-grafana-user', 'x-pomerium-jwt-assertion'];

/**
 * What Grafana's data source proxy adds to everybody's requests last of all. Whoever asks through it can have all headers taken
 * away that Grafana adds before, by naming them in `Connection` (Go's ReverseProxy removes these after its Director has run);
 * so that the absence of a user's headers proves nothing then. Rules do not pass through it.
 */
const FORWARDED_HEADER = 'x-forwarded-for';

// Grafana puts its name here, unless that was taken away, too; machines behind a load balancer have names of their own.
const GRAFANA_AGENT = /^(?:$|Grafana\b)/i;

const BEARER = /^Bearer(?:[ \t]+|$)/i;
const BASIC = /^Basic(?:[ \t]|$)/i;

/**
 * Makes the reader of what requests present: the tokens in the headers that some issuer names, or a machine's credential.
 * Tokens in URLs and bodies are never looked at.
 *
 * A credential in `Authorization` is refused when a user's token came along: then a data source sends it for everybody. One in
 * `X-Gatehouse-Credential` counts only for Grafana's rules, which have no user and are not passed on for anybody: everybody's
 * request may carry it.
 */
export function presentedBy(
  issuers: readonly IssuerConfig[]
): (rawHeaders: readonly string[], headers: IncomingHttpHeaders) => Presented {
  const tokenHeaders = [...new Set(issuers.flatMap((issuer) => issuer.tokenHeaders))];
  const userHeaders = [...new Set([...tokenHeaders, ...HEADERS_OF_USERS])];
  const single = [...userHeaders, CREDENTIAL_HEADER, 'fromalert'];
  const forwarded = [...new Set([...tokenHeaders, 'authorization', 'x-id-token'])];

  return (rawHeaders, headers) => {
    const repeated = single.find((name) => headers[name] !== undefined && occurrences(rawHeaders, name) > 1);
    if (repeated !== undefined) {
      return notIdentified('token-repeated', `the header ${repeated} may be given once`);
    }
    const value = (name: string) => [headers[name]].flat().join('');
    const ofUser = userHeaders.filter((name) => headers[name] !== undefined && !isBasic(name, value(name)));

    const credential = readAuthorization(value('authorization'));
    if (credential !== undefined) {
      const others = ofUser.filter((name) => name !== 'authorization');
      if (others.length === 0 && !throughGrafana(headers)) {
        return { by: 'credential', credential };
      }
      const sign =
        others.length === 0 ? 'was passed on by Grafana for a user' : `carries ${others.join(' and ')} of a user`;
      return notIdentified(
        'credential-with-user',
        `a credential in Authorization is for machines, and this request ${sign}; Grafana's data sources send it as X-Gatehouse-Credential`,
        'credential-unused'
      );
    }
    if (ofUser.length === 0 && headers[CREDENTIAL_HEADER] !== undefined) {
      return headers[FORWARDED_HEADER] === undefined
        ? readStaticCredential(value(CREDENTIAL_HEADER), value('fromalert'))
        : notIdentified(
            'credential-forwarded',
            'the credential in X-Gatehouse-Credential came with X-Forwarded-For, as requests of people do that Grafana passes on; rules come without, from a Grafana that reaches Gatehouse without a proxy in between',
            'credential-unused'
          );
    }
    const present = tokenHeaders.filter((name) => headers[name] !== undefined);
    const carried = forwarded.flatMap((header) => {
      const token = value(header).replace(BEARER, '');
      return isToken(token) ? [{ header, token }] : [];
    });
    const tokens = carried.filter(({ header }) => tokenHeaders.includes(header));
    if (tokens.length > 0) {
      const setting = {
        bearer: carried.some(({ header }) => header === 'authorization'),
        idToken: carried.some(({ header }) => header === 'x-id-token'),
        throughGrafana: throughGrafana(headers),
      };
      return { by: 'tokens', tokens, setting };
    }
    return present.length === 0
      ? notIdentified(
          'token-missing',
          `the request carries no token in ${tokenHeaders.join(' or ')}; turn on "Forward OAuth identity" in the data source and log in to Grafana by OAuth`,
          'token-missing'
        )
      : notIdentified('token-malformed', `what the request carries in ${present.join(' and ')} is not a token`);
  };
}

function throughGrafana(headers: IncomingHttpHeaders): boolean {
  return headers[FORWARDED_HEADER] !== undefined && GRAFANA_AGENT.test(headers['user-agent'] ?? '');
}

/** A credential in the wrong place is not shown to an issuer who could be asked about opaque tokens. */
function isToken(text: string): boolean {
  return isBearerToken(text, MAX_TOKEN_LENGTH) && readSecret(text) === undefined;
}

/** Basic auth is a data source's own, whoever asks; a credential in it is found before. */
function isBasic(name: string, value: string): boolean {
  return name === 'authorization' && BASIC.test(value);
}

function readAuthorization(value: string): PresentedCredential | undefined {
  if (BEARER.test(value)) {
    const secret = readSecret(value.replace(BEARER, '').trim());
    return secret === undefined ? undefined : { secret, name: undefined };
  }
  if (BASIC.test(value)) {
    const [name = '', ...rest] = Buffer.from(value.slice('Basic'.length).trim(), 'base64').toString('utf8').split(':');
    const secret = readSecret(rest.join(':'));
    return secret === undefined ? undefined : { secret, name };
  }
  return undefined;
}

function readStaticCredential(value: string, fromAlert: string): Presented {
  if (fromAlert !== 'true') {
    return notIdentified(
      'credential-unused',
      'the credential in X-Gatehouse-Credential counts only for rules that Grafana evaluates (FromAlert: true); machines send theirs as "Authorization: Bearer gate_…"',
      'credential-unused'
    );
  }
  const secret = readSecret(value.replace(BEARER, '').trim());
  return secret === undefined
    ? notIdentified('credential-malformed', 'what X-Gatehouse-Credential holds is no credential', 'credential-invalid')
    : { by: 'credential', credential: { secret, name: undefined } };
}

function occurrences(rawHeaders: readonly string[], name: string): number {
  return rawHeaders.filter((header, index) => index % 2 === 0 && header.toLowerCase() === name).length;
}
