import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './findProgram';

describe('findProgram', () => {
  const wanted = {
    name: 'The program',
    variable: 'THE_PROGRAM',
    commands: ['gatehouse-test-program', 'gatehouse-test-program-prod'],
    debianPackage: 'the-package',
  };
  const nowhere = '/nowhere';
  let folder: string;
  let program: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-find-'));
    program = join(folder, 'gatehouse-test-program-prod');
    await writeFile(program, '#!/bin/sh\n');
    await chmod(program, 0o755);
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('prefers the environment variable, then PATH, then Debian’s package', async () => {
    const find = (env: Record<string, string>, debianFolder: string) => findProgram(wanted, { env, debianFolder });
    await expect(find({ THE_PROGRAM: '/bin/sh', PATH: folder }, folder)).resolves.toBe('/bin/sh');
    await expect(find({ PATH: `/nowhere:${folder}` }, nowhere)).resolves.toBe(program);
    await expect(find({ PATH: '/nowhere' }, folder)).resolves.toBe(program);
  });

  test('names the three ways when none leads to a program', async () => {
    const finding = findProgram(wanted, { env: { PATH: '/nowhere' }, debianFolder: nowhere });
    await expect(finding).rejects.toThrow('THE_PROGRAM=/path/to/gatehouse-test-program');
    await expect(finding).rejects.toThrow('PATH');
    await expect(finding).rejects.toThrow('apt-get install the-package');
  });

  test('does not fall back when the environment variable names no program', async () => {
    const env = { THE_PROGRAM: join(folder, 'missing'), PATH: folder };
    await expect(findProgram(wanted, { env, debianFolder: folder })).rejects.toThrow(
      /THE_PROGRAM names .*missing, which is not a program/
    );
  });
});
