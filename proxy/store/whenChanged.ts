import type { Database } from './database';

/**
 * Looks again whenever the database says that something has changed: once for all that happens while it looks.
 *
 * @param look must not reject
 * @returns ends it
 */
export function whenChanged(database: Pick<Database, 'onChanged'>, look: () => Promise<unknown>): () => void {
  let looking = false;
  let again = false;
  const start = async () => {
    again = true;
    if (looking) {
      return;
    }
    looking = true;
    while (again) {
      again = false;
      await look();
    }
    looking = false;
  };
  return database.onChanged(() => void start());
}
