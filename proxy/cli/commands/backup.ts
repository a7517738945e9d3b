import { Command } from 'commander';
import { loadConfig } from '../../config/load';
import { backupSqlite } from '../../store/backupSqlite';
import { CommandError } from '../commandError';
import { EXIT, type ExitCode } from '../exit';
import { printJson } from '../online';
import type { Terminal } from '../terminal';

interface BackupOptions {
  config: string;
  json?: boolean;
}

/** `gatehouse backup`: copies an SQLite store while the proxy uses it. */
export function backupCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  return new Command('backup')
    .description('copy the SQLite store while the proxy uses it')
    .argument('<file>', 'the copy, which must not be there yet')
    .requiredOption('--config <file>', 'gatehouse.yaml, which names the store')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExample:\n  gatehouse backup /backup/gatehouse.db --config /etc/gatehouse/gatehouse.yaml\n\nThe copy is the store as it was at one moment. It appears when it is finished.'
    )
    .action(async (copy: string, options: BackupOptions) => end(await backup(copy, options, terminal)));
}

async function backup(copy: string, options: BackupOptions, terminal: Terminal): Promise<ExitCode> {
  const { store } = await loadConfig(options.config, { ...terminal.environment });
  if (store.kind !== 'sqlite') {
    throw new CommandError('the store is a PostgreSQL database; back it up with pg_dump', EXIT.misconfigured);
  }
  const { bytes } = await backupSqlite(store.file, copy).catch((error: Error) => {
    throw new CommandError(`no backup was made: ${error.message}`);
  });
  if (options.json === true) {
    printJson(terminal, { file: copy, bytes });
  } else {
    terminal.tell(`${copy}: ${bytes} bytes\n`);
  }
  return EXIT.ok;
}
