import type { Operation } from '../operation';
import type { AdminParts } from '../parts';
import { configurationOperations } from './configuration';

/** Every operation of the admin API. */
export function allOperations(parts: AdminParts): Operation[] {
  return [...configurationOperations(parts)];
}
