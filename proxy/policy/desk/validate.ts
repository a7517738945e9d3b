import { checkPolicy } from '@gatehouse/model';
import { validateBodySchema, type ValidationDocument } from '@gatehouse/model/api';
import { parseJsonBody } from '../../admin/parseJsonBody';
import { parseShape } from '../../admin/parseShape';
import { boundFindings } from './boundFindings';
import type { DeskParts } from './deskParts';
import { printJson } from './printJson';
import { unseenPrincipals } from './unseenPrincipals';

/** Says all that is to be said about the policy in the body of `POST /v1/policy/validate`. */
export async function validate(parts: DeskParts, bytes: Uint8Array): Promise<Uint8Array> {
  const body = parseShape(validateBodySchema, parseJsonBody(bytes), 'body-invalid', 'body');
  const { policy, problems, warnings } = checkPolicy(body.policy, parts.surroundings, parts.now());
  const unseen = policy === undefined ? [] : await unseenPrincipals(parts, policy);
  const [boundProblems, boundWarnings] = [boundFindings(problems), boundFindings([...warnings, ...unseen])];
  const document: ValidationDocument = {
    problems: boundProblems.shown,
    problemsLeftOut: boundProblems.leftOut,
    warnings: boundWarnings.shown,
    warningsLeftOut: boundWarnings.leftOut,
  };
  return printJson(document);
}
