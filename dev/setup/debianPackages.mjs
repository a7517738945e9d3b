import { findOnPath, findProgram } from './programs.mjs';
import { runToEnd } from './runToEnd.mjs';

/**
 * @typedef {{
 *   env: Record<string, string | undefined>,
 *   isRoot: boolean,
 *   hasAptGet: boolean,
 *   run: (command: string, args: string[], options: { env?: Record<string, string> }) => Promise<void>,
 * }} Surroundings
 */

/**
 * Installs the Debian packages of the programs that are missing, when that is possible here.
 *
 * @param {import('./programs.mjs').Program[]} programs
 * @param {Surroundings} surroundings
 * @throws {Error} naming what is missing and the three ways to have it, when it cannot be installed
 */
export async function installDebianPackages(programs, surroundings = thisMachine()) {
  const { env, isRoot, hasAptGet, run } = surroundings;
  const needed = programs.filter(({ insteadOf }) => insteadOf === undefined || !env[insteadOf]);
  const missing = needed.filter((program) => findProgram(program, env) === undefined);
  const misnamed = missing.filter(({ variable }) => env[variable]);
  if (missing.length === 0) {
    return;
  }
  if (misnamed.length > 0 || !isRoot || !hasAptGet) {
    throw new Error(missing.map((program) => threeWays(program, env)).join('\n\n'));
  }
  const packages = [...new Set(missing.map(({ debianPackage }) => debianPackage))];
  console.log(`Installing Debian packages: ${packages.join(', ')} …`);
  const apt = { env: { DEBIAN_FRONTEND: 'noninteractive' } };
  try {
    await run('apt-get', ['update', '-qq'], apt);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], apt);
  } catch (error) {
    throw new Error([error.message, ...missing.map((program) => threeWays(program, env))].join('\n\n'));
  }
}

/**
 * @param {import('./programs.mjs').Program} program
 * @param {Surroundings['env']} env
 */
function threeWays({ name, variable, commands, debianPackage }, env) {
  const found = env[variable]
    ? `${variable} names ${env[variable]}, which is not a program that can be run`
    : 'it was not found';
  return [
    `${name} is needed, and ${found}. Three ways to have it:`,
    `  1. ${variable}=/path/to/${commands[0]}`,
    `  2. ${commands.join(' or ')} in a folder of PATH`,
    `  3. Debian's package, as root: apt-get update && apt-get install --no-install-recommends ${debianPackage}`,
  ].join('\n');
}

/** @returns {Surroundings} */
function thisMachine() {
  return {
    env: process.env,
    isRoot: process.getuid?.() === 0,
    hasAptGet: findOnPath(['apt-get']) !== undefined,
    run: runToEnd,
  };
}
