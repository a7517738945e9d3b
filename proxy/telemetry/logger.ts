import { type DestinationStream, type Logger, pino } from 'pino';
import type { Config } from '../config/schema';
import { createLineWriter } from './lineWriter';
import { maskTokens } from './maskTokens';

export type { Logger } from 'pino';

const SECRET_KEYS = [
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-id-token',
  'x-grafana-id',
  'x-gatehouse-credential',
  'token',
  'idToken',
  'accessToken',
  'secret',
  'password',
];

/**
 * Makes the process's logger: one JSON object a line. Callers pass no secret to it; should one slip through, values under
 * telling keys (three levels deep) and whatever looks like a token are masked here.
 *
 * @param destination where lines go; standard output when left out
 */
export function createLogger(level: Config['log']['level'], destination?: DestinationStream): Logger {
  const keys = SECRET_KEYS.map((key) => `["${key}"]`);
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: keys.flatMap((key) => [key, `*${key}`, `*.*${key}`]), censor: '[masked]' },
      hooks: { streamWrite: maskTokens },
    },
    destination ?? createLineWriter(1)
  );
}
