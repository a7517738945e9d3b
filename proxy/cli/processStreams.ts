import { buffer } from 'node:stream/consumers';
import type { Streams } from './terminal';

/** The streams of this process. */
export function processStreams(): Streams {
  return {
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    environment: process.env,
    now: Date.now,
    readInput: () => buffer(process.stdin),
  };
}
