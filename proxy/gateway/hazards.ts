import type { Confinement } from './confinement';
import type { Endpoint } from './endpoints';
import { Refusal } from './refusal';

/**
 * What keeps a backend from holding to a confinement:
 *
 * - `wrong-kind`: it is not what the configuration says;
 * - `labels-unfiltered`: it ignores filters when it is asked for labels and their values;
 * - `stamps-evadable`: a writer could get rid of the labels that are stamped on its samples;
 * - `federation-leaks`: on a cluster, questions to several tenants share cached answers with those of other tenants.
 */
export type Hazard = 'wrong-kind' | 'labels-unfiltered' | 'stamps-evadable' | 'federation-leaks';

/** What is known to be wrong with backends, or not known to be right. */
export interface BackendHazards {
  /** @param backend the backend's name in the configuration */
  of(backend: string): ReadonlySet<Hazard>;
}

/**
 * Refuses what the backend would not confine.
 *
 * @throws Refusal 503 `backend-unsafe`; the operator finds the reason under `findings` in the proxy's status
 */
export function refuseHazards(
  hazards: BackendHazards,
  endpoint: Pick<Endpoint, 'labelsApi' | 'access'>,
  { decision, filtered, extraQuery }: Pick<Confinement, 'decision' | 'filtered' | 'extraQuery'>
): void {
  const found = hazards.of(decision.backend);
  if (found.size === 0) {
    return;
  }
  if (found.has('wrong-kind')) {
    throw unsafe(decision.backend, 'it is of another kind than the configuration says');
  }
  if (endpoint.labelsApi === true && filtered && found.has('labels-unfiltered')) {
    throw unsafe(decision.backend, 'it ignores filters when it is asked for labels');
  }
  if (endpoint.access === 'write' && extraQuery !== '' && found.has('stamps-evadable')) {
    throw unsafe(decision.backend, 'a writer could get rid of the labels that are stamped on its samples');
  }
  const ofCluster = decision.tenants.some(({ tenant }) => 'account' in tenant);
  if (decision.tenants.length > 1 && ofCluster && found.has('federation-leaks')) {
    throw unsafe(decision.backend, 'it could mix the answers of several tenants with those of others');
  }
}

function unsafe(backend: string, why: string): Refusal {
  return new Refusal(
    503,
    'unavailable',
    'backend-unsafe',
    `the backend ${backend} cannot be asked this safely: ${why}; an operator finds the way out in the backend check`
  );
}
