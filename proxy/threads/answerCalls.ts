import type { MessagePort } from 'node:worker_threads';
import { toErrorMessage } from './errorMessage';
import { type AnswerMessage, type CallMessage, transferred } from './messages';

/** A method that another thread may call. What it takes and gives is copied; byte arrays that own their memory are handed over. */
export type CalledMethod = (...parameters: never[]) => Promise<unknown>;

/** Answers the calls of another thread. Several may run at a time. */
export function answerCalls(
  port: Pick<MessagePort, 'on' | 'postMessage'>,
  target: Readonly<Record<string, CalledMethod>>
): void {
  port.on('message', (call: CallMessage) => {
    void run(target, call).then((answer) => {
      port.postMessage(answer, 'result' in answer ? transferred([answer.result]) : []);
    });
  });
}

async function run(
  target: Readonly<Record<string, CalledMethod>>,
  { id, method, parameters }: CallMessage
): Promise<AnswerMessage> {
  try {
    const called = Object.hasOwn(target, method) ? target[method] : undefined;
    if (called === undefined) {
      throw new Error(`there is no method ${method}`);
    }
    return { id, result: await called(...(parameters as never[])) };
  } catch (error) {
    return { id, error: toErrorMessage(error) };
  }
}
