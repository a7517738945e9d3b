import { CLIENTS } from './clients';
import { SAVINGS } from './savings';
import type { Scenario } from './scenario';
import { UPSTREAMS } from './upstreams';

/** All cases that are more than one request. */
export const SCENARIOS: readonly Scenario[] = [...SAVINGS, ...UPSTREAMS, ...CLIENTS];
