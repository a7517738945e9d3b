import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** A program that npm does not bring; `dev/setup/programs.mjs` says the same for the installation. */
export interface Program {
  name: string;
  /** The environment variable that names another one. */
  variable: string;
  /** What it is called on PATH, in order of preference. */
  commands: readonly string[];
  debianPackage: string;
}

/** Where to look; tests put their own. */
export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  /** Where Debian's packages install programs. */
  debianFolder: string;
}

/**
 * Finds a program: its environment variable, then PATH, then where Debian installs it.
 *
 * @returns its path
 * @throws Error that names the three ways to have it when none leads to a program
 */
export async function findProgram(
  program: Program,
  { env, debianFolder }: Surroundings = { env: process.env, debianFolder: '/usr/bin' }
): Promise<string> {
  const { name, variable, commands } = program;
  const named = env[variable];
  if (named !== undefined && named !== '') {
    if (await isProgram(named)) {
      return named;
    }
    throw new Error(`${variable} names ${named}, which is not a program that can be run. ${threeWays(program)}`);
  }
  const folders = [...(env.PATH ?? '').split(delimiter), debianFolder].filter((folder) => folder !== '');
  for (const candidate of folders.flatMap((folder) => commands.map((command) => join(folder, command)))) {
    if (await isProgram(candidate)) {
      return candidate;
    }
  }
  throw new Error(`${name} was not found. ${threeWays(program)}`);
}

function threeWays({ variable, commands, debianPackage }: Program): string {
  return [
    'Three ways to have it:',
    `1. ${variable}=/path/to/${commands[0]}`,
    `2. ${commands.join(' or ')} in a folder of PATH`,
    `3. Debian’s package: apt-get install ${debianPackage}`,
  ].join('\n  ');
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false
  );
}
