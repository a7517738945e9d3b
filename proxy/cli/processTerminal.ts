import { buffer } from 'node:stream/consumers';
import type { Terminal } from './terminal';

/** The terminal of this process. */
export function processTerminal(): Terminal {
  return {
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    environment: process.env,
    now: Date.now,
    readInput: () => buffer(process.stdin),
  };
}
