import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

export interface ChildOptions {
  /** What to call the program in messages. */
  name: string;
  command: string;
  args: readonly string[];
  /** Added to this process's environment. */
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  /** For programs that do not watch their standard input: a shell ends them when this process is gone, however it went. */
  guarded?: boolean;
  /** Where standard output and error are kept. */
  log: string;
}

export interface Child {
  pid: number;
  /** Resolves when the program has ended, with a description such as "exit code 1" or "signal SIGTERM". */
  exited: Promise<string>;
  /** Calls back for each line of standard output. */
  onLine(listener: (line: string) => void): void;
  /** Sends a signal; a program that has ended already does not matter. */
  kill(signal: NodeJS.Signals): void;
  /** Asks the program to end (SIGTERM), and after the grace period kills it. Resolves when it is gone. */
  stop(graceMilliseconds?: number): Promise<void>;
}

// Runs a program until it ends, SIGTERM comes, or standard input closes.
const GUARD = `
exec 3<&0
"$@" </dev/null 3<&- & program=$!
( read -r _ <&3; kill "$program" ) 2>/dev/null & watcher=$!
trap 'kill "$program" 2>/dev/null' TERM INT
wait "$program"; code=$?
while kill -0 "$program" 2>/dev/null; do wait "$program"; code=$?; done
kill "$watcher" 2>/dev/null
exit "$code"
`;

/**
 * Starts a program that lives no longer than this process. Its standard input stays open as long as this process lives, so
 * that programs that watch it also end when this process is killed.
 */
export function startChild({ name, command, args, env, cwd, guarded, log }: ChildOptions): Child {
  const run = guarded ? ['-c', GUARD, 'guard', command, ...args] : args;
  const child = spawn(guarded ? '/bin/sh' : command, run, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const output = createWriteStream(log, { flags: 'a' });
  child.stdout.pipe(output, { end: false });
  child.stderr.pipe(output, { end: false });
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout });
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);

  const exited = new Promise<string>((resolve) => {
    const ended = (how: string) => {
      process.off('exit', killAtExit);
      output.end();
      resolve(how);
    };
    child.once('error', (error) => ended(`could not start: ${error.message}`));
    child.once('close', (code, signal) => ended(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });

  return {
    pid: child.pid ?? -1,
    exited: exited.then((how) => `${name}: ${how}`),
    onLine: (listener) => void lines.on('line', listener),
    kill: (signal) => void child.kill(signal),
    stop: async (graceMilliseconds = 5_000) => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMilliseconds);
      await exited;
      clearTimeout(timer);
    },
  };
}
