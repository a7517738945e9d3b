import { mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WatchedFile } from './watchedFile';

let folder: string;
let file: string;
let watched: WatchedFile;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-watched-'));
  file = join(folder, 'policy.yaml');
  await writeFile(file, 'a');
  watched = new WatchedFile(file);
  await watched.settle();
});

afterEach(() => rm(folder, { recursive: true }));

describe('a watched file', () => {
  it('has not changed while nobody touches it', async () => {
    expect([await watched.changed(), await watched.changed()]).toEqual([false, false]);
  });

  it('has changed once when it was written and lies still', async () => {
    await writeFile(file, 'b');
    expect([await watched.changed(), await watched.changed(), await watched.changed()]).toEqual([false, true, false]);
  });

  it('has not changed yet while it is written', async () => {
    await writeFile(file, 'b');
    expect(await watched.changed()).toBe(false);
    await writeFile(file, 'bc');
    expect(await watched.changed()).toBe(false);
    expect(await watched.changed()).toBe(true);
  });

  it('has changed also when another one of the same size and time is put in its place', async () => {
    const moment = new Date('2026-01-01T00:00:00Z');
    await utimes(file, moment, moment);
    await watched.settle();
    await writeFile(`${file}.new`, 'z');
    await utimes(`${file}.new`, moment, moment);
    await rename(`${file}.new`, file);
    expect([await watched.changed(), await watched.changed()]).toEqual([false, true]);
  });

  it('has changed when it is gone, and when it is back', async () => {
    await rm(file);
    expect([await watched.changed(), await watched.changed(), await watched.changed()]).toEqual([false, true, false]);
    await writeFile(file, 'a');
    expect([await watched.changed(), await watched.changed()]).toEqual([false, true]);
  });

  it('is taken as it is when it is settled', async () => {
    await writeFile(file, 'b');
    await watched.settle();
    expect([await watched.changed(), await watched.changed()]).toEqual([false, false]);
  });
});
