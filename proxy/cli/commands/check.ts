import { Command } from 'commander';
import { readPolicyFile } from '../../policyFile/readPolicyFile';
import { EXIT, type ExitCode } from '../exit';
import { printFindings } from '../printFindings';
import { readSurroundings } from '../readSurroundings';
import { readText } from '../readText';
import type { Terminal } from '../terminal';

interface CheckOptions {
  config?: string;
  json?: boolean;
  warningsAsErrors?: boolean;
}

/** `gatehouse check`: reads a policy and tells what is wrong with it, without a proxy. */
export function checkCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  return new Command('check')
    .description('tell what is wrong with a policy file, without asking a proxy')
    .argument('<file>', 'the policy, YAML or JSON; "-" reads standard input')
    .option('--config <file>', 'gatehouse.yaml, to know which backends and issuers there are')
    .option('--json', 'print one JSON document')
    .option('--warnings-as-errors', 'warnings count as problems')
    .addHelpText(
      'after',
      `
Example:
  gatehouse check policy.yaml --config gatehouse.yaml

Exit codes: 0 no problems, 2 the files cannot be read, 3 the policy has problems.`
    )
    .action(async (file: string, options: CheckOptions) => end(await check(file, options, terminal)));
}

async function check(file: string, options: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  const surroundings = options.config === undefined ? undefined : await readSurroundings(options.config, terminal);
  const { policy, problems, warnings } = readPolicyFile(await readText(file, terminal), surroundings, terminal.now());
  const valid = problems.length === 0 && (warnings.length === 0 || options.warningsAsErrors !== true);
  const counts = { tenants: policy?.tenants.length ?? null, mappings: policy?.mappings.length ?? null };
  if (options.json === true) {
    terminal.out(`${JSON.stringify({ file, valid, ...counts, problems, warnings }, null, 2)}\n`);
    return valid ? EXIT.ok : EXIT.policyInvalid;
  }
  terminal.error(printFindings(file, problems, 'problem') + printFindings(file, warnings, 'warning'));
  if (policy !== undefined) {
    const remarks = warnings.length === 0 ? 'no problems' : `${warnings.length} warning${plural(warnings.length)}`;
    terminal.tell(
      `${file}: ${policy.tenants.length} tenant${plural(policy.tenants.length)}, ${policy.mappings.length} mapping${plural(policy.mappings.length)}, ${remarks}\n`
    );
  }
  return valid ? EXIT.ok : EXIT.policyInvalid;
}

function plural(count: number): string {
  return count === 1 ? '' : 's';
}
