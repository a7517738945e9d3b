import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { AdminTokens } from './adminTokens';

const READER = 'the-token-of-the-reader';
const EDITOR = 'the-token-of-the-editor';
const NEWER = 'a-newer-token-of-the-editor';

let folder: string;
let file: string;
let tokens: AdminTokens;
let lines: Array<Record<string, unknown>>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-tokens-'));
  file = join(folder, 'editor');
  await writeFile(file, `${EDITOR}\n`);
  lines = [];
  tokens = new AdminTokens(
    [
      { name: 'reader', role: 'viewer', token: READER, file: undefined },
      { name: 'editor', role: 'editor', token: EDITOR, file },
    ],
    pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) }),
    5
  );
});

afterEach(async () => {
  tokens.close();
  await rm(folder, { recursive: true });
});

test('each token is known by its name and role, and nothing else is one', () => {
  expect(tokens.recognise(READER)).toEqual({ name: 'reader', role: 'viewer' });
  expect(tokens.recognise(EDITOR)).toEqual({ name: 'editor', role: 'editor' });
  for (const other of ['', READER.slice(1), `${READER} `, READER.toUpperCase(), `${EDITOR}\n`, NEWER]) {
    expect(tokens.recognise(other)).toBeUndefined();
  }
});

test('another token in the file counts instead, by itself and without a restart', async () => {
  tokens.start();
  await writeFile(file, NEWER);
  while (tokens.recognise(NEWER) === undefined) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect([tokens.recognise(NEWER)?.name, tokens.recognise(EDITOR)]).toEqual(['editor', undefined]);
  expect(lines).toMatchObject([{ event: 'admin-token-replaced', adminToken: 'editor' }]);
});

test.each([
  ['is gone', undefined],
  ['is empty', ''],
  ['holds a short text', 'short'],
  ['holds the token of somebody else', READER],
])('the last token counts while the file %s, and the log says so once', async (_name, content) => {
  await (content === undefined ? rm(file) : writeFile(file, content));
  await tokens.refresh();
  await tokens.refresh();
  expect(tokens.recognise(EDITOR)).toEqual({ name: 'editor', role: 'editor' });
  expect(tokens.recognise(READER)?.role).toBe('viewer');
  expect(lines).toMatchObject([{ event: 'admin-token-unusable', adminToken: 'editor', problem: expect.any(String) }]);
  await writeFile(file, NEWER);
  await tokens.refresh();
  expect(tokens.recognise(NEWER)?.role).toBe('editor');
  expect(JSON.stringify(lines)).not.toMatch(new RegExp(`${READER}|${EDITOR}|${NEWER}`));
});
