import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** What is known of a file from those that were killed. */
export interface Witnessed {
  /** The latest revision that somebody found after a crash, and everything before it. */
  checked: number;
  /** By number: hashes of what was acknowledged, or tried last. */
  acknowledged: Map<number, string>;
  tried: Map<number, string>;
  counts: { edits: number; restores: number; killedWhileOpening: number; killedWhileWriting: number };
  /** What is wrong, in words. */
  wrong: string[];
}

export function nothingWitnessed(): Witnessed {
  return {
    checked: 0,
    acknowledged: new Map(),
    tried: new Map(),
    counts: { edits: 0, restores: 0, killedWhileOpening: 0, killedWhileWriting: 0 },
    wrong: [],
  };
}

/** Most milliseconds that an editor lives: from its start, or from when it has opened the file. */
const FROM_START = 150;
const FROM_OPENING = 40;
const KILLED_FROM_START = 0.15;

/** Starts an editor, kills it at a random moment, and compares what it found with what those before it were told. */
export async function crash(editor: string, file: string, witnessed: Witnessed): Promise<void> {
  const child = spawn(process.execPath, [editor, file, String(witnessed.checked)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  const closed = once(child, 'close');
  const opened = new Promise<void>((resolve) => {
    child.stdout.on('data', () => output.includes('state') && resolve());
    void closed.then(() => resolve());
  });
  if (Math.random() < KILLED_FROM_START) {
    await sleep(Math.random() * FROM_START);
  } else {
    await opened;
    await sleep(Math.random() * FROM_OPENING);
  }
  child.kill('SIGKILL');
  await closed;
  process.off('exit', killAtExit);
  if (errors !== '' || child.signalCode !== 'SIGKILL') {
    witnessed.wrong.push(`an editor ended by itself: ${errors}`);
  }
  witness(output, witnessed);
}

function witness(output: string, witnessed: Witnessed): void {
  const { acknowledged, tried, counts, wrong } = witnessed;
  const lines = output
    .slice(0, output.lastIndexOf('\n') + 1)
    .trim()
    .split('\n');
  const found = new Map<number, string>();
  let last = '';
  for (const line of lines) {
    const [word = '', first = '', hash = ''] = line.split(' ');
    const number = Number(first);
    last = word;
    if (word === 'has') {
      found.set(number, hash);
    } else if (word === 'state') {
      checkFound(found, number, Number(hash), witnessed);
    } else if (word === 'try') {
      tried.set(number, hash);
    } else if (word === 'ack' || word === 'ack-restore') {
      acknowledged.set(number, hash);
      counts[word === 'ack' ? 'edits' : 'restores'] += 1;
    } else if (word !== '') {
      wrong.push(`an editor said ${line}`);
    }
  }
  counts.killedWhileOpening += lines.some((line) => line.startsWith('state')) ? 0 : 1;
  counts.killedWhileWriting += last === 'try' ? 1 : 0;
}

function checkFound(found: Map<number, string>, latest: number, companion: number, witnessed: Witnessed): void {
  const { acknowledged, tried, wrong } = witnessed;
  for (const [number, hash] of acknowledged) {
    if (found.get(number) !== hash) {
      wrong.push(`revision ${number} was acknowledged, and found is ${found.get(number) ?? 'nothing'}`);
    }
  }
  for (const [number, hash] of found) {
    if (tried.get(number) !== hash) {
      wrong.push(`revision ${number} is not what somebody wrote`);
    }
  }
  if (companion !== latest) {
    wrong.push(`what belongs to revision ${companion} is there, and the latest is ${latest}`);
  }
  witnessed.checked = latest;
  acknowledged.clear();
  tried.clear();
}
