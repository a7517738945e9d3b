import { Command } from 'commander';
import { checkCommand } from './commands/check';
import { importCommand } from './commands/import';
import { EXIT, type ExitCode } from './exit';
import type { Terminal } from './terminal';

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
  [checkCommand, importCommand].forEach((make) => program.addCommand(make(terminal, end)));
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
