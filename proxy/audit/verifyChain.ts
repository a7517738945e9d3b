import { type AuditHead, AUDIT_START, printAuditHead } from './auditHead';
import type { AuditRecord } from './auditRecord';
import { hashRecord } from './hashRecord';

/** What stands at a place where a record should be. */
export interface NoRecord {
  /** Where the number of the record can be told. */
  readonly number?: number;
  /** Why it is none. */
  readonly unreadable: string;
}

/** How a chain is broken. */
export type FaultCode =
  /** What a record says, or its hash, is not what was written. */
  | 'changed'
  /** Records between two others are gone. */
  | 'missing'
  /** A record stands where none was. */
  | 'inserted'
  /** Records stand in another order. */
  | 'reordered'
  /** The chain does not begin where it should. */
  | 'foreign-start'
  /** The chain ends before the head. */
  | 'cut'
  /** The chain is whole, and not the one that the head is of. */
  | 'rewritten';

export interface ChainFault {
  readonly code: FaultCode;
  /** The place of the first record that does not fit, from 1; one more than there are when the end is missing. */
  readonly place: number;
  /** The number of the record that is meant, as far as it can be told. */
  readonly number: number | undefined;
  /** What was found, in one sentence. */
  readonly message: string;
}

export interface Verified {
  /** How many records were read. */
  readonly records: number;
  /** The last record that fits, with all before it. */
  readonly head: AuditHead;
  /** Undefined when the chain is whole. */
  readonly fault: ChainFault | undefined;
}

export interface VerifyOptions {
  /** What the first record has to follow; the beginning of all when left out. `any` takes the first record's word for it. */
  readonly start?: AuditHead | 'any';
  /** Places that the chain is known to have: its heads at some times. */
  readonly heads?: readonly AuditHead[];
}

type Entry = AuditRecord | NoRecord;

/**
 * Walks along a chain and tells the first record that does not fit. Keeps no more than one record at a time.
 *
 * @param entries in the order in which they stand, in pieces
 * @throws whatever reading them throws
 */
export async function verifyChain(
  entries: AsyncIterable<readonly Entry[]>,
  { start = AUDIT_START, heads = [] }: VerifyOptions = {}
): Promise<Verified> {
  let head: AuditHead | undefined = start === 'any' ? undefined : start;
  let place = 0;
  let gap: { fault: ChainFault; follows: AuditHead } | undefined;
  for await (const some of entries) {
    for (const entry of some) {
      place += 1;
      if (gap !== undefined) {
        if (closes(entry, gap.follows)) {
          return broken(place, gap.follows, reordered(gap.fault, gap.follows, place));
        }
        continue;
      }
      const fault = judge(entry, head ?? before(entry, heads), place) ?? judgeHeads(entry, heads, place);
      if (fault === undefined && !('unreadable' in entry)) {
        head = { number: entry.number, hash: entry.hash };
      } else if (fault?.code === 'missing' && head !== undefined) {
        // Perhaps they come later.
        gap = { fault, follows: head };
      } else {
        return broken(place, head, fault);
      }
    }
  }
  return broken(place, head, gap?.fault ?? judgeEnd(head, heads, place));
}

function broken(records: number, head: AuditHead | undefined, fault: ChainFault | undefined): Verified {
  return { records, head: head ?? AUDIT_START, fault };
}

/** @param head what the entry has to follow; undefined when the first one may follow anything */
function judge(entry: Entry, head: AuditHead | undefined, place: number): ChainFault | undefined {
  const says = (code: FaultCode, message: string) => ({ code, place, number: entry.number, message });
  if ('unreadable' in entry) {
    return says('changed', `record ${entry.number ?? `at place ${place}`} was changed: ${entry.unreadable}`);
  }
  const { number, previousHash } = entry;
  if (!isWhole(entry)) {
    return says('changed', `record ${number} was changed: what it says does not have the hash that it carries`);
  }
  if (head === undefined || (number === head.number + 1 && previousHash === head.hash)) {
    return undefined;
  }
  if (place === 1) {
    const expected = head.number === 0 ? 'the beginning of the chain' : `record ${head.number} (${head.hash})`;
    return says('foreign-start', `the first record is number ${number}, which does not follow ${expected}`);
  }
  if (number > head.number + 1) {
    const [first, last] = [head.number + 1, number - 1];
    return says('missing', first === last ? `record ${first} is missing` : `records ${first} to ${last} are missing`);
  }
  if (number <= head.number) {
    return says('inserted', `another record ${number} stands behind record ${head.number}`);
  }
  return says('changed', `record ${number} does not follow record ${head.number}: one of them was replaced`);
}

function isWhole(record: AuditRecord): boolean {
  try {
    return Number.isSafeInteger(record.number) && hashRecord(record) === record.hash;
  } catch {
    return false;
  }
}

/** A known place right in front of the first record, when any is good. */
function before(entry: Entry, heads: readonly AuditHead[]): AuditHead | undefined {
  return heads.find(({ number }) => entry.number === number + 1);
}

function judgeHeads(entry: Entry, heads: readonly AuditHead[], place: number): ChainFault | undefined {
  if ('unreadable' in entry) {
    return undefined;
  }
  const { number, hash } = entry;
  const other = heads.find((head) => head.number === number && head.hash !== hash);
  if (other !== undefined) {
    const message = `record ${number} is not the one of the head ${printAuditHead(other)}: the chain was written anew, or it is another one`;
    return { code: 'rewritten', place, number, message };
  }
  const unseen = place === 1 ? heads.find((head) => head.number > 0 && head.number < number - 1) : undefined;
  if (unseen !== undefined) {
    const message = `the first record is number ${number}, so the head ${printAuditHead(unseen)} cannot be compared: begin earlier`;
    return { code: 'foreign-start', place, number, message };
  }
  return undefined;
}

function judgeEnd(head: AuditHead | undefined, heads: readonly AuditHead[], records: number): ChainFault | undefined {
  const last = head?.number ?? 0;
  const beyond = heads.find(({ number }) => number > last);
  if (beyond === undefined) {
    return undefined;
  }
  const message = `the chain ends with record ${last}, but the head ${printAuditHead(beyond)} is of a later one: the end is missing`;
  return { code: 'cut', place: records + 1, number: last + 1, message };
}

function closes(entry: Entry, { number, hash }: AuditHead): boolean {
  return !('unreadable' in entry) && entry.number === number + 1 && entry.previousHash === hash && isWhole(entry);
}

function reordered(fault: ChainFault, { number }: AuditHead, place: number): ChainFault {
  const message = `record ${number + 1} stands at place ${place}, behind later ones: the order was changed`;
  return { ...fault, code: 'reordered', number: number + 1, message };
}
