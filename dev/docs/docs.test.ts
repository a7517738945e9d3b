import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

test('the reference pages in docs/ are what the code makes of them', async () => {
  const root = resolve(__dirname, '../..');
  const made = promisify(execFile)(process.execPath, ['--import', 'tsx', 'dev/docs/main.ts', '--check'], { cwd: root });
  await expect(made).resolves.toMatchObject({ stderr: '' });
}, 60_000);
