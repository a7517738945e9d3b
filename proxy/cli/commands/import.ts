import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkPolicy, parsePrincipal } from '@gatehouse/model';
import { Command, InvalidArgumentError, Option } from 'commander';
import { printPolicy } from '../../policyFile/printPolicy';
import { CommandError } from '../commandError';
import { EXIT, type ExitCode } from '../exit';
import type { Imported } from '../import/imported';
import { importVmAccess } from '../import/importVmAccess';
import { importVmauth } from '../import/importVmauth';
import { ACCEPTABLE, type Acceptable, type Remark } from '../import/remark';
import { readBackends } from '../readSurroundings';
import { readText } from '../readText';
import type { Terminal } from '../terminal';
import { writeNewFile } from '../writeNewFile';

interface ImportOptions {
  config: string;
  output?: string;
  force?: boolean;
  json?: boolean;
  exitCode?: boolean;
}

interface VmauthCommandOptions extends ImportOptions {
  principal: ReadonlyMap<string, string>;
  accept: readonly Acceptable[];
}

interface VmAccessCommandOptions extends ImportOptions {
  backend?: string;
  issuer?: string;
}

/** `gatehouse import`: makes a policy out of what other proxies are configured with. */
export function importCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const command = new Command('import').description('make a policy out of what vmauth or vmgateway is configured with');
  const vmauth = new Command('vmauth')
    .description("make a policy out of vmauth's auth.config")
    .argument('<file>', 'auth.config; "-" reads standard input')
    .option(
      '--principal <name=principal>',
      'whom a user of vmauth becomes, such as alice=user:alice@example.com',
      collectPrincipal,
      new Map()
    )
    .addOption(
      new Option('--accept <code>', 'do without a restriction that a policy cannot say')
        .choices(ACCEPTABLE)
        .argParser(collectAccepted)
        .default([], 'none')
    )
    .addHelpText('after', example('gatehouse import vmauth auth.yml --config gatehouse.yaml --output policy.yaml'))
    .action(async (file: string, options: VmauthCommandOptions) => end(await fromVmauth(file, options, terminal)));
  const vmAccess = new Command('vm-access')
    .description('make a policy out of vm_access claims, one in each JSON file of a folder')
    .argument(
      '<folder>',
      "JSON files with tokens' payloads or their vm_access; named after the subject where they do not name one"
    )
    .option('--backend <name>', 'where the tenants are that the claims name')
    .option('--issuer <name>', 'whose tokens had the claims')
    .addHelpText('after', example('gatehouse import vm-access claims/ --config gatehouse.yaml --output policy.yaml'))
    .action(async (folder: string, options: VmAccessCommandOptions) =>
      end(await fromVmAccess(folder, options, terminal))
    );
  [vmauth, vmAccess].forEach((one) =>
    command.addCommand(
      one
        .requiredOption('--config <file>', 'gatehouse.yaml, to know the backends by their addresses')
        .option('--output <file>', 'write the policy there instead of to standard output')
        .option('--force', 'overwrite the file')
        .option('--json', 'print one JSON document: the policy and the report')
        .option('--exit-code', 'exit with 4 when something was left out')
    )
  );
  return command;
}

function example(line: string): string {
  return `\nExample:\n  ${line}\n\nThe report on standard error says what was left out, and where it stands. Exit codes: 0 done, 2 the files cannot\nbe read, 4 something was left out (with --exit-code).`;
}

async function fromVmauth(file: string, options: VmauthCommandOptions, terminal: Terminal): Promise<ExitCode> {
  const { backends, surroundings } = await readBackends(options.config, terminal);
  const text = await readText(file, terminal);
  const { principal: principals, accept } = options;
  const imported = importVmauth(text, { file, backends, surroundings, principals, accept: new Set(accept) });
  return finish(imported, `Made from ${file}.`, options, terminal);
}

