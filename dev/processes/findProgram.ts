import { access, constants, readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** A program that npm does not bring; `dev/setup/programs.mjs` says the same for the installation. */
export interface Program {
  name: string;
  /** The environment variable that names another one. */
  variable: string;
  /** What it is called on PATH, in order of preference. */
  commands: readonly string[];
  debianPackage: string;
  /** Where that installs it unless among all programs; `*` stands for a version, of which the highest counts. */
  debianFolder?: string;
}

/** Where to look; tests put their own. */
export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  /** Where Debian's packages install programs for everybody. */
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
  const path = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const folders = [...path, debianFolder, ...(await versionFolders(program.debianFolder))];
  for (const candidate of folders.flatMap((folder) => commands.map((command) => join(folder, command)))) {
    if (await isProgram(candidate)) {
      return candidate;
    }
  }
  throw new Error(`${name} was not found. ${threeWays(program)}`);
}

/** The folders that a pattern stands for, the highest version first. */
async function versionFolders(pattern: string | undefined): Promise<string[]> {
  if (pattern === undefined) {
    return [];
  }
  const [before = '', after = ''] = pattern.split('*');
  const versions = await readdir(before).catch((): string[] => []);
  return versions.toSorted((a, b) => Number(b) - Number(a)).map((version) => join(before, version, after));
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
