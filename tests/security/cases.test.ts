import { connect } from 'node:net';
import { CASES, type SecurityCase } from './cases';
import { rawRequest, type RawAnswer, sendRaw } from './rawRequest';
import { OWNERS, type Stack, startStack, VISIBLE } from './stack';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
}, 60_000);

afterAll(() => stack.close(), 30_000);

beforeEach(() => stack.forget());

function bytesOf({ from, request, headers = [], body, raw }: SecurityCase): string | Buffer {
  const token = stack.tokenOf(from);
  const authorization = token === undefined ? [] : [`Authorization: Bearer ${token}`];
  if (raw !== undefined) {
    return raw(authorization.join(''));
  }
  // "nobody" has no token of his own; what he puts elsewhere is somebody's valid one.
  const fill = (text: string) => text.replaceAll('{token}', stack.tokenOf('carol') ?? '');
  return rawRequest(fill(`${request} HTTP/1.1`), [...authorization, ...headers.map(fill)], fill(body ?? ''));
}

/** Marks of series in an answer that its receiver must not see. */
function leaks({ text }: RawAnswer, { from }: SecurityCase): string[] {
  return OWNERS.filter((owner) => text.includes(owner) && !VISIBLE[from].includes(owner));
}

test('the senders see exactly their own series, so that a leak would show', async () => {
  for (const from of ['alice', 'bob', 'carol'] as const) {
    for (const backend of ['cluster', 'single']) {
      const request = `GET /backend/${backend}/api/v1/series?match[]={__name__!=""}&start=0`;
      const answer = await sendRaw(stack.port, bytesOf({ name: '', from, request, expect: [200] }));
      expect(OWNERS.filter((owner) => answer.text.includes(owner))).toEqual(VISIBLE[from]);
    }
  }
});

test.each(CASES.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
  const [status, reason] = one.expect;
  const answer = await sendRaw(stack.port, bytesOf(one));

  expect(leaks(answer, one)).toEqual([]);
  if (status !== 0) {
    expect(`${answer.status} ${answer.text.slice(0, 2000)}`).toMatch(new RegExp(`^${status} `));
  }
  if (reason !== undefined) {
    expect(answer.text).toContain(`(${reason}, request `);
  }
  if (one.answered === true) {
    for (const { headers, url, parameters } of stack.reached()) {
      expect(Object.keys(headers).sort()).toEqual(expectedHeaders(headers));
      expect(parameters.filter(([name]) => name === 'extra_label' || name === 'extra_filters[]')).toEqual(ours(url));
      expect(parameters.map(([name]) => name)).not.toEqual(expect.arrayContaining(['trace']));
    }
  } else {
    expect(stack.reached()).toEqual([]);
  }
});

test('a plain query under every spelling still answers what the sender may see', async () => {
  const smuggled = CASES.filter(({ name }) => name.startsWith('S1 '));
  expect(smuggled.length).toBeGreaterThan(100);
  for (const one of smuggled) {
    const answer = await sendRaw(stack.port, bytesOf(one));
    expect(answer.text).toContain('MARK_acme_dev');
  }
});

test('somebody who asks for much, takes nothing and leaves holds nobody else up', async () => {
  const authorization = `Authorization: Bearer ${stack.tokenOf('alice') ?? ''}`;
  const query = encodeURIComponent(`label_set(time(),"a","${'x'.repeat(2000)}")`);
  const end = Math.floor(Date.now() / 1000);
  const target = `/backend/single/api/v1/query_range?query=${query}&start=${end - 9000}&end=${end}&step=1`;
  const request = `GET ${target} HTTP/1.1\r\nHost: x\r\n${authorization}\r\n\r\n`;
  for (let round = 0; round < 3; round++) {
    const socket = connect(stack.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.pause();
    socket.write(request.repeat(300));
    await new Promise((resolve) => setTimeout(resolve, 300));
    socket.destroy();
  }
  const bob = 'GET /backend/single/api/v1/query?query=probe';
  const answer = await sendRaw(stack.port, bytesOf({ name: '', from: 'bob', request: bob, expect: [200] }));
  expect([answer.status, answer.text.includes('MARK_globex_ops')]).toEqual([200, true]);
});

/** Alice's confinement, which every case that is answered must show once and unchanged. */
function ours(url: string): Array<[string, string]> {
  return url.startsWith('/select/1:0/prometheus/')
    ? [['extra_filters[]', '{team="dev"}']]
    : [
        ['extra_label', 'tenant=acme'],
        ['extra_filters[]', '{team="dev"}'],
      ];
}

function expectedHeaders(headers: Readonly<Record<string, string>>): string[] {
  const form = headers['content-type'] === undefined ? [] : ['content-length', 'content-type'];
  return ['accept-encoding', 'connection', ...form, 'host'];
}
