import { readVmAccess, type Subject } from '@gatehouse/model';
import type { IssuerConfig } from '../../config/schema';
import type { Claims } from './readPath';

/**
 * Reads the `vm_access` claims of a request's tokens, where the configuration trusts the issuer with them. Tokens that say
 * different things give nothing.
 *
 * @returns what stands in the subject: the grant, why there is none, or neither when no token has such a claim
 */
export function readVmAccessClaims(
  trust: IssuerConfig['trustVmAccess'],
  tokens: readonly Claims[]
): Pick<Subject, 'vmAccess' | 'vmAccessProblem'> {
  if (trust === false) {
    return {};
  }
  const said = tokens.flatMap(({ vm_access: claim }) => (claim === undefined || claim === null ? [] : [claim]));
  const results = said.map((claim) => readVmAccess(claim, trust === true ? undefined : trust));
  const problem = results.flatMap((result) => ('problem' in result ? [result.problem] : []))[0];
  if (problem !== undefined) {
    return { vmAccessProblem: problem };
  }
  const [first, ...others] = results.flatMap((result) => ('vmAccess' in result ? [result.vmAccess] : []));
  return others.some((other) => JSON.stringify(other) !== JSON.stringify(first))
    ? { vmAccessProblem: 'the tokens of the request have different vm_access claims' }
    : { vmAccess: first };
}
