import type { Socket } from 'node:net';
import {
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import { escapeIdentifier, Pool, type PoolClient } from 'pg';
import type { StoreSchema } from '../storeSchema';
import { clientOptions } from './clientOptions';
import { PooledConnection } from './pooledConnection';
import type { PostgresConfig } from './postgresConfig';

/** One thread's share of the server's connections. */
const MOST_CONNECTIONS = 3;
/** A connection that nobody uses is closed after so many milliseconds. */
const IDLE_TIMEOUT = 60_000;

/**
 * What the server does by itself, in milliseconds, also when this process is frozen or its machine is gone: a change that does not
 * go on gives its lock back before others, who wait for the lock, give up.
 */
const IDLE_IN_TRANSACTION_TIMEOUT = 2_500;
const LOCK_TIMEOUT = 3_500;
const STATEMENT_TIMEOUT = 20_000;

/** The connections to one server, from when it was found until something was wrong with it. */
export class PostgresSession {
  readonly db: Kysely<StoreSchema>;
  readonly #sockets: Set<Socket>;
  readonly #pool: Pool;

  private constructor(pool: Pool, sockets: Set<Socket>, setUp: string, patience: number) {
    this.#pool = pool;
    this.#sockets = sockets;
    // Connections that nobody uses may fail: they leave the pool.
    pool.on('error', () => undefined);
    this.db = new Kysely<StoreSchema>({
      dialect: {
        createDriver: () => driverOf(pool, setUp, patience),
        createQueryCompiler: () => new PostgresQueryCompiler(),
        createAdapter: () => new PostgresAdapter(),
        createIntrospector: (db) => new PostgresIntrospector(db),
      },
    });
  }

  /**
   * Nothing is connected before the first statement.
   *
   * @param patience all time-outs are so many times as long as usual
   * @throws Error when a secret or a certificate cannot be read
   */
  static async open(config: PostgresConfig, patience = 1): Promise<PostgresSession> {
    const sockets = new Set<Socket>();
    const options = await clientOptions(config, sockets);
    const pool = new Pool({ ...options, max: MOST_CONNECTIONS, idleTimeoutMillis: IDLE_TIMEOUT });
    return new PostgresSession(pool, sockets, setUpOf(config, patience), patience);
  }

  /**
   * Closes what nobody uses, and what is used once nobody does.
   *
   * @param most milliseconds; what is not closed by then is cut
   */
  async close(most: number): Promise<void> {
    const cut = setTimeout(() => this.#sockets.forEach((socket) => socket.destroy()), most).unref();
    await this.#pool.end();
    await Promise.all([...this.#sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))));
    clearTimeout(cut);
  }
}

/** What is said first on each connection. Start-up parameters would say it sooner, but poolers know few of them. */
function setUpOf({ schema }: PostgresConfig, patience: number): string {
  const settings = {
    statement_timeout: STATEMENT_TIMEOUT * patience,
    lock_timeout: LOCK_TIMEOUT,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT * patience,
    ...(schema !== undefined && { search_path: escapeIdentifier(schema) }),
  };
  return Object.entries(settings)
    .map(([name, value]) => `SET ${name} TO ${value}`)
    .join('; ');
}

function driverOf(pool: Pool, setUp: string, patience: number): Driver {
  const ready = new WeakSet<PoolClient>();
  const unused = () => Promise.reject(new Error('transactions are begun and ended by statements'));
  return {
    init: () => Promise.resolve(),
    acquireConnection: async () => {
      const client = await pool.connect();
      const connection = new PooledConnection(client, patience);
      if (!ready.has(client)) {
        try {
          await connection.say(setUp);
        } catch (error) {
          connection.release();
          throw error;
        }
        ready.add(client);
      }
      return connection;
    },
    releaseConnection: async (connection: DatabaseConnection) => {
      if (connection instanceof PooledConnection) {
        connection.release();
      }
    },
    beginTransaction: unused,
    commitTransaction: unused,
    rollbackTransaction: unused,
    destroy: () => Promise.resolve(),
  };
}
