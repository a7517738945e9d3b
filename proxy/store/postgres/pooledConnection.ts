import { type CompiledQuery, type DatabaseConnection, type QueryResult } from 'kysely';
import { DatabaseError, type PoolClient, type QueryConfig, type QueryResultRow } from 'pg';

/** How long a server may take to answer a statement, in milliseconds, and how much longer for each byte that is sent. */
const ANSWER_TIMEOUT = 4_000;
const ANSWER_TIMEOUT_PER_BYTE = 0.5 / 1024;

/**
 * A connection of the pool, while somebody uses it. After an error that is not the answer to a statement it is used no more:
 * what is said next could be answered with what was asked before.
 */
export class PooledConnection implements DatabaseConnection {
  #failure: Error | undefined;
  readonly #onError = (error: Error) => {
    this.#failure ??= error;
  };

  constructor(
    private readonly client: PoolClient,
    private readonly patience: number
  ) {
    // Without a listener, a connection that is lost between two statements would end the process.
    client.on('error', this.#onError);
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { command, rowCount, rows } = await this.say<R>(sql, parameters.map(withoutNull));
    return { rows, numAffectedRows: command === 'SELECT' ? undefined : BigInt(rowCount ?? 0) };
  }

  /** @param text one statement; several only without values */
  async say<R>(text: string, values: readonly unknown[] = []): Promise<QueryAnswer<R>> {
    if (this.#failure !== undefined) {
      throw this.#failure;
    }
    try {
      const query: QueryConfig & { query_timeout: number } = {
        text,
        values: [...values],
        query_timeout: this.#patienceFor(values),
      };
      const answer = await this.client.query<R & QueryResultRow>(query);
      // PostgreSQL answers a COMMIT of a transaction in which a statement failed with a ROLLBACK, without an error.
      if (text === 'COMMIT' && answer.command !== text) {
        throw new Error('the change was rolled back, because a statement in it had failed');
      }
      return answer;
    } catch (error) {
      if (!(error instanceof DatabaseError) || error.severity !== 'ERROR') {
        this.#failure = error instanceof Error ? error : new Error(String(error));
      }
      throw error;
    }
  }

  async *streamQuery(): AsyncGenerator<never> {
    throw new Error('results are read whole');
  }

  #patienceFor(values: readonly unknown[]): number {
    const bytes = values.reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 0), 0);
    return this.patience * (ANSWER_TIMEOUT + bytes * ANSWER_TIMEOUT_PER_BYTE);
  }

  release(): void {
    this.client.off('error', this.#onError);
    this.client.release(this.#failure);
  }
}

type QueryAnswer<R> = { command: string; rowCount: number | null; rows: R[] };

/** PostgreSQL keeps no NUL character in a text. */
function withoutNull(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '\ufffd') : value;
}
