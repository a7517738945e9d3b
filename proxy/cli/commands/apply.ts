import { basename } from 'node:path';
import type { Policy } from '@gatehouse/model';
import { Command } from 'commander';
import { z } from 'zod';
import { type AdminClient, RefusedByApi } from '../adminClient';
import { describeDiff, describeImpact, diffSchema, impactSchema, isUnchanged, replaySchema } from '../describeChanges';
import { EXIT, type ExitCode } from '../exit';
import { clientOf, online, type OnlineOptions, printJson, understood } from '../online';
import { printFindings } from '../printFindings';
import { placingProblems, type ReadPolicy, readPolicy } from '../readPolicy';
import type { Terminal } from '../terminal';
import { readNumber } from './export';

interface ApplyOptions extends OnlineOptions {
  dryRun?: boolean;
  comment?: string;
  base?: number;
  exitCode?: boolean;
}

const statusSchema = z.object({ policy: z.object({ revision: z.number() }) });
const diffAnswerSchema = z.object({ diff: diffSchema });
const findingSchema = z.object({
  code: z.string(),
  path: z.array(z.union([z.string(), z.number()])),
  message: z.string(),
  hint: z.string().default(''),
});
const impactAnswerSchema = z.object({
  impact: impactSchema,
  replay: replaySchema.nullable(),
  warnings: z.array(findingSchema),
});
const publishedSchema = z.object({ revision: z.number() });
const proposedSchema = z.looseObject({ id: z.union([z.string(), z.number()]) });

/** `gatehouse apply`: publishes a policy file, or shows what that would mean. */
export function applyCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  return online(
    new Command('apply')
      .description('publish a policy file, or show with --dry-run what that would mean')
      .argument('<file>', 'the policy, YAML or JSON; "-" reads standard input')
      .option('--dry-run', 'change nothing: show warnings, differences, and who would gain or lose what')
      .option('--comment <text>', 'what changes and why, for those who read the history')
      .option('--base <number>', 'the revision that the file was made from; the one in force when left out', readNumber)
      .option('--exit-code', 'with --dry-run: exit with 4 when something differs')
      .addHelpText(
        'after',
        `
Example:
  gatehouse apply policy.yaml --dry-run
  gatehouse apply policy.yaml --comment "The developers read the shared series"

Nothing is published when nothing differs. Exit codes: 0 done, 1 refused, 3 the policy has problems, 4 something differs
(with --exit-code), 5 somebody else published in the meantime.`
      )
  ).action(async (file: string, options: ApplyOptions) => end(await apply(file, options, terminal)));
}

async function apply(file: string, options: ApplyOptions, terminal: Terminal): Promise<ExitCode> {
  const client = await clientOf(options, terminal);
  const read = await readPolicy(file, terminal);
  const base = options.base ?? understood(statusSchema, (await client.ask('GET', '/status')).body).policy.revision;
  const compared = client.ask('POST', '/policy/diff', { body: { policy: read.policy, from: base } });
  const { diff } = understood(diffAnswerSchema, (await placingProblems(file, read, compared)).body);
  if (isUnchanged(diff) && options.dryRun !== true) {
    tell(
      options,
      terminal,
      { changed: false, base, diff },
      `nothing differs from revision ${base}; nothing was published\n`
    );
    return EXIT.ok;
  }
  if (options.dryRun === true) {
    return dryRun({ file, read, base, diff, client }, options, terminal);
  }
  return publish({ file, read, base, diff, client }, options, terminal);
}

interface Compared {
  file: string;
  read: ReadPolicy;
  base: number;
  diff: z.output<typeof diffSchema>;
  client: AdminClient;
}

async function dryRun(
  { file, read, base, diff, client }: Compared,
  options: ApplyOptions,
  terminal: Terminal
): Promise<ExitCode> {
  const asked = client.ask('POST', '/policy/impact', { body: { policy: read.policy, replay: true } });
  const { impact, replay, warnings } = understood(impactAnswerSchema, (await placingProblems(file, read, asked)).body);
  const changed = !isUnchanged(diff);
  const placed = read.place(warnings);
  if (options.json !== true) {
    terminal.error(printFindings(file, placed, 'warning'));
  }
  tell(
    options,
    terminal,
    { dryRun: true, changed, base, diff, impact, replay, warnings: placed },
    changed
      ? `compared with revision ${base}:\n${describeDiff(diff)}what it means for those who came lately:\n${describeImpact(impact, replay)}`
      : `nothing differs from revision ${base}\n`
  );
  return changed && options.exitCode === true ? EXIT.different : EXIT.ok;
}

async function publish(
  { file, read, base, diff, client }: Compared,
  options: ApplyOptions,
  terminal: Terminal
): Promise<ExitCode> {
  const comment = options.comment ?? `Applied ${file === '-' ? 'from standard input' : basename(file)}`;
  const answer = await placingProblems(file, read, put(client, read.policy, comment, base));
  if (answer === 'unchanged') {
    tell(
      options,
      terminal,
      { changed: false, base, diff },
      `nothing differs from revision ${base}; nothing was published\n`
    );
    return EXIT.ok;
  }
  if (answer.status === 202) {
    const proposal = understood(proposedSchema, answer.body);
    const text = `${describeDiff(diff)}proposal ${proposal.id} waits for the approval of a second person; the policy in force stays until then\n`;
    tell(options, terminal, { changed: true, base, diff, proposal }, text);
    return EXIT.ok;
  }
  const { revision } = understood(publishedSchema, answer.body);
  tell(
    options,
    terminal,
    { changed: true, base, diff, revision },
    `${describeDiff(diff)}revision ${revision} is in force\n`
  );
  return EXIT.ok;
}

async function put(
  client: AdminClient,
  policy: Policy,
  comment: string,
  base: number
): Promise<'unchanged' | { status: number; body: unknown }> {
  try {
    return await client.ask('PUT', '/policy', { body: { policy, comment }, ifMatch: base });
  } catch (error) {
    if (error instanceof RefusedByApi && error.problem.code === 'policy-unchanged') {
      return 'unchanged';
    }
    throw error;
  }
}

function tell(options: ApplyOptions, terminal: Terminal, document: unknown, text: string): void {
  if (options.json === true) {
    printJson(terminal, document);
  } else {
    terminal.tell(text);
  }
}
