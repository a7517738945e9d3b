import { AUDIT_EVENTS } from '@gatehouse/model/api';
import { SqlAuditLog } from '../store/sqlAuditLog';
import type { Database } from '../store/database';
import { makeSqlitePlace } from '../store/testing/makeSqlitePlace';
import type { StorePlace } from '../store/testing/storePlace';
import { appendAudit } from './appendAudit';
import { type AuditHead, parseAuditHead, printAuditHead } from './auditHead';
import type { AuditRecord, NewAuditRecord } from './auditRecord';
import { hashRecord } from './hashRecord';
import { printRecord } from './printRecord';
import { readChain } from './readChain';
import { readExport } from './readExport';
import { type NoRecord, verifyChain, type VerifyOptions } from './verifyChain';
import { verifyStore } from './verifyStore';

const NOON = 1_700_000_000_000;

/** What is recorded of each kind of change. */
const DETAILS: Readonly<Record<NewAuditRecord['event'], NewAuditRecord['details']>> = {
  'policy-published': { revision: 1, comment: 'first', approvedBy: null, policySha256: 'abc' },
  'policy-restored': { revision: 2, restoredFrom: 1 },
  'policy-proposed': { proposal: 'p1', base: 2 },
  'proposal-approved': { proposal: 'p1', revision: 3 },
  'proposal-rejected': { proposal: 'p2' },
  'proposal-withdrawn': { proposal: 'p3' },
  'credential-created': { service: 'vmagent', prefix: 'gate_abc', expires: null, comment: 'Ünïcode \u{1f3ed}' },
  'credential-changed': { service: 'vmagent', changes: { comment: 'x' } },
  'credential-rotated': { replaces: '1', overlapSeconds: 0.5 },
  'credential-revoked': {},
  'subject-forgotten': {},
};

const RECORDS = AUDIT_EVENTS.map((event, index): NewAuditRecord => ({
  at: NOON + index,
  event,
  actor: { name: index % 2 === 0 ? 'carol' : 'dave', by: 'grafana-context', token: 'default' },
  target: `thing:${index}`,
  details: DETAILS[event],
}));

let place: StorePlace;
let database: Database;
let log: SqlAuditLog;
let chain: AuditRecord[];
let head: AuditHead;

beforeEach(async () => {
  place = await makeSqlitePlace();
  database = place.open();
  log = new SqlAuditLog(database);
  await database.change(async (transaction) => {
    for (const record of RECORDS) {
      head = await appendAudit(transaction, record);
    }
  });
  chain = await readAll();
});

afterEach(() => place.remove());

async function readAll(): Promise<AuditRecord[]> {
  const found: AuditRecord[] = [];
  for await (const some of readChain(log)) {
    found.push(...some.flatMap((record) => ('unreadable' in record ? [] : [record])));
  }
  return found;
}

async function* inPieces(entries: ReadonlyArray<AuditRecord | NoRecord>, size = 3) {
  for (let start = 0; start < entries.length; start += size) {
    yield entries.slice(start, start + size);
  }
}

const verify = (entries: ReadonlyArray<AuditRecord | NoRecord>, options?: VerifyOptions) =>
  verifyChain(inPieces(entries), options);

async function faultOf(entries: ReadonlyArray<AuditRecord | NoRecord>, options?: VerifyOptions) {
  const { fault } = await verify(entries, options);
  return fault && [fault.code, fault.place, fault.number];
}

/** The place of a record, from 0; it has to be there. */
function at(index: number): AuditRecord {
  const record = chain.at(index);
  if (record === undefined) {
    throw new Error(`there is no record at ${index}`);
  }
  return record;
}

const headAt = (index: number): AuditHead => ({ number: at(index).number, hash: at(index).hash });

/** With the hash that it would have had. */
const rehashed = (record: AuditRecord): AuditRecord => ({ ...record, hash: hashRecord(record) });

/** As somebody would who rewrites everything from a record on. */
function rewritten(from: number, change: Partial<AuditRecord>): AuditRecord[] {
  const result = chain.slice(0, from);
  for (const record of chain.slice(from)) {
    const previousHash = result.at(-1)?.hash ?? '0'.repeat(64);
    result.push(rehashed({ ...record, ...(record === chain[from] ? change : {}), previousHash }));
  }
  return result;
}

