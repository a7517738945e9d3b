import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { auditRecordsSchema } from '@gatehouse/model/api';
import { Command, InvalidArgumentError } from 'commander';
import { type AuditHead, parseAuditHead, printAuditHead } from '../../audit/auditHead';
import { readExport } from '../../audit/readExport';
import { type Verified, verifyChain } from '../../audit/verifyChain';
import { verifyStore } from '../../audit/verifyStore';
import { loadConfig } from '../../config/load';
import { openDatabase } from '../../store/openDatabase';
import { SqlAuditLog } from '../../store/sqlAuditLog';
import { CommandError } from '../commandError';
import { EXIT, type ExitCode } from '../exit';
import { clientOf, online, type OnlineOptions, printJson, understood } from '../online';
import type { Terminal } from '../terminal';

interface ListOptions extends OnlineOptions {
  event?: string;
  actor?: string;
  target?: string;
  since?: string;
  limit: string;
}

interface VerifyOptions {
  config?: string;
  head: readonly AuditHead[];
  part?: boolean;
  json?: boolean;
}

/** `gatehouse audit`: the record of changes. */
export function auditCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const command = new Command('audit').description('the record of changes: list, export, verify');
  command.addCommand(
    online(new Command('list').description('list changes, the newest first'))
      .option('--event <code>', 'only changes of this kind, such as policy-published')
      .option('--actor <name>', 'only changes by somebody of this name')
      .option('--target <target>', 'only changes of this, such as revision:12')
      .option('--since <time>', 'only changes since then, such as 2027-01-31T00:00:00Z')
      .option('--limit <number>', 'at most so many', '100')
      .addHelpText('after', '\nExample:\n  gatehouse audit list --event credential-revoked')
      .action(async (options: ListOptions) => end(await list(options, terminal)))
  );
  command.addCommand(
    online(new Command('export').description('write every change as JSON lines, for verify and for archives'))
      .option('--output <file>', 'write them there instead of to standard output')
      .addHelpText('after', '\nExample:\n  gatehouse audit export --output audit.jsonl')
      .action(async (options: OnlineOptions & { output?: string }) => end(await exportAll(options, terminal)))
  );
  command.addCommand(
    new Command('verify')
      .description('tell whether the record is whole: of an export, or of the store in a configuration')
      .argument('[file]', 'an export')
      .option('--config <file>', 'gatehouse.yaml, whose store is verified')
      .option(
        '--head <number:hash>',
        'an end of the record that was kept elsewhere; may stand several times',
        collectHead,
        []
      )
      .option('--part', 'the export does not begin with the first change')
      .option('--json', 'print one JSON document')
      .addHelpText(
        'after',
        '\nExample:\n  gatehouse audit verify audit.jsonl --head 12:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n\nExit codes: 0 whole, 1 broken.'
      )
      .action(async (file: string | undefined, options: VerifyOptions) => end(await verify(file, options, terminal)))
  );
  return command;
}

async function list(options: ListOptions, terminal: Terminal): Promise<ExitCode> {
  const { event, actor, target, since, limit } = options;
  const asked = Object.entries({ event, actor, target, since, limit }).flatMap(
    ([name, value]): Array<[string, string]> => (value === undefined ? [] : [[name, value]])
  );
  const client = await clientOf(options, terminal);
  const { body } = await client.ask('GET', `/audit?${new URLSearchParams(asked)}`);
  const { records } = understood(auditRecordsSchema, body);
  if (options.json === true) {
    printJson(terminal, body);
  } else {
    records.forEach(({ number, at, event: code, actor: { name, by }, target: what }) =>
      terminal.tell(`${number}  ${at}  ${code}  ${what}  ${name} (${by})\n`)
    );
  }
  return EXIT.ok;
}

async function exportAll(options: OnlineOptions & { output?: string }, terminal: Terminal): Promise<ExitCode> {
  const { output } = options;
  const client = await clientOf(options, terminal);
  const file = output === undefined ? undefined : await create(output);
  const decoder = new TextDecoder();
  try {
    for await (const piece of client.stream('/audit/export')) {
      if (file === undefined) {
        terminal.out(decoder.decode(piece, { stream: true }));
      } else {
        await file.write(piece);
      }
    }
    await file?.sync();
  } finally {
    await file?.close();
  }
  if (options.json === true && output !== undefined) {
    printJson(terminal, { file: output });
  }
  return EXIT.ok;
}

async function create(file: string): Promise<FileHandle> {
  return open(file, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'EEXIST' ? 'is there already' : `cannot be written (${error.code ?? 'unknown error'})`;
    throw new CommandError(`the file ${file} ${why}; name another one`, EXIT.misconfigured);
  });
}

async function verify(file: string | undefined, options: VerifyOptions, terminal: Terminal): Promise<ExitCode> {
  if ((file === undefined) === (options.config === undefined)) {
    throw new CommandError('name either an export or, with --config, a configuration', EXIT.misconfigured);
  }
  const verified = file === undefined ? await verifyInStore(options, terminal) : await verifyInFile(file, options);
  const { records, head, fault } = verified;
  const whole = fault === undefined;
  if (options.json === true) {
    printJson(terminal, { whole, records, head: printAuditHead(head), fault: fault ?? null });
  } else if (whole) {
    terminal.tell(`${records} records, whole; the head is ${printAuditHead(head)}\n`);
  } else {
    terminal.error(`${fault.message} (${fault.code}); up to ${printAuditHead(head)} the record is whole\n`);
  }
  return whole ? EXIT.ok : EXIT.failed;
}

async function verifyInFile(file: string, { head: heads, part }: VerifyOptions): Promise<Verified> {
  try {
    return await verifyChain(readExport(createReadStream(file)), { heads, ...(part === true && { start: 'any' }) });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) {
      throw error;
    }
    throw new CommandError(`the file ${file} cannot be read (${code})`, EXIT.misconfigured);
  }
}

async function verifyInStore({ config: file = '', head }: VerifyOptions, terminal: Terminal): Promise<Verified> {
  const config = await loadConfig(file, { ...terminal.environment });
  const database = openDatabase(config.store);
  try {
    return await verifyStore(new SqlAuditLog(database), head);
  } finally {
    await database.close();
  }
}

function collectHead(text: string, known: readonly AuditHead[]): AuditHead[] {
  const head = parseAuditHead(text);
  if (head === undefined) {
    throw new InvalidArgumentError('Write it as Gatehouse shows it, number:hash.');
  }
  return [...known, head];
}
