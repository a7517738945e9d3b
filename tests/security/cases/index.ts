import { BODY_CASES } from './bodies';
import type { SecurityCase } from './case';
import { FRAMING } from './framing';
import { HEADERS } from './headers';
import { IDENTITIES } from './identities';
import { MIMIR } from './mimir';
import { READS } from './reads';
import { TARGETS } from './targets';
import { TENANTS } from './tenants';
import { WRITES } from './writes';

/** The written cases that leave the series as they are. */
export const READ_CASES: readonly SecurityCase[] = [
  ...READS,
  ...TARGETS,
  ...HEADERS,
  ...BODY_CASES,
  ...FRAMING,
  ...TENANTS,
  ...IDENTITIES,
  ...MIMIR,
];

/** Those that write, or try to. */
export const WRITE_CASES: readonly SecurityCase[] = WRITES;
