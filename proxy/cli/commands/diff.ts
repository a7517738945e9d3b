import { Command } from 'commander';
import { z } from 'zod';
import { describeDiff, diffSchema, isUnchanged } from '../describeChanges';
import { EXIT, type ExitCode } from '../exit';
import { clientOf, online, type OnlineOptions, printJson, understood } from '../online';
import { placingProblems, readPolicy } from '../readPolicy';
import type { Terminal } from '../terminal';
import { readNumber } from './export';

interface DiffOptions extends OnlineOptions {
  revision?: number;
  exitCode?: boolean;
}

const answerSchema = z.object({ from: z.looseObject({ number: z.number() }), diff: diffSchema });

/** `gatehouse diff`: tells what a policy file would change. */
export function diffCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  return online(
    new Command('diff')
      .description('tell what a policy file would change, by mapping and grant')
      .argument('<file>', 'the policy, YAML or JSON; "-" reads standard input')
      .option('--revision <number>', 'compare with this revision instead of the one in force', readNumber)
      .option('--exit-code', 'exit with 4 when something differs')
      .addHelpText(
        'after',
        '\nExample:\n  gatehouse diff policy.yaml --exit-code\n\nExit codes: 0 compared, 3 the policy has problems, 4 something differs (with --exit-code).'
      )
  ).action(async (file: string, options: DiffOptions) => end(await diff(file, options, terminal)));
}

async function diff(file: string, options: DiffOptions, terminal: Terminal): Promise<ExitCode> {
  const client = await clientOf(options, terminal);
  const read = await readPolicy(file, terminal);
  const body = { policy: read.policy, ...(options.revision !== undefined && { from: options.revision }) };
  const answer = await placingProblems(file, read, client.ask('POST', '/policy/diff', { body }));
  const { from, diff: found } = understood(answerSchema, answer.body);
  if (options.json === true) {
    printJson(terminal, answer.body);
  } else {
    terminal.tell(isUnchanged(found) ? `nothing differs from revision ${from.number}\n` : describeDiff(found));
  }
  return !isUnchanged(found) && options.exitCode === true ? EXIT.different : EXIT.ok;
}
