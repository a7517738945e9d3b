import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

const PROGRAMS = ['victoria-metrics', 'victoria-metrics-prod'];
const DEBIAN = '/usr/bin/victoria-metrics';

/** Where to look; tests put their own. */
export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  debian: string;
}

/**
 * Finds the single-node VictoriaMetrics: the environment variable GATEHOUSE_VICTORIA_METRICS, then PATH, then Debian's package.
 *
 * @returns the path of the program
 * @throws Error that names the three ways when none leads to a program
 */
export async function findVictoriaMetrics(
  { env, debian }: Surroundings = { env: process.env, debian: DEBIAN }
): Promise<string> {
  const named = env.GATEHOUSE_VICTORIA_METRICS;
  if (named !== undefined && named !== '') {
    if (await isProgram(named)) {
      return named;
    }
    throw new Error(`GATEHOUSE_VICTORIA_METRICS names ${named}, which is not a program that can be run. ${THREE_WAYS}`);
  }
  const onPath = (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => PROGRAMS.map((program) => join(folder, program)));
  for (const candidate of [...onPath, debian]) {
    if (await isProgram(candidate)) {
      return candidate;
    }
  }
  throw new Error(`VictoriaMetrics was not found. ${THREE_WAYS}`);
}

const THREE_WAYS = [
  'Three ways to have it:',
  '1. GATEHOUSE_VICTORIA_METRICS=/path/to/victoria-metrics (a single-node binary from the VictoriaMetrics releases)',
  '2. victoria-metrics or victoria-metrics-prod in a folder of PATH',
  '3. Debian’s package: apt-get install victoria-metrics',
].join('\n  ');

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false
  );
}
