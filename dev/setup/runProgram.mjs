import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { CHROMIUM, findProgram } from './programs.mjs';
import { ROOT } from './root.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const PARENT_CHECK_MILLISECONDS = 500;

/**
 * Runs one of the project's TypeScript programs, forwards signals to it and returns its exit code. The program notices by its IPC
 * channel when this process is gone.
 *
 * @param {string} entry its path from the repository's folder
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export function runProgram(entry, args) {
  const chromium = findProgram(CHROMIUM);
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), join(ROOT, entry), ...args], {
    cwd: ROOT,
    env: { ...process.env, ...(chromium === undefined ? {} : { GATEHOUSE_CHROMIUM: chromium }) },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of SIGNALS) {
    process.on(signal, () => child.kill(signal));
  }
  stopWithNpm(() => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** npm passes a signal to the shell it runs scripts in, and the shell dies without passing it on. */
function stopWithNpm(stop) {
  if (process.env.npm_lifecycle_event === undefined) {
    return;
  }
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) {
      clearInterval(timer);
      stop();
    }
  }, PARENT_CHECK_MILLISECONDS);
  timer.unref();
}
