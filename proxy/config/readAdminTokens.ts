import { dirname, resolve } from 'node:path';
import type { Role } from '../admin/role';
import { readTokenFile } from './readTokenFile';
import type { Config } from './schema';

/** An admin token as it was read at the start. */
export interface LoadedAdminToken {
  /** For logs and records. */
  name: string;
  role: Role;
  token: string;
  /** Absolute path of the file that holds it; undefined when the configuration does. */
  file: string | undefined;
}

interface TokenProblem {
  path: Array<string | number>;
  message: string;
}

/** What the token without a name is called: `admin.token` or `admin.tokenFile`. */
const UNNAMED = 'default';

/**
 * Reads the admin tokens.
 *
 * @param file the configuration's path; what it names relatively is relative to its folder
 * @returns the tokens, or what is wrong with them; never a part of one
 */
export async function readAdminTokens(
  { token, tokenFile, tokens }: Config['admin'],
  file: string
): Promise<{ tokens: LoadedAdminToken[]; problems: TokenProblem[] }> {
  const named = tokens.map((one, index) => ({ ...one, path: ['admin', 'tokens', index] }));
  const unnamed = { name: UNNAMED, role: 'admin' as const, token, tokenFile, path: ['admin'] };
  const all = token === undefined && tokenFile === undefined ? named : [unnamed, ...named];
  const problems: TokenProblem[] = [];
  const read: LoadedAdminToken[] = [];
  for (const { name, role, path, ...source } of all) {
    const absolute = source.tokenFile === undefined ? undefined : resolve(dirname(file), source.tokenFile);
    const found = absolute === undefined ? { token: source.token ?? '' } : await readTokenFile(absolute);
    const key = [...path, absolute === undefined ? 'token' : 'tokenFile'];
    if ('problem' in found) {
      problems.push({ path: key, message: found.problem });
      continue;
    }
    const twin = read.find((other) => other.token === found.token);
    if (twin !== undefined) {
      problems.push({ path: key, message: `this is the token ${twin.name} already; each needs one of its own` });
    }
    read.push({ name, role, token: found.token, file: absolute });
  }
  return { tokens: read, problems };
}
