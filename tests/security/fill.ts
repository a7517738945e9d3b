import type { Backends } from './backends';
import type { Fill } from './cases/case';
import type { Sender } from './senders';
import { markOf, printTenant } from './world';
import { FIRST_VALUE } from './writes/ledger';

const HOUR = 3_600_000;

/** What is put into a case or a generated request when it is sent. */
export function fillFor({ world, tokenOf, grafana, credential, ledger }: Backends, sender: Sender, what: string): Fill {
  const value = ledger.next(sender, what);
  // No two samples have a time in common, so that none hides another.
  const now = world.now - HOUR + value - FIRST_VALUE;
  return {
    value,
    now,
    text: (text) =>
      text
        .replaceAll('{token}', tokenOf('carol') ?? '')
        .replaceAll('{grafana}', grafana.tokens.gretchen)
        .replaceAll('{visitor}', grafana.tokens.visitor)
        .replaceAll('{forged}', grafana.tokens.forged)
        .replaceAll('{credential}', credential)
        .replaceAll('{basic}', Buffer.from(`meter:${credential}`).toString('base64'))
        .replaceAll('{acme}', printTenant(world.acme))
        .replaceAll('{globex}', printTenant(world.globex))
        .replaceAll('{pay}', markOf(world, 'mimir_pay'))
        .replaceAll('{tax}', markOf(world, 'mimir_tax'))
        .replaceAll('{value}', String(value))
        .replaceAll('{now}', String(now)),
  };
}
