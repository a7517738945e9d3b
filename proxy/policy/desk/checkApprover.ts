import { Problem } from '../../admin/problem';
import type { Actor } from '../../store/actor';
import { maybeSamePerson } from './samePerson';

/** The login that Grafana gives to service accounts, which any administrator of an organisation can make. */
const SERVICE_ACCOUNT = /^sa-/i;

/** An `X-Grafana-Id` that names one counts as if it had not come; the context only has the login. */
function isServiceAccount({ name, by }: Actor): boolean {
  return by === 'grafana-context' && SERVICE_ACCOUNT.test(name);
}

/**
 * Sees to it that somebody else approves a change than who made it.
 *
 * Whoever holds an admin token can leave out who they are, and say that they are anybody. So two changes that came with one token
 * count as those of two people only when both name their people, and when Grafana signed for both if it can. Different tokens are
 * held by different people: then one that names nobody counts as its token.
 *
 * @param verifiesPeople whether a Grafana is configured that signs for people
 * @throws Problem `approval-by-author` or `approval-unverified`
 */
export function checkApprover(author: Actor, approver: Actor, verifiesPeople: boolean): void {
  if (maybeSamePerson(author, approver)) {
    throw new Problem(
      'approval-by-author',
      `${approver.name} cannot approve what ${author.name} proposed: both are one person, or their names are too much alike; somebody else has to`
    );
  }
  const needed: ReadonlyArray<Actor['by']> = verifiesPeople ? ['grafana-id'] : ['grafana-id', 'grafana-context'];
  const sameToken = author.token === approver.token || author.token === null || approver.token === null;
  const unverified = [author, approver].find((one) => !needed.includes(one.by) || isServiceAccount(one));
  if (sameToken && unverified !== undefined) {
    throw new Problem(
      'approval-unverified',
      `it is not certain who ${unverified.name} is, and both changes came with the admin token ${approver.token ?? 'of nobody'}: ${
        verifiesPeople
          ? 'both have to come through Grafana with its X-Grafana-Id'
          : 'both have to come through Grafana, which names the person'
      }, or each with an admin token of its own`
    );
  }
}
