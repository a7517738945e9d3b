import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { POSTGRES } from '../postgres/ownPostgres';
import { REDIS } from '../redis/startRedis';
import { VICTORIA_METRICS } from '../victoriametrics/startNode';
import { VMAGENT } from '../vmagent/startVmagent';
import { installDebianPackages } from './debianPackages.mjs';
import { requireNode } from './nodeVersion.mjs';
import { matches } from './npmPackages.mjs';
import { neededPrograms } from './programs.mjs';

test('Node.js older than 20.20 is refused with what to do', () => {
  expect(() => requireNode('20.19.9')).toThrow('needs Node.js 20.20 or newer; this is 20.19.9');
  expect(() => requireNode('18.20.0')).toThrow('needs Node.js');
  expect(() => requireNode('20.20.0')).not.toThrow();
  expect(() => requireNode('22.1.0')).not.toThrow();
});

test('npm packages are installed again when one is missing or has another version, optional ones aside', () => {
  const wanted = {
    '': { version: '0.1.0' },
    proxy: { version: '0.1.0' },
    'node_modules/@gatehouse/proxy': { link: true },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/for-another-platform': { version: '1.0.0', optional: true },
  };
  expect(matches(wanted, { 'node_modules/a': { version: '1.0.0' } })).toBe(true);
  expect(matches(wanted, { 'node_modules/a': { version: '1.0.1' } })).toBe(false);
  expect(matches(wanted, {})).toBe(false);
});

describe('what the demo and the tests need besides npm packages', () => {
  const names = (run: string, args: string[] = []) =>
    neededPrograms(run, args).map(({ debianPackage }) => debianPackage);

  test('the demo needs no browser', () => {
    expect(names('demo')).toEqual(['victoria-metrics']);
    expect(names('test')).toEqual(['victoria-metrics', 'victoria-metrics', 'redis-server', 'postgresql', 'chromium']);
  });

  test('steps that are left out need nothing', () => {
    expect(names('test', ['--only=lint,unit'])).toEqual([]);
    expect(names('test', ['--only=lint,integration'])).toEqual([
      'victoria-metrics',
      'victoria-metrics',
      'redis-server',
      'postgresql',
    ]);
    expect(names('test', ['--only=security'])).toEqual(['victoria-metrics']);
    expect(names('test', ['--only=browser'])).toEqual(['victoria-metrics', 'chromium']);
  });

  test('is what the kit looks for when it starts them', () => {
    expect(neededPrograms('test', [])).toMatchObject([VICTORIA_METRICS, VMAGENT, REDIS, POSTGRES, {}]);
  });
});

describe('a missing program', () => {
  let folder: string;
  const program = {
    name: 'The program',
    variable: 'THE_PROGRAM',
    commands: ['gatehouse-test-program'],
    debianPackage: 'the-package',
  };
  const setUp = (surroundings: { isRoot?: boolean; env?: Record<string, string | undefined> }) => {
    const ran: string[] = [];
    const run = async (command: string, args: string[]) => void ran.push([command, ...args].join(' '));
    const installing = installDebianPackages([program], {
      isRoot: true,
      env: {},
      hasAptGet: true,
      run,
      ...surroundings,
    });
    return { ran, installing };
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-setup-'));
    await writeFile(join(folder, 'gatehouse-test-program'), '#!/bin/sh\n');
    await chmod(join(folder, 'gatehouse-test-program'), 0o755);
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('is installed from Debian’s package after the lists are updated', async () => {
    const { ran, installing } = setUp({});
    await installing;
    expect(ran).toEqual(['apt-get update -qq', 'apt-get install -y -qq --no-install-recommends the-package']);
  });

  test('is installed once when it shares its package with another one that is missing', async () => {
    const ran: string[] = [];
    await installDebianPackages([program, { ...program, commands: ['gatehouse-other-program'] }], {
      isRoot: true,
      env: {},
      hasAptGet: true,
      run: async (_command, args) => void ran.push(...args),
    });
    expect(ran.filter((arg) => arg === 'the-package')).toHaveLength(1);
  });

  test('is not needed when a running one is named', async () => {
    const ran: string[] = [];
    await installDebianPackages([{ ...program, insteadOf: 'THE_PROGRAM_URL' }], {
      isRoot: false,
      env: { THE_PROGRAM_URL: 'redis://127.0.0.1' },
      hasAptGet: false,
      run: async (_command, args) => void ran.push(...args),
    });
    expect(ran).toEqual([]);
  });

  test('is named with the three ways to have it when it cannot be installed', async () => {
    const { ran, installing } = setUp({ isRoot: false });
    await expect(installing).rejects.toThrow(
      /The program is needed, and it was not found\.[^]*THE_PROGRAM=[^]*PATH[^]*apt-get install --no-install-recommends the-package/
    );
    expect(ran).toEqual([]);
  });

  test('is not missing when its variable names it or it is on PATH; a wrong variable is told', async () => {
    for (const env of [{ THE_PROGRAM: join(folder, 'gatehouse-test-program') }, { PATH: `/nowhere:${folder}` }]) {
      const { ran, installing } = setUp({ env });
      await installing;
      expect(ran).toEqual([]);
    }
    await expect(setUp({ env: { THE_PROGRAM: '/nowhere/it', PATH: folder } }).installing).rejects.toThrow(
      'THE_PROGRAM names /nowhere/it, which is not a program'
    );
  });
});
