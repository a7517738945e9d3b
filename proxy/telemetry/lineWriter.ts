import { writeSync } from 'node:fs';
import type { DestinationStream } from 'pino';

/** How often, and after how many milliseconds, a write is tried again that a full pipe did not take. */
const RETRIES = 100;
const PAUSE = 1;

/**
 * Writes lines to a file descriptor, each before the next thing happens. A line that cannot be written (the disk is full, the
 * reader stands still or has gone) is lost, and the proxy goes on. The next one that can be written tells how many were.
 */
export function createLineWriter(fd: number): DestinationStream {
  let lost = 0;
  return {
    write: (line) => {
      try {
        // Whoever was waited for once is not waited for again until something was taken.
        const retries = lost > 0 ? 0 : RETRIES;
        writeText(fd, lost > 0 ? `${lostLines(lost)}${line}` : line, retries);
        lost = 0;
      } catch {
        lost += 1;
      }
    },
  };
}

/** Begins with the end of a line: of the first one that was lost, a part may stand there. */
function lostLines(lines: number): string {
  const fields = {
    level: 'error',
    time: new Date().toISOString(),
    event: 'log-lines-lost',
    lines,
    msg: 'lines of the log could not be written',
  };
  return `\n${JSON.stringify(fields)}\n`;
}

function writeText(fd: number, text: string, mostRetries: number): void {
  const bytes = Buffer.from(text);
  for (let offset = 0, retries = 0; offset < bytes.length;) {
    try {
      offset += writeSync(fd, bytes, offset);
    } catch (error) {
      retries += 1;
      if (!isBusy(error) || retries > mostRetries) {
        throw error;
      }
      sleep(PAUSE);
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
