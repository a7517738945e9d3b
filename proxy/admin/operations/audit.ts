import {
  type AuditHeadDocument,
  auditExportQuerySchema,
  auditHeadSchema,
  auditNumberSchema,
  auditQuerySchema,
  auditRecordSchema,
  auditRecordsSchema,
} from '@gatehouse/model/api';
import { printAuditHead } from '../../audit/auditHead';
import type { AuditRecord } from '../../audit/auditRecord';
import { printRecord } from '../../audit/printRecord';
import { readChain } from '../../audit/readChain';
import type { AuditFilter, AuditLog, UnreadableRecord } from '../../store/auditLog';
import { type Operation, operation } from '../operation';
import type { AdminParts } from '../parts';
import { Problem } from '../problem';
import { whileStoreIsThere } from '../whileStoreIsThere';

/** Records that are looked through at a time; queries are served in between. */
const WINDOW = 200;

const UNREAD = 'the changes cannot be read';

/** `/v1/audit`: every change, who made it, and the chain that shows when one was altered. */
export function auditOperations({ audit }: Pick<AdminParts, 'audit'>): Operation[] {
  return [
    operation({
      id: 'listAudit',
      method: 'get',
      path: '/audit',
      role: 'viewer',
      tag: 'Audit',
      summary: 'What was changed, when and by whom',
      query: auditQuerySchema,
      problems: ['store-unavailable'],
      answers: { 200: { description: 'A page of it, the newest first', schema: auditRecordsSchema } },
      async handle({ query: { limit, before, ...filter } }) {
        const { records, next } = await whileStoreIsThere(list(audit, filter, before, limit), UNREAD);
        return { status: 200, body: { records, next: next === undefined ? null : String(next) } };
      },
    }),
    operation({
      id: 'getAuditHead',
      method: 'get',
      path: '/audit/head',
      role: 'viewer',
      tag: 'Audit',
      summary: 'The end of the chain, to be kept elsewhere',
      problems: ['store-unavailable'],
      answers: { 200: { description: 'The latest record’s number and hash', schema: auditHeadSchema } },
      async handle() {
        const head = await whileStoreIsThere(audit.head(), UNREAD);
        const body: AuditHeadDocument = { ...head, head: printAuditHead(head) };
        return { status: 200, body };
      },
    }),
    operation({
      id: 'exportAudit',
      method: 'get',
      path: '/audit/export',
      role: 'admin',
      tag: 'Audit',
      summary: 'The chain as JSON lines',
      description:
        'Each line is the canonical JSON (RFC 8785) of a record, in the order of the chain. `gatehouse audit verify` checks it byte by byte.',
      query: auditExportQuerySchema,
      problems: ['store-unavailable'],
      answers: {
        200: { description: 'A record a line', schema: auditRecordSchema, mediaType: 'application/jsonl' },
      },
      async handle({ query: { from, to } }) {
        // Asked first: while the store is away, this answers with a problem instead of a broken file.
        const { number } = await whileStoreIsThere(audit.head(), UNREAD);
        return { status: 200, body: print(readChain(audit, from, Math.min(to ?? number, number))) };
      },
    }),
    operation({
      id: 'getAuditRecord',
      method: 'get',
      path: '/audit/{number}',
      role: 'viewer',
      tag: 'Audit',
      summary: 'One change',
      parameters: auditNumberSchema,
      problems: ['not-found', 'store-unavailable'],
      answers: { 200: { description: 'The record', schema: auditRecordSchema } },
      async handle({ parameters: { number } }) {
        const record = await whileStoreIsThere(audit.find(number), UNREAD);
        if (record === undefined) {
          throw new Problem('not-found', `there is no record ${number}; GET /v1/audit lists those that there are`);
        }
        return { status: 200, body: record };
      },
    }),
  ];
}

async function list(
  audit: AuditLog,
  filter: AuditFilter,
  before: number | undefined,
  limit: number
): Promise<{ records: AuditRecord[]; next: number | undefined }> {
  const records: AuditRecord[] = [];
  let position = before;
  do {
    const window = await audit.window(filter, position, WINDOW);
    records.push(...window.records);
    position = window.next;
  } while (records.length <= limit && position !== undefined);
  const page = records.slice(0, limit);
  return { records: page, next: records.length > limit ? page.at(-1)?.number : undefined };
}

/** What cannot be read stands in the export as it is, so that whoever verifies it hears of it. */
async function* print(pieces: AsyncIterable<ReadonlyArray<AuditRecord | UnreadableRecord>>): AsyncGenerator<string> {
  for await (const records of pieces) {
    yield records
      .map((record) => ('unreadable' in record ? `${JSON.stringify(record)}\n` : printRecord(record)))
      .join('');
  }
}