describe('a chain', () => {
  it('is whole when nothing was done to it', async () => {
    expect(chain).toHaveLength(AUDIT_EVENTS.length);
    expect(await verify(chain)).toEqual({ records: chain.length, head, fault: undefined });
    expect(await verify(chain, { heads: [head, headAt(3)] })).toMatchObject({ fault: undefined });
    expect(await verify([])).toMatchObject({ records: 0, head: { number: 0 }, fault: undefined });
  });

  it('tells a record that was changed, whatever was changed in it', async () => {
    const changes: Array<Partial<AuditRecord>> = [
      { number: 99 },
      { at: '2023-11-14T22:13:20.999Z' },
      { event: 'credential-revokee' },
      { actor: { name: 'mallory', by: 'grafana-context', token: 'default' } },
      { actor: { name: 'carol' } },
      { target: 'thing:x' },
      { details: { other: true } },
      { previousHash: 'f'.repeat(64) },
      { hash: 'f'.repeat(64) },
      { hash: at(0).hash.toUpperCase() },
    ];
    for (let index = 0; index < chain.length; index += 1) {
      for (const change of changes) {
        const changed = chain.with(index, { ...at(index), ...change });
        const { fault } = await verify(changed);
        expect([change, fault?.code, fault?.place]).toEqual([change, 'changed', index + 1]);
      }
    }
  });

  it('tells where records are missing', async () => {
    expect(await faultOf(chain.toSpliced(4, 1))).toEqual(['missing', 5, 6]);
    expect(await faultOf(chain.toSpliced(4, 3))).toEqual(['missing', 5, 8]);
    expect((await verify(chain.toSpliced(4, 3))).fault?.message).toBe('records 5 to 7 are missing');
  });

  it('tells a record that was put in', async () => {
    expect(await faultOf(chain.toSpliced(4, 0, at(2)))).toEqual(['inserted', 5, 3]);
    const forged = rehashed({ ...at(4), previousHash: at(3).hash, details: { forged: true } });
    expect(await faultOf(chain.toSpliced(4, 0, forged))).toEqual(['inserted', 6, 5]);
    expect(await faultOf(chain.toSpliced(4, 1, forged))).toEqual(['changed', 6, 6]);
    expect(await faultOf([...chain, at(0)])).toEqual(['inserted', chain.length + 1, 1]);
  });

  it('tells another order', async () => {
    expect(await faultOf(chain.with(4, at(5)).with(5, at(4)))).toEqual(['reordered', 5, 5]);
    expect(await faultOf([...chain.toSpliced(4, 1), at(4)])).toEqual(['reordered', 5, 5]);
    expect(await faultOf(chain.toReversed())).toEqual(['foreign-start', 1, chain.length]);
  });

  it('tells an end that was cut off, when a head is known', async () => {
    expect(await faultOf(chain.slice(0, -2))).toBeUndefined();
    expect(await faultOf(chain.slice(0, -2), { heads: [head] })).toEqual(['cut', chain.length - 1, chain.length - 1]);
    expect(await faultOf([], { heads: [head] })).toEqual(['cut', 1, 1]);
    expect(await faultOf(chain, { heads: [{ number: 0, hash: '0'.repeat(64) }] })).toBeUndefined();
  });

  it('tells a chain that was written anew from somewhere on, when a head is known', async () => {
    const other = rewritten(4, { details: { rewritten: true } });
    expect(await faultOf(other)).toBeUndefined();
    expect(await faultOf(other, { heads: [headAt(3)] })).toBeUndefined();
    expect(await faultOf(other, { heads: [headAt(4)] })).toEqual(['rewritten', 5, 5]);
    expect(await faultOf(other, { heads: [headAt(3), headAt(-1)] })).toEqual(['rewritten', chain.length, chain.length]);
  });

  it('tells a beginning that is not its own', async () => {
    expect(await faultOf(chain.slice(3))).toEqual(['foreign-start', 1, 4]);
    expect(await faultOf(chain.slice(3), { start: headAt(2) })).toBeUndefined();
    expect(await faultOf(chain.slice(3), { start: headAt(1) })).toEqual(['foreign-start', 1, 4]);
    expect(await faultOf(chain.slice(3), { start: { ...headAt(2), hash: 'f'.repeat(64) } })).toEqual([
      'foreign-start',
      1,
      4,
    ]);
    expect(await faultOf(chain.slice(3), { start: 'any' })).toBeUndefined();
    expect(await faultOf(chain.slice(3), { start: 'any', heads: [headAt(2)] })).toBeUndefined();
    expect(await faultOf(chain.slice(3), { start: 'any', heads: [{ number: 3, hash: 'f'.repeat(64) }] })).toEqual([
      'foreign-start',
      1,
      4,
    ]);
    // It cannot be compared, so it is not called good.
    expect(await faultOf(chain.slice(3), { start: 'any', heads: [headAt(0)] })).toEqual(['foreign-start', 1, 4]);
    expect(await faultOf([rehashed({ ...at(0), previousHash: 'f'.repeat(64) })])).toEqual(['foreign-start', 1, 1]);
  });
});

