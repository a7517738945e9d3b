import { Worker } from 'node:worker_threads';
import { StoreUnavailable } from '../store/storeUnavailable';
import type { Logger } from '../telemetry/logger';
import type { CalledMethod } from './answerCalls';
import { toError } from './errorMessage';
import { type AnswerMessage, type CallMessage, transferred } from './messages';

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

export interface ThreadOptions {
  /** For the log. */
  name: string;
  /** The module that runs in it. */
  module: URL;
  /** What the module finds as its `workerData`. */
  data: unknown;
  logger: Logger;
}

/**
 * A thread for work that would hold up requests. It starts with the first call; when it ends by itself (out of memory, a bug), the
 * calls under way fail as if the store were away, and the next call starts another one.
 */
export class CallingThread {
  #worker: Worker | undefined;
  #calls = 0;
  #closed = false;
  readonly #waiting = new Map<number, Waiting>();

  constructor(private readonly options: ThreadOptions) {}

  /**
   * Calls a method over there.
   *
   * @throws what the method throws; StoreUnavailable when the thread ends meanwhile
   */
  call(method: string, parameters: readonly unknown[]): Promise<unknown> {
    if (this.#closed) {
      return Promise.reject(new StoreUnavailable(`the thread "${this.options.name}" is closed`));
    }
    this.#worker ??= this.#start();
    this.#calls += 1;
    const call: CallMessage = { id: this.#calls, method, parameters };
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      this.#waiting.set(call.id, { resolve, reject });
      worker.ref();
      worker.postMessage(call, transferred(parameters));
    });
  }

  /** Ends it; what is under way there fails. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const { name, module, data, logger } = this.options;
    const worker = new Worker(module, { name, workerData: data });
    worker.unref();
    worker.on('message', (answer: AnswerMessage) => this.#answered(worker, answer));
    worker.on('error', (error) =>
      logger.error({ event: 'thread-failed', thread: name, err: error }, 'a thread failed')
    );
    worker.once('exit', (code) => this.#ended(worker, code));
    return worker;
  }

  #answered(worker: Worker, answer: AnswerMessage): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) {
      worker.unref();
    }
    if ('error' in answer) {
      waiting?.reject(toError(answer.error));
    } else {
      waiting?.resolve(answer.result);
    }
  }

  #ended(worker: Worker, code: number): void {
    const { name, logger } = this.options;
    if (worker !== this.#worker) {
      return;
    }
    this.#worker = undefined;
    if (!this.#closed) {
      logger.error({ event: 'thread-ended', thread: name, code }, 'a thread ended; the next call starts another one');
    }
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    waiting.forEach(({ reject }) =>
      reject(new StoreUnavailable(`the thread "${name}" ended before it was done; try again`))
    );
  }
}

/**
 * An object whose methods run in a thread.
 *
 * @param methods names all of them
 */
export function callMethods<T extends { [K in keyof T]: CalledMethod }>(
  thread: Pick<CallingThread, 'call'>,
  methods: { [K in keyof T]: true }
): T {
  const called = Object.keys(methods).map((method) => [
    method,
    (...parameters: unknown[]) => thread.call(method, parameters),
  ]);
  // What the thread answers with is what the very same type says there.
  return Object.fromEntries(called) as T;
}
