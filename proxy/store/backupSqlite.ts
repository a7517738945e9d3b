import { randomBytes } from 'node:crypto';
import { link, open, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import Database from 'libsql';
import { z } from 'zod';

const wholeSchema = z.object({ quick_check: z.literal('ok') });

/**
 * Copies an SQLite store while proxies use it: the copy is the store as it was at one moment, complete and compact. It appears under
 * its name when it is finished and on the disk, for its owner only.
 *
 * @param file the store
 * @param copy a path where there is nothing yet
 * @throws Error that says what is wrong with which file; then there is no copy
 */
export async function backupSqlite(file: string, copy: string): Promise<{ bytes: number }> {
  await requireFile(file);
  if (await exists(copy)) {
    throw new Error(`${copy} is there already; a backup overwrites nothing`);
  }
  const partial = join(dirname(copy), `.${basename(copy)}.${randomBytes(6).toString('hex')}.partial`);
  try {
    // Made by us, so that nobody else can read it at any time; SQLite writes into an empty file.
    await (await open(partial, 'wx', 0o600)).close();
    copyInto(file, partial);
    await flush(partial);
    const { size } = await stat(partial);
    // Unlike a rename, this fails when somebody else has put something there meanwhile.
    await link(partial, copy);
    return { bytes: size };
  } finally {
    await rm(partial, { force: true });
    await flush(dirname(copy)).catch(() => undefined);
  }
}

function copyInto(file: string, partial: string): void {
  // Whoever writes meanwhile holds up nothing here; only another program that keeps the whole file for itself does.
  const source = new Database(file, { timeout: 10_000 });
  try {
    source.prepare('VACUUM INTO ?').run(partial);
  } finally {
    source.close();
  }
  const written = new Database(partial);
  try {
    const answer: unknown = written.prepare('PRAGMA quick_check').get();
    if (!wholeSchema.safeParse(answer).success) {
      throw new Error(`the copy of ${file} is damaged: ${JSON.stringify(answer)}`);
    }
  } finally {
    written.close();
  }
}

async function requireFile(file: string): Promise<void> {
  if (!(await exists(file))) {
    throw new Error(`there is no store at ${file}`);
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false
  );
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
