import { type Command, InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import { AdminClient } from './adminClient';
import { CommandError } from './commandError';
import { EXIT } from './exit';
import { readText } from './readText';
import type { Terminal } from './terminal';

/** The options of every command that asks a proxy. */
export interface OnlineOptions {
  url?: string;
  tokenFile?: string;
  insecureHttp?: boolean;
  timeout: number;
  json?: boolean;
}

/** Shortest and longest time to wait, in seconds. */
const TIMEOUTS = { shortest: 1, longest: 3600, usual: 120 } as const;

/** Adds the options of commands that ask a proxy. */
export function online(command: Command): Command {
  return command
    .option('--url <url>', 'the admin listener, such as https://gatehouse:8432; or GATEHOUSE_URL')
    .option('--token-file <file>', 'a file with an admin token; or the token in GATEHOUSE_TOKEN')
    .option('--insecure-http', 'send the token without TLS also to other machines')
    .option('--timeout <seconds>', 'how long to wait for an answer', readTimeout, TIMEOUTS.usual)
    .option('--json', 'print one JSON document');
}

/**
 * @throws CommandError when the address or the token is missing, or when the token would go over the network unprotected
 */
export async function clientOf(options: OnlineOptions, terminal: Terminal): Promise<AdminClient> {
  const address = options.url ?? terminal.environment.GATEHOUSE_URL;
  if (address === undefined || address === '') {
    throw misused('name the admin listener with --url, or in GATEHOUSE_URL');
  }
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (
    url === undefined ||
    !/^https?:$/.test(url.protocol) ||
    url.search + url.hash + url.username + url.password !== ''
  ) {
    throw misused(
      '--url is an http:// or https:// URL without credentials, query and fragment, such as https://gatehouse:8432'
    );
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && options.insecureHttp !== true) {
    throw misused(
      `the token would go to ${url.host} without TLS, for everybody on the way to read; use https://, or --insecure-http where the network is yours alone`
    );
  }
  const token = (
    options.tokenFile === undefined
      ? (terminal.environment.GATEHOUSE_TOKEN ?? '')
      : await readText(options.tokenFile, terminal)
  ).trim();
  if (!/^[!-~]+$/.test(token)) {
    throw misused(
      options.tokenFile === undefined
        ? 'give an admin token in a file, --token-file <file>, or in GATEHOUSE_TOKEN'
        : `the file ${options.tokenFile} holds no token`
    );
  }
  return new AdminClient({ url, token, timeout: options.timeout * 1000 });
}

/**
 * Reads an answer in the shape that this version knows.
 *
 * @throws CommandError when it has another
 */
export function understood<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    throw new CommandError(
      'the proxy answered in a way that this version does not understand; use the version of the proxy'
    );
  }
  return parsed.data;
}

/** Prints one JSON document. */
export function printJson(terminal: Pick<Terminal, 'out'>, document: unknown): void {
  terminal.out(`${JSON.stringify(document, null, 2)}\n`);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

function misused(message: string): CommandError {
  return new CommandError(message, EXIT.misconfigured);
}

function readTimeout(text: string): number {
  const seconds = Number(text);
  if (!(seconds >= TIMEOUTS.shortest && seconds <= TIMEOUTS.longest)) {
    throw new InvalidArgumentError(`A number of seconds from ${TIMEOUTS.shortest} to ${TIMEOUTS.longest}.`);
  }
  return seconds;
}
