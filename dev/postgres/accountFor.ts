import { readFile } from 'node:fs/promises';

export interface Account {
  uid: number;
  gid: number;
}

/**
 * As whom to run a program that refuses to run as root.
 *
 * @returns undefined when this process is not root's: then as itself
 */
export async function accountFor(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const found = lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody');
  if (found === undefined) {
    throw new Error('PostgreSQL does not run as root, and there is neither an account postgres nor nobody');
  }
  return { uid: Number(found[2]), gid: Number(found[3]) };
}
