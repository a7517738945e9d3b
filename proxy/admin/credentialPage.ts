import type { StoredCredential } from '../store/credentialStore';

/**
 * Cuts one page out of a list.
 *
 * @param newestFirst in the order of the list; ids decide between those made at one time, the greater first
 * @param cursor behind which one the page begins; the first page without it
 */
export function credentialPage(
  newestFirst: readonly StoredCredential[],
  limit: number,
  cursor?: Pick<StoredCredential, 'createdAt' | 'id'>
): { page: StoredCredential[]; next: string | null } {
  const rest =
    cursor === undefined
      ? newestFirst
      : newestFirst.filter(
          ({ createdAt, id }) => createdAt < cursor.createdAt || (createdAt === cursor.createdAt && id < cursor.id)
        );
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return { page, next: last === undefined || rest.length <= limit ? null : `${last.createdAt}.${last.id}` };
}
