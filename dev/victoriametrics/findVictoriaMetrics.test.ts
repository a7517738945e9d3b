import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findVictoriaMetrics } from './findVictoriaMetrics';

describe('findVictoriaMetrics', () => {
  let folder: string;
  let program: string;
  const nowhere = '/nowhere/victoria-metrics';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-find-'));
    program = join(folder, 'victoria-metrics');
    await writeFile(program, '#!/bin/sh\n');
    await chmod(program, 0o755);
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('prefers the environment variable, then PATH, then Debian’s package', async () => {
    const env = { GATEHOUSE_VICTORIA_METRICS: program, PATH: '/bin' };
    await expect(findVictoriaMetrics({ env, debian: nowhere })).resolves.toBe(program);
    await expect(findVictoriaMetrics({ env: { PATH: `/nowhere:${folder}` }, debian: '/bin/sh' })).resolves.toBe(
      program
    );
    await expect(findVictoriaMetrics({ env: { PATH: '/nowhere' }, debian: program })).resolves.toBe(program);
  });

  test('names the three ways when none leads to a program', async () => {
    const finding = findVictoriaMetrics({ env: { PATH: '/nowhere' }, debian: nowhere });
    await expect(finding).rejects.toThrow('GATEHOUSE_VICTORIA_METRICS=');
    await expect(finding).rejects.toThrow('PATH');
    await expect(finding).rejects.toThrow('apt-get install victoria-metrics');
  });

  test('does not fall back when the environment variable names no program', async () => {
    const env = { GATEHOUSE_VICTORIA_METRICS: join(folder, 'missing'), PATH: folder };
    await expect(findVictoriaMetrics({ env, debian: program })).rejects.toThrow(
      /names .*missing, which is not a program/
    );
  });
});
