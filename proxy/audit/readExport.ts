import { z } from 'zod';
import type { AuditRecord } from './auditRecord';
import { printRecord } from './printRecord';
import type { NoRecord } from './verifyChain';

const LINE_END = 0x0a;

/** The longest line that can be a record, in bytes. */
const LONGEST = 16 * 1024 * 1024;

const recordSchema = z.strictObject({
  number: z.number(),
  at: z.string(),
  event: z.string(),
  actor: z.unknown(),
  target: z.string(),
  details: z.unknown(),
  previousHash: z.string(),
  hash: z.string(),
});

/**
 * Reads an export line by line, without trust: whatever is not byte by byte as it was exported is no record.
 *
 * @param bytes the file, in pieces
 */
export async function* readExport(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Array<AuditRecord | NoRecord>> {
  let rest = Buffer.alloc(0);
  for await (const piece of bytes) {
    const all = Buffer.concat([rest, piece]);
    const lines: Array<AuditRecord | NoRecord> = [];
    let begin = 0;
    for (let end = all.indexOf(LINE_END); end >= 0; end = all.indexOf(LINE_END, begin)) {
      lines.push(readLine(all.subarray(begin, end + 1)));
      begin = end + 1;
    }
    rest = all.subarray(begin);
    yield lines;
    if (rest.length > LONGEST) {
      yield [{ unreadable: 'the line is longer than any record' }];
      return;
    }
  }
  if (rest.length > 0) {
    yield [{ unreadable: 'the line has no end' }];
  }
}

function readLine(bytes: Uint8Array): AuditRecord | NoRecord {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const record = recordSchema.parse(JSON.parse(text));
    return printRecord(record) === text
      ? record
      : { number: record.number, unreadable: 'the line is written in another way than it was exported' };
  } catch {
    return { unreadable: 'the line is no record' };
  }
}
