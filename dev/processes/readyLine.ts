import type { z } from 'zod';
import type { Child } from './startChild';
import { whileRunning } from './waitFor';

/**
 * Waits for the line of standard output by which a program says, as JSON, that it is ready and where.
 *
 * @param log where the program's output is kept; its end is shown in the error
 * @throws Error when the program ends before it has said so
 */
export function readyLine<Schema extends z.ZodType>(
  child: Child,
  log: string,
  schema: Schema
): Promise<z.output<Schema>> {
  const ready = new Promise<z.output<Schema>>((resolve) => {
    child.onLine((line) => {
      const parsed = schema.safeParse(parseJson(line));
      if (parsed.success) {
        resolve(parsed.data);
      }
    });
  });
  return whileRunning(child, log, ready);
}

/** Other lines of a program may be anything. */
function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
