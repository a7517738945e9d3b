import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { RunningRequests } from './runningRequests';
import { servesOneAtATime } from './servesOneAtATime';

let server: Server;
let running: RunningRequests;
let responses: ServerResponse[];

beforeEach(async () => {
  responses = [];
  const listener: RequestListener = (_request, response) => void responses.push(response);
  server = createServer(servesOneAtATime(listener));
  running = new RunningRequests(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const REQUEST = 'GET /x HTTP/1.1\r\nHost: x\r\n\r\n';

function open(text: string) {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(text);
  return socket;
}

test.each([2, 300])(
  'a connection with %d requests at once is closed, and only the first one reaches the listener',
  async (count) => {
    const socket = open(REQUEST.repeat(count));
    await new Promise((resolve) => socket.once('close', resolve));
    expect(responses).toHaveLength(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(responses[0]?.destroyed).toBe(true);
  }
);

test('nothing is remembered of what was closed: stopping has nothing to wait for', async () => {
  const socket = open(REQUEST.repeat(300));
  await new Promise((resolve) => socket.once('close', resolve));
  expect(await running.stop(5_000)).toBe(0);
});

test('one request after the other is served on one connection', async () => {
  const socket = open(REQUEST);
  for (let round = 0; round < 3; round++) {
    while (responses.length <= round) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const answered = new Promise((resolve) => socket.once('data', resolve));
    responses[round]?.end('ok');
    await answered;
    socket.write(REQUEST);
  }
  socket.destroy();
  expect(responses.length).toBeGreaterThanOrEqual(3);
});
