import { Problem } from '../../admin/problem';
import type { DeskParts } from './deskParts';
import type { HeldRevision } from './heldRevisions';

/**
 * A revision that somebody asked for by its number.
 *
 * @throws Problem `not-found`
 * @throws StoreUnavailable
 */
export async function findRevision({ held }: Pick<DeskParts, 'held'>, number: number): Promise<HeldRevision> {
  const revision = await held.find(number);
  if (revision === undefined) {
    throw new Problem('not-found', `there is no revision ${number}; GET /v1/revisions lists those that there are`);
  }
  return revision;
}
