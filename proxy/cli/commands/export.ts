import { policySchema } from '@gatehouse/model';
import { Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { printPolicy } from '../../policyFile/printPolicy';
import { EXIT, type ExitCode } from '../exit';
import { clientOf, online, type OnlineOptions, printJson, understood } from '../online';
import type { Terminal } from '../terminal';
import { writeNewFile } from '../writeNewFile';

interface ExportOptions extends OnlineOptions {
  revision?: number;
  output?: string;
  format: 'yaml' | 'json';
}

const documentSchema = z.object({
  revision: z.number(),
  policy: policySchema,
  comment: z.string(),
  author: z.string(),
  createdAt: z.string(),
});

/** `gatehouse export`: prints the policy in force, or an older one, as a file for `apply`. */
export function exportCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  return online(
    new Command('export')
      .description('print the policy of a proxy, as a file for apply')
      .option('--revision <number>', 'an older revision instead of the one in force', readNumber)
      .option('--output <file>', 'write it there instead of to standard output')
      .addOption(new Option('--format <format>', 'how it is written').choices(['yaml', 'json']).default('yaml'))
      .addHelpText(
        'after',
        '\nExample:\n  gatehouse export --url https://gatehouse:8432 --token-file admin-token > policy.yaml'
      )
  ).action(async (options: ExportOptions) => end(await exportPolicy(options, terminal)));
}

async function exportPolicy(options: ExportOptions, terminal: Terminal): Promise<ExitCode> {
  const client = await clientOf(options, terminal);
  const path = options.revision === undefined ? '/policy' : `/revisions/${options.revision}`;
  const document = understood(documentSchema, (await client.ask('GET', path)).body);
  const { revision, policy, author, createdAt, comment } = document;
  const text =
    options.format === 'json' || options.json === true
      ? `${JSON.stringify(policy, null, 2)}\n`
      : printPolicy(policy, new Map(), [
          `Revision ${revision} of ${createdAt}, by ${author}: ${comment}`.replace(/\s+/g, ' '),
        ]);
  if (options.output === undefined) {
    terminal.out(text);
  } else {
    await writeNewFile(options.output, text);
    if (options.json === true) {
      printJson(terminal, { revision, file: options.output });
    }
  }
  return EXIT.ok;
}

/** The number of a revision, as an argument. */
export function readNumber(text: string): number {
  if (!/^(0|[1-9][0-9]{0,14})$/.test(text)) {
    throw new InvalidArgumentError('The number of a revision.');
  }
  return Number(text);
}
