import { createHash, randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { SqliteDatabase } from '../../../../proxy/store/sqliteDatabase';
import { SqlPolicyStore } from '../../../../proxy/store/sqlPolicyStore';

// A process that edits and restores for as long as it lives, and says on standard output what it does: `has <number> <hash>` for each
// revision that it finds after the given one, `state <latest> <companion>`, and then `try <number> <hash>` before and
// `ack <number> <hash>` after each change. What belongs to a revision is stood for by the number beside the credentials.
const [, , file = '', checked = '0'] = process.argv;
const AUTHOR = { name: 'carol', by: 'grafana-id', token: 'default' } as const;
const LARGE = 0.1;
const RESTORE = 0.3;

const say = (...words: unknown[]) => writeSync(1, `${words.join(' ')}\n`);
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

function newDocument(): string {
  const bytes = Math.random() < LARGE ? 400_000 * Math.random() : 10_000 * Math.random();
  return JSON.stringify({ padding: randomBytes(Math.ceil(bytes)).toString('base64') });
}

async function edit(): Promise<void> {
  const database = new SqliteDatabase(file);
  const store = new SqlPolicyStore(database);
  const companion = () =>
    database.read((db) => db.selectFrom('credential_version').select('number').executeTakeFirstOrThrow());
  let { number } = await store.latest();
  for (let found = Number(checked) + 1; found <= number; found += 1) {
    const read = await store.read(found);
    say('has', found, read === undefined ? 'nothing' : hashOf(read.document));
  }
  say('state', number, (await companion()).number);
  for (;;) {
    const from = number > 0 && Math.random() < RESTORE ? 1 + Math.floor(Math.random() * number) : undefined;
    const document = (from === undefined ? undefined : (await store.read(from))?.document) ?? newDocument();
    const hash = hashOf(document);
    say('try', number + 1, hash);
    const written = await store.append(
      {
        expected: number,
        document,
        tenants: 0,
        mappings: 0,
        comment: hash,
        author: AUTHOR,
        approvedBy: null,
        restoredFrom: from ?? null,
        createdAt: Date.now(),
      },
      async (transaction, summary) => {
        await transaction.updateTable('credential_version').set({ number: summary.number, stamp: hash }).execute();
      }
    );
    number = written.number;
    say(from === undefined ? 'ack' : 'ack-restore', number, hash);
  }
}

void edit();