async function fromVmAccess(folder: string, options: VmAccessCommandOptions, terminal: Terminal): Promise<ExitCode> {
  const { backends, surroundings } = await readBackends(options.config, terminal);
  const backend = choose(
    'backend',
    options.backend,
    backends.filter(({ kind }) => kind !== 'mimir').map(({ name }) => name)
  );
  const issuer = choose('issuer', options.issuer, surroundings.issuers);
  const { kind } = backends.find(({ name }) => name === backend) ?? { kind: 'mimir' as const };
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(
      `the folder ${folder} cannot be read (${error.code ?? 'unknown error'})`,
      EXIT.misconfigured
    );
  });
  const chosen = names.filter((name) => /\.json$/i.test(name)).sort();
  const files = await Promise.all(
    chosen.map(async (name) => ({ file: join(folder, name), text: await readText(join(folder, name), terminal) }))
  );
  const imported = importVmAccess(files, {
    backend: { name: backend, kind },
    surroundings,
    issuer,
    now: terminal.now(),
  });
  const ignored = names
    .filter((name) => !chosen.includes(name))
    .map((name): Remark => ({
      code: 'file-ignored',
      kind: 'note',
      file: join(folder, name),
      line: 1,
      column: 1,
      path: [],
      message: 'only files whose names end in .json are read',
      hint: 'rename it if it holds a claim',
    }));
  return finish(
    { ...imported, remarks: [...imported.remarks, ...ignored] },
    `Made from the claims in ${folder}.`,
    options,
    terminal
  );
}

/** What was named, if it is there; else the only one there is. */
function choose(what: string, named: string | undefined, known: readonly string[]): string {
  const [only, ...others] = named === undefined ? known : known.filter((one) => one === named);
  if (only === undefined || others.length > 0) {
    const found = `the configuration has: ${known.join(', ') || 'none'}`;
    throw new CommandError(`--${what} must name the ${what} that is meant; ${found}`, EXIT.misconfigured);
  }
  return only;
}

async function finish(imported: Imported, head: string, options: ImportOptions, terminal: Terminal): Promise<ExitCode> {
  const { draft, remarks, services } = imported;
  const { policy, problems } = checkPolicy(draft.policy, undefined, terminal.now());
  if (policy === undefined) {
    throw new CommandError(
      `the policy that was made has a problem, which is a mistake of this program; report it: ${problems[0]?.message}`
    );
  }
  const credentials = services.map((name) => ({
    principal: `service:${name}`,
    command: `gatehouse credential create ${name}`,
  }));
  const text = printPolicy(policy, draft.comments, [
    head,
    ...credentials.map(({ command }) => `Needs a credential: ${command}`),
  ]);
  if (options.output !== undefined) {
    await writeNewFile(options.output, text, { force: options.force });
  }
  const leftOut = remarks.filter(({ kind }) => kind === 'left-out').length;
  if (options.json === true) {
    const document = {
      policy,
      remarks,
      credentials,
      counts: { tenants: policy.tenants.length, mappings: policy.mappings.length, leftOut },
    };
    terminal.out(`${JSON.stringify(document, null, 2)}\n`);
  } else {
    terminal.error(report(remarks, credentials));
    terminal.error(
      `${policy.tenants.length} tenants, ${policy.mappings.length} mappings; ${leftOut === 0 ? 'nothing' : leftOut} left out\n`
    );
    terminal.out(options.output === undefined ? text : '');
  }
  return leftOut > 0 && options.exitCode === true ? EXIT.different : EXIT.ok;
}

function report(remarks: readonly Remark[], credentials: ReadonlyArray<{ command: string }>): string {
  const lines = remarks.map(({ file, line, column, path, code, kind, message, hint }) => {
    const where = path.length === 0 ? '' : `${path.join('.')}: `;
    return `${file}:${line}:${column}: ${where}${kind === 'note' ? 'note' : 'left out'} (${code}): ${message}\n    ${hint}\n`;
  });
  return [
    ...lines,
    ...credentials.map(({ command }) => `secrets are not taken over; make a new one: ${command}\n`),
  ].join('');
}

function collectPrincipal(text: string, known: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  // Principals have no "=" but in claims, and names of vmauth's users may have one.
  const [, name, principal] = /^(.+?)=((?:user|group|domain|service|claim):.*)$/s.exec(text) ?? [];
  const parsed = principal === undefined ? undefined : parsePrincipal(principal);
  if (name === undefined || parsed === undefined || 'problem' in parsed) {
    throw new InvalidArgumentError('Write it like alice=user:alice@example.com.');
  }
  return new Map([...known, [name, parsed.principal]]);
}

function collectAccepted(text: string, known: readonly Acceptable[]): Acceptable[] {
  const found = ACCEPTABLE.find((one) => one === text);
  if (found === undefined) {
    throw new InvalidArgumentError(`Allowed choices are ${ACCEPTABLE.join(', ')}.`);
  }
  return [...known, found];
}
