import { Worker } from 'node:worker_threads';
import { Problem } from '../admin/problem';
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
  /** The most calls that are under way; further ones are refused. No bound when left out. */
  mostCalls?: number;
  /**
   * How long it may be silent while calls are under way, in milliseconds; then it is ended, and they are refused. What clients send
   * may keep it busy for hours. No bound when left out.
   */
  patience?: number;
  /** True when calls change something, so that nobody knows what became of those under way when it ends. */
  makesChanges?: boolean;
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
  #watch: NodeJS.Timeout | undefined;
  #isLate = false;

  constructor(private readonly options: ThreadOptions) {}

  /**
   * Calls a method over there.
   *
   * @throws what the method throws; StoreUnavailable when the thread ends meanwhile; Problem `policy-desk-busy` when there are too
   * many calls, or this one takes too long
   */
  call(method: string, parameters: readonly unknown[]): Promise<unknown> {
    if (this.#closed) {
      return Promise.reject(new StoreUnavailable(`the thread "${this.options.name}" is closed`));
    }
    if (this.#waiting.size >= (this.options.mostCalls ?? Infinity)) {
      return Promise.reject(busy('too much work on policies is under way; try again in a moment'));
    }
    this.#worker ??= this.#start();
    if (this.#waiting.size === 0) {
      this.#expectAnswer(this.#worker);
    }
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
      clearTimeout(this.#watch);
    } else {
      this.#expectAnswer(worker);
    }
    if ('error' in answer) {
      waiting?.reject(toError(answer.error));
    } else {
      waiting?.resolve(answer.result);
    }
  }

  #ended(worker: Worker, code: number): void {
    const { name, logger, makesChanges } = this.options;
    if (worker !== this.#worker) {
      return;
    }
    this.#worker = undefined;
    clearTimeout(this.#watch);
    const isLate = this.#isLate;
    this.#isLate = false;
    if (!this.#closed) {
      logger.error({ event: 'thread-ended', thread: name, code }, 'a thread ended; the next call starts another one');
    }
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    waiting.forEach(({ reject }) =>
      reject(
        isLate && makesChanges !== true
          ? busy('the work on this policy took too long and was ended; send a simpler policy, or try again')
          : new StoreUnavailable(`the thread "${name}" ended before it was done; try again`, {
              uncertain: makesChanges === true,
            })
      )
    );
  }

  #expectAnswer(worker: Worker): void {
    const { name, logger, patience } = this.options;
    clearTimeout(this.#watch);
    if (patience === undefined) {
      return;
    }
    this.#watch = setTimeout(() => {
      this.#isLate = true;
      logger.error(
        { event: 'thread-failed', thread: name, err: new Error(`no answer within ${patience} ms`) },
        'a thread took too long and is ended'
      );
      void worker.terminate();
    }, patience).unref();
  }
}

function busy(detail: string): Problem {
  return new Problem('policy-desk-busy', detail, {}, { 'Retry-After': '5' });
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
