import { notIdentified, type PublicReason } from '../identity/identified';
import { unauthorized } from './unauthorized';

const EXACT = 'token-signature';
const DETAIL = 'the signature is not one of keycloak';

describe('whoever is not known', () => {
  test.each<[PublicReason, number, string, string | undefined]>([
    ['token-missing', 401, 'WWW-Authenticate', 'Bearer realm="gatehouse"'],
    [
      'token-expired',
      401,
      'WWW-Authenticate',
      'Bearer realm="gatehouse", error="invalid_token", error_description="The access token expired"',
    ],
    ['token-invalid', 401, 'WWW-Authenticate', 'Bearer realm="gatehouse", error="invalid_token"'],
    ['credential-invalid', 401, 'WWW-Authenticate', 'Bearer realm="gatehouse", error="invalid_token"'],
    ['credential-unused', 401, 'WWW-Authenticate', 'Bearer realm="gatehouse"'],
    ['credential-attempts', 429, 'Retry-After', '5'],
    ['credentials-unavailable', 503, 'Retry-After', '5'],
    ['keys-unavailable', 503, 'Retry-After', '5'],
    ['introspection-unavailable', 503, 'Retry-After', '5'],
  ])('is told %s', (publicReason, status, header, value) => {
    const refusal = unauthorized(notIdentified(EXACT, DETAIL, publicReason));
    expect(refusal).toMatchObject({ status, reason: publicReason, headers: { [header]: value } });
    expect(Object.keys(refusal.headers)).toEqual([header]);
  });

  test('learns nothing of which check failed, and the log learns all', () => {
    const told = ['token-signature', 'token-audience', 'token-key-unknown', 'token-issuer-unknown'].map((reason) => {
      const refusal = unauthorized(notIdentified(reason, `${reason}: ${DETAIL}`));
      expect(refusal.inner).toEqual({ reason, message: `${reason}: ${DETAIL}` });
      return { reason: refusal.reason, message: refusal.message, headers: refusal.headers };
    });
    expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(JSON.stringify(told)).not.toContain('keycloak');
  });
});
