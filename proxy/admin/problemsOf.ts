import type { Operation } from './operation';
import type { ProblemCode } from './problem';

/** Every code that an operation can be answered with. */
export function problemsOf({ problems, parameters, role, ifMatch, idempotencyKey, body }: Operation): ProblemCode[] {
  return [
    'admin-token-missing',
    'admin-token-wrong',
    'query-invalid',
    ...(role === 'viewer' ? [] : ['role-insufficient' as const]),
    ...(parameters === undefined ? [] : ['not-found' as const]),
    ...(ifMatch === true ? ['if-match-missing' as const] : []),
    ...(idempotencyKey === true ? ['idempotency-key-invalid' as const] : []),
    ...(body === undefined ? [] : (['body-invalid', 'body-too-large'] as const)),
    ...(body?.carriesPolicy === true ? ['policy-desk-busy' as const] : []),
    ...problems.filter((code) => !(parameters !== undefined && code === 'not-found')),
    'internal',
  ];
}