describe('a chain in a store', () => {
  const GUARDS = [
    'audit_never_changes',
    'audit_stays',
    'audit_has_no_gaps',
    'audit_moves_its_head',
    'audit_head_follows',
  ];
  const tamper = (...statements: string[]) =>
    place.tamper(...GUARDS.map((guard) => `DROP TRIGGER ${guard}`), ...statements);
  const fault = async (...heads: AuditHead[]) => {
    const { fault: found } = await verifyStore(log, heads);
    return found && [found.code, found.number];
  };

  it.each([
    ['number', 'number + 100'],
    ['at', 'at + 1'],
    ['at', '9000000000000000'],
    ['event', "'policy-forgotten'"],
    ['actor', "replace(actor, 'a', 'b')"],
    ['actor', "actor || ' '"],
    ['actor', "'no json'"],
    ['target', "target || 'x'"],
    ['details', `'{"revision":2}'`],
    ['details', "'{ }'"],
    ['previous_hash', "replace(previous_hash, '0', '1') || 'f'"],
    ['hash', "replace(hash, 'a', 'b') || 'c'"],
  ])('shows that somebody with the file changed %s of any record to %s', async (column, value) => {
    await tamper('CREATE TABLE kept AS SELECT * FROM audit');
    for (const { number } of chain.slice(0, -1)) {
      await place.tamper(
        'PRAGMA ignore_check_constraints = ON',
        `UPDATE audit SET ${column} = ${value} WHERE number = ${number}`
      );
      const expected =
        column === 'number' ? [number === 1 ? 'foreign-start' : 'missing', number + 1] : ['changed', number];
      expect([number, await fault()]).toEqual([number, expected]);
      await place.tamper('DELETE FROM audit', 'INSERT INTO audit SELECT * FROM kept');
    }
    expect(await fault()).toBeUndefined();
  });

  it('shows what somebody with the file took away', async () => {
    await tamper('DELETE FROM audit WHERE number = 4');
    expect(await fault()).toEqual(['missing', 5]);
    await place.tamper('DELETE FROM audit WHERE number > 3');
    expect(await fault()).toEqual(['cut', 4]);
    await place.tamper(`UPDATE audit_head SET number = 3, hash = '${at(2).hash}'`);
    expect(await fault()).toBeUndefined();
    expect(await fault(head)).toEqual(['cut', 4]);
  });

  it('shows a chain that was written anew to whoever kept a head elsewhere', async () => {
    const forged = rewritten(2, { details: { forged: true } });
    await tamper(
      ...forged.map(
        ({ number, previousHash, hash }) =>
          `UPDATE audit SET previous_hash = '${previousHash}', hash = '${hash}' WHERE number = ${number}`
      ),
      `UPDATE audit SET details = '{"forged":true}' WHERE number = 3`
    );
    // The store's own head was forgotten.
    expect(await fault()).toEqual(['rewritten', chain.length]);
    await place.tamper(`UPDATE audit_head SET hash = '${forged.at(-1)?.hash}'`);
    expect(await fault()).toBeUndefined();
    expect(await fault(headAt(1))).toBeUndefined();
    expect(await fault(headAt(2))).toEqual(['rewritten', 3]);
  });

  it('is read in pages of any length', async () => {
    const many = Array.from({ length: 450 }, (_, index) => ({ ...RECORDS[0], at: NOON + index }));
    await database.change(async (transaction) => {
      for (const record of many) {
        await appendAudit(transaction, record as NewAuditRecord);
      }
    });
    expect(await verifyStore(log)).toMatchObject({ records: chain.length + 450, fault: undefined });
    const numbers: number[] = [];
    for await (const some of readChain(log, 150, 400)) {
      numbers.push(...some.map(({ number }) => number));
    }
    expect([numbers.length, numbers[0], numbers.at(-1)]).toEqual([251, 150, 400]);
  });
});

