import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { z } from 'zod';
import type { Database } from '../store/database';
import { SqlAuditLog } from '../store/sqlAuditLog';
import { makeSqlitePlace } from '../store/testing/makeSqlitePlace';
import type { StorePlace } from '../store/testing/storePlace';
import { WebhookCursor } from '../store/webhookCursor';
import { createMetrics } from '../telemetry/metrics';
import { appendAudit } from './appendAudit';
import type { NewAuditRecord } from './auditRecord';
import { AuditWebhook } from './auditWebhook';

const SECRET = 'a-secret-of-the-webhook';

const deliverySchema = z.object({ id: z.string(), sentAt: z.iso.datetime(), record: z.object({ number: z.number() }) });

let place: StorePlace;
let database: Database;
let server: Server;
let url: string;
/** What every delivery was, in the order of arrival. */
let received: Array<{ headers: IncomingMessage['headers']; body: string }>;
let answer: (response: ServerResponse) => void;
let webhooks: AuditWebhook[];
let logLines: string[];
const metrics = createMetrics('test');

beforeEach(async () => {
  place = await makeSqlitePlace();
  database = place.open();
  received = [];
  webhooks = [];
  logLines = [];
  answer = (response) => response.end('ok');
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});

afterEach(async () => {
  await Promise.all(webhooks.map((webhook) => webhook.close()));
  server.closeAllConnections();
  server.close();
  await place.remove();
});

function start(
  holder: string,
  more: { events?: string[]; now?: () => number; database?: Database } = {}
): AuditWebhook {
  const own = more.database ?? place.open();
  const webhook = new AuditWebhook({
    log: new SqlAuditLog(own),
    cursor: new WebhookCursor(own, holder),
    receiver: { url, secret: SECRET },
    events: more.events,
    metrics,
    logger: pino({ level: 'info' }, { write: (line: string) => void logLines.push(line) }),
    now: more.now ?? Date.now,
    interval: 20,
  });
  webhooks.push(webhook);
  webhook.start();
  return webhook;
}

const append = (count: number, event: NewAuditRecord['event'] = 'policy-published') =>
  database.change(async (transaction) => {
    for (let one = 0; one < count; one += 1) {
      await appendAudit(transaction, {
        at: Date.now(),
        event,
        actor: { name: 'carol', by: 'grafana-id', token: 'default' },
        target: 'revision:1',
        details: {},
      });
    }
  });

const numbers = () => received.map(({ body }) => deliverySchema.parse(JSON.parse(body)).record.number);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const events = () => logLines.map((line) => z.object({ event: z.string() }).parse(JSON.parse(line)).event);

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 8_000; !(await condition());) {
    if (Date.now() > deadline) {
      throw new Error('it did not happen in time');
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const position = () => new WebhookCursor(database, 'observer').position();

it('sends what is there and what comes, in order, signed, with its place and the moment', async () => {
  await append(3);
  start('one');
  await until(() => received.length === 3);
  await append(60);
  await until(() => received.length === 63);
  expect(numbers()).toEqual(range(1, 63));
  const { headers, body } = received[0] ?? { headers: {}, body: '' };
  expect(headers['x-gatehouse-signature']).toBe(`sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`);
  const { id, sentAt } = deliverySchema.parse(JSON.parse(body));
  expect(id).toMatch(/^1:[a-f0-9]{64}$/);
  expect([headers['x-gatehouse-delivery'], headers['x-gatehouse-timestamp']]).toEqual([id, sentAt]);
  expect(Math.abs(Date.parse(sentAt) - Date.now())).toBeLessThan(20_000);
  expect(body).not.toContain(SECRET);
});

it('goes on where another process ended', async () => {
  await append(2);
  const first = start('one');
  await until(async () => (await position()) === 2);
  await first.close();
  await append(2);
  start('two');
  await until(() => received.length === 4);
  expect(numbers()).toEqual([1, 2, 3, 4]);
});

it('tries again until the receiver takes it, and says so meanwhile', async () => {
  answer = (response) => response.writeHead(500).end();
  await append(2);
  const webhook = start('one');
  await until(() => received.length >= 2);
  expect(webhook.failing).toBe(true);
  answer = (response) => response.end();
  await until(async () => (await position()) === 2);
  await until(() => !webhook.failing);
  const all = numbers();
  expect(all.slice(all.lastIndexOf(1))).toEqual([1, 2]);
  expect(events()).toEqual(['audit-webhook-failing', 'audit-webhook-recovered']);
});

it('waits longer after each failure', async () => {
  answer = (response) => response.writeHead(503).end();
  await append(1);
  start('one');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  // 20, 40, 80 … milliseconds apart.
  expect(received.length).toBeGreaterThan(2);
  expect(received.length).toBeLessThan(9);
});

it('follows no redirect', async () => {
  let followed = 0;
  const other = createServer((_request, response) => {
    followed += 1;
    response.end();
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
  answer = (response) => response.writeHead(307, { Location: location }).end();
  await append(1);
  const webhook = start('one');
  await until(() => received.length >= 2);
  expect([webhook.failing, followed, await position()]).toEqual([true, 0, 0]);
  other.close();
});

it('holds up neither changes nor its end while the receiver hangs', async () => {
  answer = () => undefined;
  await append(1);
  const webhook = start('one');
  await until(() => received.length === 1);
  const began = Date.now();
  await append(5);
  await webhook.close();
  expect(Date.now() - began).toBeLessThan(2_000);
  answer = (response) => response.end();
  start('two');
  await until(() => received.length === 7);
  expect(numbers()).toEqual([1, ...range(1, 6)]);
});

it('takes no endless answer', async () => {
  answer = (response) => {
    const timer = setInterval(() => response.write('x'.repeat(64 * 1024)), 1);
    response.on('close', () => clearInterval(timer));
  };
  await append(2);
  start('one');
  await until(() => received.length === 2);
  expect(numbers()).toEqual([1, 2]);
});

it('sends from one of several processes at a time', async () => {
  const others = ['one', 'two', 'three'].map((holder) => start(holder));
  for (let round = 0; round < 10; round += 1) {
    await append(5);
  }
  await until(async () => (await position()) === 50);
  expect(numbers()).toEqual(range(1, 50));
  expect(others.some(({ failing }) => failing)).toBe(false);
});

it('is taken over when the process that sends is gone without a word', async () => {
  await append(1);
  expect(await new WebhookCursor(database, 'dead').hold(Date.now())).toBe(0);
  let ahead = 0;
  start('one', { now: () => Date.now() + ahead });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(received).toEqual([]);
  ahead = 31_000;
  await until(() => received.length === 1);
});

it('sends the kinds of changes that are asked for', async () => {
  await append(2);
  await append(1, 'credential-revoked');
  await append(2);
  start('one', { events: ['credential-revoked'] });
  await until(async () => (await position()) === 5);
  expect(numbers()).toEqual([3]);
});

it('is not silenced by a record that somebody damaged', async () => {
  await append(3);
  await place.tamper('DROP TRIGGER audit_never_changes', "UPDATE audit SET details = '{ }' WHERE number = 2");
  start('one');
  await until(() => received.length === 2);
  expect(numbers()).toEqual([1, 3]);
  expect(events()).toContain('audit-damaged');
});
