import { createHash, timingSafeEqual } from 'node:crypto';
import type { LoadedAdminToken } from '../../config/readAdminTokens';
import { readTokenFile } from '../../config/readTokenFile';
import type { Logger } from '../../telemetry/logger';
import type { Role } from '../role';

/** An admin token, without the token. */
export interface AdminToken {
  name: string;
  role: Role;
}

/** How often the files are read, in milliseconds: a mounted secret changes in ways that no watcher sees everywhere. */
const READ_INTERVAL = 2_000;

interface KnownToken extends AdminToken {
  digest: Buffer;
  file: string | undefined;
  /** What is wrong with the file since it was last good. */
  problem: string | undefined;
}

/**
 * The admin tokens that count. One that lies in a file is exchanged by writing another into it; while a file holds no usable
 * token, the last one counts.
 */
export class AdminTokens {
  readonly #known: KnownToken[];
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(
    tokens: readonly LoadedAdminToken[],
    private readonly logger: Logger,
    private readonly interval = READ_INTERVAL
  ) {
    this.#known = tokens.map(({ name, role, token, file }) => ({
      name,
      role,
      digest: digestOf(token),
      file,
      problem: undefined,
    }));
  }

  /** Whose token a text is. Takes as long whichever it is, and whether it is one. */
  recognise(presented: string): AdminToken | undefined {
    const digest = digestOf(presented);
    let found: AdminToken | undefined;
    for (const known of this.#known) {
      // Digests have one length, so the comparison tells neither the token's length nor its beginning.
      if (timingSafeEqual(digest, known.digest)) {
        found = { name: known.name, role: known.role };
      }
    }
    return found;
  }

  /** Reads the files again from now on. */
  start(): void {
    if (this.#known.some(({ file }) => file !== undefined)) {
      this.#schedule();
    }
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  /** Reads every file once. */
  async refresh(): Promise<void> {
    for (const known of this.#known) {
      if (known.file !== undefined) {
        this.#take(known, await readTokenFile(known.file));
      }
    }
  }

  #take(known: KnownToken, read: { token: string } | { problem: string }): void {
    const { name } = known;
    const digest = 'token' in read ? digestOf(read.token) : undefined;
    const twin = digest && this.#known.find((other) => other !== known && other.digest.equals(digest));
    const problem = 'problem' in read ? read.problem : twin && `it holds the token ${twin.name}`;
    if (problem !== undefined) {
      if (problem !== known.problem) {
        this.logger.error(
          { event: 'admin-token-unusable', adminToken: name, problem },
          'an admin token cannot be read again; the one that was read before counts'
        );
      }
    } else if (digest !== undefined && !digest.equals(known.digest)) {
      known.digest = digest;
      this.logger.info({ event: 'admin-token-replaced', adminToken: name }, 'another admin token counts now');
    }
    known.problem = problem;
  }

  #schedule(): void {
    if (!this.#closed) {
      this.#timer = setTimeout(() => void this.refresh().finally(() => this.#schedule()), this.interval).unref();
    }
  }
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
