import { Command } from 'commander';

/** Exit codes of the command. */
export const EXIT = { failed: 1, misconfigured: 2 } as const;

/** The command line. What the commands do comes in as parameters. */
export function createProgram(version: string, serve: (options: { config: string }) => Promise<void>): Command {
  const program = new Command('gatehouse')
    .description("Confines each Grafana user's queries to the tenants and series that the policy grants.")
    .version(version, '--version', 'print the version')
    .helpOption('--help', 'print this help')
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : EXIT.misconfigured));
  program
    .command('serve')
    .description('run the proxy: the data listener for Grafana, the admin listener for the plugin')
    .requiredOption('--config <file>', 'the configuration, gatehouse.yaml')
    .addHelpText(
      'after',
      '\nExample:\n  gatehouse serve --config /etc/gatehouse/gatehouse.yaml\n\nStops gracefully on SIGTERM and SIGINT.'
    )
    .action(serve);
  return program;
}
