import { readFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { type ClientConfig, types } from 'pg';
import type { PostgresConfig, PostgresTls } from './postgresConfig';

/** How long a server may take to let a connection in, in milliseconds. */
const CONNECT_TIMEOUT = 3_000;
/** A connection on which nothing happens is probed after so many milliseconds: its server may be gone without a word. */
const KEEP_ALIVE = 10_000;

const INT8 = 20;
const NUMERIC = 1700;

/**
 * What pg needs to know for a connection. Secrets and certificates are read anew, so that they can change while the proxy runs;
 * nothing is left to environment variables.
 *
 * @param sockets gets the connection's socket until that is closed
 * @throws Error when a file cannot be read
 */
export async function clientOptions(config: PostgresConfig, sockets: Set<Socket>): Promise<ClientConfig> {
  const { host, port, user, database, tls } = config;
  const password = await passwordOf(config);
  return {
    host,
    port,
    user,
    database,
    // A function, because pg takes an empty text for a reason to look for a password elsewhere.
    password: () => password,
    ssl: tls === undefined ? false : await tlsOptions(tls),
    sslnegotiation: 'postgres',
    client_encoding: 'UTF8',
    application_name: 'gatehouse',
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE,
    stream: () => newSocket(sockets),
    types: { getTypeParser: parserOf },
  };
}

async function passwordOf({ password, passwordFile }: PostgresConfig): Promise<string> {
  return passwordFile === undefined ? (password ?? '') : (await readFile(passwordFile, 'utf8')).trim();
}

async function tlsOptions({ verify, authorities }: PostgresTls): Promise<ClientConfig['ssl']> {
  return {
    rejectUnauthorized: verify !== 'nothing',
    ...(authorities !== undefined && { ca: await readFile(authorities, 'utf8') }),
    ...(verify === 'authority' && { checkServerIdentity: () => undefined }),
  };
}

function newSocket(sockets: Set<Socket>): Socket {
  const socket = new Socket();
  sockets.add(socket);
  return socket.once('close', () => sockets.delete(socket));
}

/** Whole numbers are numbers here: none that is kept is greater than JavaScript's can be. */
function parserOf(type: number, format?: 'text' | 'binary') {
  return type === INT8 || type === NUMERIC ? Number : types.getTypeParser(type, format);
}
