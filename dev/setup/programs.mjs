import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * A program that npm does not bring.
 *
 * @typedef {{
 *   name: string,
 *   variable: string,
 *   commands: string[],
 *   debianPackage: string,
 *   debianFolder?: string,
 *   insteadOf?: string,
 * }} Program `debianFolder`: where the package installs it unless in /usr/bin, `*` for its version; `insteadOf`: the environment variable that names a running one, so that none needs to be started
 */

/** @type {Program} */
const VICTORIA_METRICS = {
  name: 'VictoriaMetrics (single node)',
  variable: 'GATEHOUSE_VICTORIA_METRICS',
  commands: ['victoria-metrics', 'victoria-metrics-prod'],
  debianPackage: 'victoria-metrics',
};

/** @type {Program} */
const VMAGENT = {
  name: 'vmagent',
  variable: 'GATEHOUSE_VMAGENT',
  commands: ['vmagent', 'vmagent-prod'],
  debianPackage: 'victoria-metrics',
};

/** @type {Program} */
const REDIS = {
  name: 'Redis',
  variable: 'GATEHOUSE_REDIS_SERVER',
  commands: ['redis-server', 'valkey-server'],
  debianPackage: 'redis-server',
  insteadOf: 'GATEHOUSE_TEST_REDIS_URL',
};

/** @type {Program} */
const POSTGRES = {
  name: 'PostgreSQL',
  variable: 'GATEHOUSE_POSTGRES',
  commands: ['postgres'],
  debianPackage: 'postgresql',
  debianFolder: '/usr/lib/postgresql/*/bin',
  insteadOf: 'GATEHOUSE_TEST_POSTGRES_URL',
};

/** @type {Program} */
export const CHROMIUM = {
  name: 'Chromium',
  variable: 'GATEHOUSE_CHROMIUM',
  commands: ['chromium', 'chromium-browser', 'google-chrome'],
  debianPackage: 'chromium',
};

const STEPS_WITH_VICTORIA_METRICS = ['integration', 'security', 'browser', 'demo'];

/**
 * What a run of the demo or of the tests needs.
 *
 * @param {string} run demo or test
 * @param {string[]} args its arguments; `--only` leaves steps of the tests out
 * @returns {Program[]}
 */
export function neededPrograms(run, args) {
  if (run === 'demo') {
    return [VICTORIA_METRICS];
  }
  const only = args
    .find((arg) => arg.startsWith('--only='))
    ?.slice('--only='.length)
    .split(',');
  const needs = (step) => only === undefined || only.includes(step);
  return [
    ...(STEPS_WITH_VICTORIA_METRICS.some(needs) ? [VICTORIA_METRICS] : []),
    ...(needs('integration') ? [VMAGENT, REDIS, POSTGRES] : []),
    ...(needs('browser') ? [CHROMIUM] : []),
  ];
}

/**
 * Finds a program: the one its variable names, else the first of its commands on PATH.
 *
 * @param {Program} program
 * @returns {string | undefined} its path
 */
export function findProgram({ variable, commands, debianFolder }, env = process.env) {
  if (env[variable]) {
    return isProgram(env[variable]) ? env[variable] : undefined;
  }
  return findOnPath(commands, env) ?? findIn(versionFolders(debianFolder), commands);
}

/** The first of the commands in a folder of PATH, or where Debian installs them. */
export function findOnPath(commands, env = process.env) {
  return findIn(
    [...(env.PATH ?? '').split(delimiter), '/usr/bin'].filter((folder) => folder !== ''),
    commands
  );
}

function findIn(folders, commands) {
  return folders.flatMap((folder) => commands.map((command) => join(folder, command))).find(isProgram);
}

/** The folders that a pattern stands for. */
function versionFolders(pattern) {
  if (pattern === undefined) {
    return [];
  }
  const [before, after] = pattern.split('*');
  try {
    return readdirSync(before).map((version) => join(before, version, after));
  } catch {
    return [];
  }
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
