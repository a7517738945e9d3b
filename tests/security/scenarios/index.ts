import { CLIENTS } from './clients';
import { HAZARD_SCENARIOS } from './hazards';
import { LIMIT_SCENARIOS } from './limits';
import { REVOCATIONS } from './revocations';
import { SAVINGS } from './savings';
import type { Scenario } from './scenario';
import { UPSTREAMS } from './upstreams';

/** All cases that are more than one request. */
export const SCENARIOS: readonly Scenario[] = [
  ...SAVINGS,
  ...REVOCATIONS,
  ...LIMIT_SCENARIOS,
  ...UPSTREAMS,
  ...HAZARD_SCENARIOS,
  ...CLIENTS,
];
