import type { NotIdentified, PublicReason } from '../identity/identified';
import { Refusal } from './refusal';

const REALM = 'Bearer realm="gatehouse"';

/** What whoever asks is told. Which check failed stands in the log, under the request's id. */
const TOLD: Readonly<Record<PublicReason, string>> = {
  'token-missing':
    'the request carries no token; turn on "Forward OAuth identity" in the data source and log in to Grafana by OAuth',
  'token-expired': 'the token has expired; log in to Grafana again',
  'token-invalid': "the token is not accepted; your administrator finds the reason by the request's number",
  'credential-invalid': "the credential is not accepted; your administrator finds the reason by the request's number",
  'credential-unused':
    'the credential does not count in this request; your administrator finds the reason by its number',
  'credential-attempts':
    'too many attempts with credentials failed at a time; correct the credential and try again shortly',
  'credentials-unavailable': 'the credentials could not be read yet; try again shortly',
  'keys-unavailable': "the identity provider's keys could not be fetched yet; try again shortly",
  'introspection-unavailable': 'the identity provider could not be asked about the token; try again shortly',
};

/**
 * Refuses a request that proves nobody. Whoever asks learns no more than RFC 6750 lets them: an error that names the check
 * would tell an attacker how far a forged token came.
 *
 * @see RFC 6750 section 3
 */
export function unauthorized({ status, reason, message, publicReason }: NotIdentified): Refusal {
  const inner = { reason, message };
  if (status === 503) {
    return new Refusal(503, 'unavailable', publicReason, TOLD[publicReason], { 'Retry-After': '5' }, inner);
  }
  if (status === 429) {
    return new Refusal(429, 'too_many_requests', publicReason, TOLD[publicReason], { 'Retry-After': '5' }, inner);
  }
  const headers = { 'WWW-Authenticate': challenge(publicReason) };
  return new Refusal(401, 'unauthorized', publicReason, TOLD[publicReason], headers, inner);
}

function challenge(reason: PublicReason): string {
  if (reason === 'token-missing' || reason === 'credential-unused') {
    return REALM;
  }
  const description = reason === 'token-expired' ? ', error_description="The access token expired"' : '';
  return `${REALM}, error="invalid_token"${description}`;
}
