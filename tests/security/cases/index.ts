import { BODY_CASES } from './bodies';
import type { SecurityCase } from './case';
import { FRAMING } from './framing';
import { HEADERS } from './headers';
import { READS } from './reads';
import { TARGETS } from './targets';
import { TENANTS } from './tenants';

/** All written cases, as data. */
export const CASES: readonly SecurityCase[] = [...READS, ...TARGETS, ...HEADERS, ...BODY_CASES, ...FRAMING, ...TENANTS];
