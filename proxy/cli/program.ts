import { Command } from 'commander';
import { applyCommand } from './commands/apply';
import { auditCommand } from './commands/audit';
import { backupCommand } from './commands/backup';
import { checkCommand } from './commands/check';
import { credentialCommand } from './commands/credential';
import { diffCommand } from './commands/diff';
import { explainCommand } from './commands/explain';
import { exportCommand } from './commands/export';
import { importCommand } from './commands/import';
import { EXIT, type ExitCode } from './exit';
import type { Terminal } from './terminal';

const COMMANDS = [
  checkCommand,
  diffCommand,
  applyCommand,
  exportCommand,
  explainCommand,
  importCommand,
  credentialCommand,
  auditCommand,
  backupCommand,
];

/**
 * The command line.
 *
 * @param serve runs the proxy
 * @param end called once with the exit code of any other command
 */
export function createProgram(
  version: string,
  terminal: Terminal,
  serve: (options: { config: string }) => Promise<void>,
  end: (code: ExitCode) => void
): Command {
  const program = new Command('gatehouse')
    .description("Confines each Grafana user's queries to the tenants and series that the policy grants.")
    .version(version, '--version', 'print the version')
    .helpOption('--help', 'print this help');
  program
    .command('serve')
    .description('run the proxy: the data listener for Grafana, the admin listener for the plugin')
    .requiredOption('--config <file>', 'the configuration, gatehouse.yaml')
    .addHelpText(
      'after',
      '\nExample:\n  gatehouse serve --config /etc/gatehouse/gatehouse.yaml\n\nStops gracefully on SIGTERM and SIGINT.'
    )
    .action(serve);
  COMMANDS.forEach((make) => program.addCommand(make(terminal, end)));
  forEachCommand(program, (command) =>
    command
      .helpOption('--help', 'print this help')
      .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.error(text) })
      .exitOverride((error) => {
        end(error.exitCode === 0 ? EXIT.ok : EXIT.misconfigured);
        throw error;
      })
  );
  return program;
}

function forEachCommand(command: Command, work: (command: Command) => void): void {
  work(command);
  command.commands.forEach((one) => forEachCommand(one, work));
}
