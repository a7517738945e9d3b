import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { buildEditor } from './support/crashes/buildEditor';
import { crash, nothingWitnessed, type Witnessed } from './support/crashes/crash';

/** `npm run test:crashes` runs many more. */
const SEQUENCES = Number(process.env.GATEHOUSE_TEST_CRASHES ?? 100);
/** So many with one file, and so many files at a time. */
const SEQUENCES_PER_FILE = 50;
const LANES = 2;
const SEQUENCES_BETWEEN_WORDS = 1_000;

jest.setTimeout(60_000 + SEQUENCES * 2_000);

let folder: string;
let editor: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-crashes-'));
  editor = buildEditor();
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await rm(editor, { force: true });
});

test(`${SEQUENCES} random sequences of edits, restores and a SIGKILL lose no acknowledged revision and show half of none`, async () => {
  let begun = 0;
  let told = 0;
  const all: Witnessed[] = [];
  let revisions = 0;
  const lane = async (name: number) => {
    while (begun < SEQUENCES) {
      const file = join(folder, `${name}-${begun}.db`);
      const witnessed = nothingWitnessed();
      all.push(witnessed);
      for (let sequence = 0; sequence < SEQUENCES_PER_FILE && begun < SEQUENCES; sequence += 1) {
        begun += 1;
        await crash(editor, file, witnessed);
      }
      revisions += checkFile(file, witnessed);
      await Promise.all(['', '-wal', '-shm'].map((suffix) => rm(`${file}${suffix}`, { force: true })));
      // A long run that is broken off has told how far it came.
      if (begun >= told + SEQUENCES_BETWEEN_WORDS) {
        told = begun;
        process.stdout.write(`${begun} sequences, ${all.flatMap(({ wrong }) => wrong).length} lost or broken\n`);
      }
    }
  };
  const started = Date.now();
  await Promise.all(Array.from({ length: LANES }, (_, name) => lane(name)));
  const sum = (count: (counts: Witnessed['counts']) => number) =>
    all.reduce((total, { counts }) => total + count(counts), 0);
  const wrong = all.flatMap((witnessed) => witnessed.wrong);
  process.stdout.write(
    [
      `${begun} sequences in ${Math.round((Date.now() - started) / 1000)} s, each ended by SIGKILL:`,
      `${sum(({ edits }) => edits)} edits and ${sum(({ restores }) => restores)} restores acknowledged, ${revisions} revisions found;`,
      `${sum(({ killedWhileOpening }) => killedWhileOpening)} killed while opening,`,
      `${sum(({ killedWhileWriting }) => killedWhileWriting)} while writing; ${wrong.length} lost or broken\n`,
    ].join(' ')
  );
  expect(wrong).toEqual([]);
  expect(begun).toBe(SEQUENCES);
  expect(sum(({ killedWhileWriting }) => killedWhileWriting)).toBeGreaterThan(SEQUENCES / 10);
  expect(sum(({ restores }) => restores)).toBeGreaterThan(0);
});

/** Looks into the file as another program would; returns how many revisions it has. */
function checkFile(file: string, { acknowledged, checked, wrong }: Witnessed): number {
  const database = new Database(file);
  try {
    const all = (statement: string) => database.prepare(statement).all([]) as Array<Record<string, unknown>>;
    const [{ integrity_check: integrity } = {}] = all('PRAGMA integrity_check');
    if (integrity !== 'ok') {
      wrong.push(`the file is damaged: ${String(integrity)}`);
    }
    if (all("SELECT name FROM sqlite_master WHERE name = 'revisions'").length === 0) {
      return 0;
    }
    const [{ latest = 0, revisions = 0, facts = 0 } = {}] = all(
      'SELECT MAX(number) AS latest, COUNT(*) AS revisions, (SELECT COUNT(*) FROM revision_facts) AS facts FROM revisions'
    );
    if (
      revisions !== Number(latest) ||
      facts !== revisions ||
      Number(latest) < Math.max(checked, ...acknowledged.keys())
    ) {
      wrong.push(`${String(revisions)} revisions and ${String(facts)} facts of them, up to ${String(latest)}`);
    }
    return Number(revisions);
  } finally {
    database.close();
  }
}
