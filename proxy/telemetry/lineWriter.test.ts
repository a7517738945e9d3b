import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from './logger';
import { createLineWriter } from './lineWriter';

describe('the writer of the log', () => {
  it('writes each line at once', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-log-'));
    const fd = openSync(join(folder, 'log'), 'w');
    const logger = createLogger('info', createLineWriter(fd));
    logger.info({ event: 'one' }, 'é');
    logger.info({ event: 'two' });
    const lines = readFileSync(join(folder, 'log'), 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ event: 'one', msg: 'é' }, { event: 'two' }]);
    closeSync(fd);
    rmSync(folder, { recursive: true });
  });

  it('goes on when the disk is full', () => {
    const fd = openSync('/dev/full', 'w');
    const logger = createLogger('info', createLineWriter(fd));
    expect(() => logger.info('lost')).not.toThrow();
    closeSync(fd);
  });

  it('waits a moment for a reader that stands still, once, and tells later how many lines were lost', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-log-'));
    const fifo = join(folder, 'log');
    execFileSync('mkfifo', [fifo]);
    const [reader, fd] = [constants.O_RDONLY, constants.O_WRONLY].map((way) =>
      openSync(fifo, way | constants.O_NONBLOCK)
    ) as [number, number];
    const writer = createLineWriter(fd);
    const begun = performance.now();
    // A pipe takes 64 KiB.
    for (let line = 0; line < 200; line++) {
      writer.write(`${'x'.repeat(1023)}\n`);
    }
    expect(performance.now() - begun).toBeLessThan(2_000);
    const bytes = Buffer.alloc(1024 * 1024);
    const taken = readSync(reader, bytes);
    writer.write('after\n');
    const [first, message, after] = bytes.toString('utf8', 0, readSync(reader, bytes)).split('\n');
    expect(first).toBe('');
    expect(JSON.parse(message ?? '')).toMatchObject({ event: 'log-lines-lost', lines: 200 - Math.floor(taken / 1024) });
    expect(after).toBe('after');
    [reader, fd].forEach(closeSync);
    rmSync(folder, { recursive: true });
  });
});
