import { impactOf, indexPolicy } from '@gatehouse/model';
import { impactBodySchema, type PolicyImpactDocument } from '@gatehouse/model/api';
import { boundFindings } from './boundFindings';
import type { DeskParts } from './deskParts';
import { findRevision } from './findRevision';
import { printJson } from './printJson';
import { readPolicyBody } from './readPolicyBody';
import { replayLastHour } from './replayLastHour';

/**
 * What a draft would mean for those who came: the answer of `POST /v1/policy/impact`.
 *
 * @param inForce the revision that the draft is compared with
 */
export async function impact(parts: DeskParts, bytes: Uint8Array, inForce: number): Promise<Uint8Array> {
  const { held, known, now } = parts;
  const { body, policy, warnings } = readPolicyBody(bytes, impactBodySchema, parts);
  const before = await findRevision(parts, inForce);
  const { subjects, complete } = await known.everybody();
  const { shown, leftOut } = boundFindings(warnings);
  const [indexBefore, indexAfter] = [held.indexOf(before.policy), indexPolicy(policy)];
  const document: PolicyImpactDocument = {
    revision: before.summary.number,
    impact: impactOf(indexBefore, indexAfter, subjects, now()),
    complete,
    replay: body.replay ? await replayLastHour(parts, indexBefore, indexAfter, subjects) : null,
    warnings: shown,
    warningsLeftOut: leftOut,
  };
  return printJson(document);
}
