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
  /** Sends a signal to the program and what it started; one that has ended already does not matter. */
  kill(signal: NodeJS.Signals): void;
  /** Asks the program to end (SIGTERM), and after the grace period kills it. Resolves when it is gone. */
  stop(graceMilliseconds?: number): Promise<void>;
}

// Runs a program until it ends, SIGTERM comes, or standard input closes.
const GUARD = `
exec 3<&0
"$@" </dev/null 3<&- & program=$!
( read -r _ <&3; kill "$program" ) >/dev/null 2>&1 & watcher=$!
trap 'kill "$program" 2>/dev/null' TERM INT
wait "$program"; code=$?
while kill -0 "$program" 2>/dev/null; do wait "$program"; code=$?; done
kill "$watcher" 2>/dev/null
exit "$code"
`;

// What this process has started and not yet seen end: a fact of the process, like its signal handlers.
const running = new Set<Child>();
let accepting = true;

/** Ends every program that `startChild` started, and lets none start any more: for the end of this process. */
export async function endAllChildren(): Promise<void> {
  accepting = false;
  await Promise.all([...running].map((child) => child.stop()));
}

/**
 * Starts a program that lives no longer than this process. It leads a process group of its own, so that Ctrl-C reaches this
 * process alone, and what the program starts ends with it. Its standard input stays open as long as this process lives; programs
 * that watch it also end when this process is killed.
 *
 * @throws Error after `endAllChildren`
 */
export function startChild({ name, command, args, env, cwd, guarded, log }: ChildOptions): Child {
  if (!accepting) {
    throw new Error(`${name} is not started any more: everything is being ended`);
  }
  const run = guarded ? ['-c', GUARD, 'guard', command, ...args] : args;
  const program = spawn(guarded ? '/bin/sh' : command, run, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const output = createWriteStream(log, { flags: 'a' });
  // A log that cannot be written, in a folder that is removed already for instance, must not stop the program.
  output.on('error', () => {});
  program.stdout.pipe(output, { end: false });
  program.stderr.pipe(output, { end: false });
  program.stdin.on('error', () => {});
  const lines = createInterface({ input: program.stdout });
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);

  const exited = new Promise<string>((resolve) => {
    const ended = (how: string) => {
      process.off('exit', killAtExit);
      running.delete(child);
      // Whoever reads the log now finds all of it.
      output.once('close', () => resolve(`${name}: ${how}`)).end();
    };
    program.once('error', (error) => ended(`could not start: ${error.message}`));
    program.once('close', (code, signal) => ended(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });

  const child: Child = {
    pid: program.pid ?? -1,
    exited,
    onLine: (listener) => void lines.on('line', listener),
    kill: (signal) => {
      if (running.has(child) && program.pid !== undefined) {
        killGroup(program.pid, signal);
      }
    },
    stop: async (graceMilliseconds = 5_000) => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMilliseconds);
      await exited;
      clearTimeout(timer);
    },
  };
  running.add(child);
  return child;
}

function killGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) {
      throw error;
    }
  }
}