describe('an export', () => {
  const exported = () => Buffer.from(chain.map(printRecord).join(''));
  async function* bytesOf(bytes: Uint8Array, size = 100) {
    for (let start = 0; start < bytes.length; start += size) {
      yield bytes.subarray(start, start + size);
    }
  }
  const verifyBytes = async (bytes: Uint8Array, options?: VerifyOptions) =>
    verifyChain(readExport(bytesOf(bytes, 1 + (bytes.length % 300))), options);

  it('is whole as it was written', async () => {
    expect(await verifyBytes(exported(), { heads: [head] })).toMatchObject({ records: chain.length, fault: undefined });
    expect(await verifyBytes(Buffer.alloc(0))).toMatchObject({ records: 0, fault: undefined });
  });

  it('shows every change of a single byte', async () => {
    const notices = async (original: Buffer, position: number) => {
      const value = original[position] ?? 0;
      // Another case, another digit, a line's end, a space, and whatever else comes up.
      for (const other of new Set([value ^ 0x20, value ^ 1, 0x0a, 0x20, 0x0d, Math.floor(Math.random() * 256)])) {
        const changed = Buffer.from(original);
        changed[position] = other;
        if (other !== value && (await verifyBytes(changed)).fault === undefined) {
          throw new Error(`byte ${position}: ${value} became ${other} unnoticed`);
        }
      }
    };
    const short = Buffer.from(chain.slice(0, 2).map(printRecord).join(''));
    for (let position = 0; position < short.length; position += 1) {
      await notices(short, position);
    }
    const long = exported();
    for (let round = 0; round < 300; round += 1) {
      await notices(long, Math.floor(Math.random() * long.length));
    }
  }, 60_000);

  it('shows every byte that is gone or too many', async () => {
    const original = exported();
    for (let position = 0; position < original.length; position += 17) {
      for (const changed of [
        Buffer.concat([original.subarray(0, position), original.subarray(position + 1)]),
        Buffer.concat([original.subarray(0, position), Buffer.from(' '), original.subarray(position)]),
        Buffer.concat([original.subarray(0, position), Buffer.from('\n'), original.subarray(position)]),
      ]) {
        expect([position, (await verifyBytes(changed)).fault]).not.toEqual([position, undefined]);
      }
    }
    const marked = Buffer.concat([Buffer.from('\ufeff'), original]);
    expect((await verifyBytes(marked)).fault).toMatchObject({ code: 'changed', place: 1 });
  }, 60_000);

  it('says which line is no record', async () => {
    const lines = chain.map(printRecord);
    const fault = async (line: string) => (await verifyBytes(Buffer.from(lines.with(2, line).join('')))).fault?.message;
    const { hash, ...hashless } = at(2);
    expect(await fault('{}\n')).toBe('record at place 3 was changed: the line is no record');
    expect(await fault('\n')).toBe('record at place 3 was changed: the line is no record');
    expect(await fault(`${JSON.stringify(at(2))} \n`)).toMatch('record 3 was changed: the line is written in another');
    expect(await fault(`${JSON.stringify(hashless)}\n`)).toMatch('no record');
    expect(await fault(`${JSON.stringify({ ...hashless, hash, more: 1 })}\n`)).toMatch('no record');
    expect((await verifyBytes(exported().subarray(0, -1))).fault?.message).toMatch('has no end');
  });

  it('does not fill the memory with a line that never ends', async () => {
    async function* endless() {
      for (;;) {
        yield Buffer.alloc(1024 * 1024, 0x61);
      }
    }
    expect((await verifyChain(readExport(endless()))).fault).toMatchObject({ code: 'changed', place: 1 });
  });
});

describe('a head', () => {
  it('is one text', () => {
    expect(parseAuditHead(printAuditHead(head))).toEqual(head);
    for (const text of [
      '',
      '1',
      `01:${head.hash}`,
      `1:${head.hash}0`,
      `1:${head.hash.toUpperCase()}`,
      `-1:${head.hash}`,
    ]) {
      expect(parseAuditHead(text)).toBeUndefined();
    }
  });
});
