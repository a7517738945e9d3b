import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { StoreConfig } from '../store/openDatabase';
import type { PostgresConfig, PostgresTls } from '../store/postgres/postgresConfig';
import { readSecretFile } from './readSecretFile';
import type { Config } from './schema';

type Keys = Pick<Config, 'store' | 'storePasswordFile'>;

/** What is wrong, and with which key; never a part of the value, in which a password may stand. */
interface StoreProblem {
  readonly key: keyof Keys;
  readonly problem: string;
}

const POSTGRES_PORT = 5432;
const LONGEST_SCHEMA = 63;
const PARAMETERS = ['sslmode', 'sslrootcert', 'schema'];

const SHAPE = 'expected postgres://user@host:5432/database, with %-escapes for signs that mean something in a URL';

/**
 * Understands where the store is, and looks whether the files that it needs can be read.
 *
 * @param file the configuration's path; what it names relatively is relative to its folder
 */
export async function readStore(
  { store, storePasswordFile }: Keys,
  file: string
): Promise<{ store: StoreConfig } | StoreProblem> {
  const folder = dirname(file);
  if (store.startsWith('sqlite:')) {
    return storePasswordFile === undefined
      ? readSqlite(store, folder)
      : { key: 'storePasswordFile', problem: 'an SQLite file has no password' };
  }
  const parsed = parsePostgres(store);
  if ('problem' in parsed) {
    return { key: 'store', ...parsed };
  }
  const tls = await readTls(parsed, folder);
  if ('problem' in tls) {
    return { key: 'store', ...tls };
  }
  const { config } = parsed;
  if (storePasswordFile === undefined) {
    return { store: { ...config, ...tls } };
  }
  const passwordFile = resolve(folder, storePasswordFile);
  const read = await readSecretFile(passwordFile);
  if (config.password !== undefined) {
    return { key: 'storePasswordFile', problem: 'store has a password already; keep one of them' };
  }
  return 'problem' in read
    ? { key: 'storePasswordFile', problem: read.problem }
    : { store: { ...config, ...tls, passwordFile } };
}

/** `sqlite:///absolute/path` or `sqlite:relative/path`. */
function readSqlite(store: string, folder: string): { store: StoreConfig } | StoreProblem {
  const path = store.replace(/^sqlite:(\/\/(?=\/))?/, '');
  return path === '' || path.endsWith('/') || path.startsWith('//')
    ? { key: 'store', problem: 'name a file after sqlite:' }
    : { store: { kind: 'sqlite', file: resolve(folder, path) } };
}

interface ParsedPostgres {
  config: PostgresConfig;
  sslmode: string | undefined;
  sslrootcert: string | undefined;
}

function parsePostgres(store: string): ParsedPostgres | { problem: string } {
  const url = URL.canParse(store) ? new URL(store) : undefined;
  const [user, password, host, database] = [url?.username, url?.password, url?.hostname, url?.pathname.slice(1)].map(
    decode
  );
  if (url === undefined || !user || !host || !database || password === undefined || url.hash !== '') {
    return { problem: SHAPE };
  }
  const address = host.replace(/^\[(.*)\]$/, '$1');
  if (database.includes('/') || !/^(\/.*|[\w.-]+|[\da-f:.]+)$/i.test(address)) {
    return { problem: SHAPE };
  }
  const names = [...url.searchParams.keys()];
  if (names.some((name) => !PARAMETERS.includes(name)) || new Set(names).size !== names.length) {
    return { problem: `each of ${PARAMETERS.join(', ')} may stand behind the ? once, and nothing else` };
  }
  const parameter = (name: string) => url.searchParams.get(name) ?? undefined;
  const schema = parameter('schema');
  if (schema !== undefined && (schema === '' || Buffer.byteLength(schema) > LONGEST_SCHEMA || schema.includes('\0'))) {
    return { problem: `schema: 1 to ${LONGEST_SCHEMA} bytes` };
  }
  const config: PostgresConfig = {
    kind: 'postgres',
    host: address,
    port: Number(url.port || POSTGRES_PORT),
    user,
    database,
    ...(schema !== undefined && { schema }),
    ...(password !== '' && { password }),
  };
  return { config, sslmode: parameter('sslmode'), sslrootcert: parameter('sslrootcert') };
}

/** `sslmode` and `sslrootcert` mean what they mean to libpq, as far as they are known here. */
async function readTls(
  { config, sslmode, sslrootcert }: ParsedPostgres,
  folder: string
): Promise<{ tls?: PostgresTls } | { problem: string }> {
  const local = /^(\/.*|localhost|127(\.\d+){3}|::1)$/.test(config.host);
  if (sslmode === 'disable' || (sslmode === undefined && local)) {
    return sslrootcert === undefined ? {} : { problem: 'sslrootcert: without TLS, no certificate is checked' };
  }
  if (config.host.startsWith('/')) {
    return { problem: 'sslmode: a Unix socket needs no TLS' };
  }
  switch (sslmode) {
    case 'require':
      // As libpq has it: whoever names authorities wants them to be asked.
      return sslrootcert === undefined
        ? { tls: { verify: 'nothing' } }
        : withAuthorities('authority', sslrootcert, folder);
    case 'verify-ca':
      return sslrootcert === undefined || sslrootcert === 'system'
        ? {
            problem:
              'sslmode: verify-ca needs sslrootcert, a file; anybody can have a certificate of a public authority',
          }
        : withAuthorities('authority', sslrootcert, folder);
    case 'verify-full':
      return sslrootcert === undefined || sslrootcert === 'system'
        ? { tls: { verify: 'host' } }
        : withAuthorities('host', sslrootcert, folder);
    case undefined:
      return { problem: 'say sslmode=verify-full, or sslmode=disable where nobody else can listen or answer' };
    default:
      return { problem: 'sslmode: verify-full, verify-ca, require or disable' };
  }
}

async function withAuthorities(
  verify: PostgresTls['verify'],
  sslrootcert: string,
  folder: string
): Promise<{ tls: PostgresTls } | { problem: string }> {
  const authorities = resolve(folder, sslrootcert);
  try {
    new X509Certificate(await readFile(authorities));
    return { tls: { verify, authorities } };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'no certificate';
    return { problem: `sslrootcert: the file ${authorities} cannot be read as a certificate (${code})` };
  }
}

/** @returns undefined for escapes that stand for nothing */
function decode(text = ''): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
