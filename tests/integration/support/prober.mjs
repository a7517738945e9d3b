// Runs as a process of its own, so that nothing that a test does holds it up: an upstream that answers at once, and one client that
// asks through the proxy again and again.
//
// Messages to it: { url, headers } begins asking; { stop: true } ends it.
// Messages from it: { upstream } once it listens; { milliseconds, failures } at the end.
import { Agent, createServer, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MILLISECONDS = 2;
const ANSWER = '{"status":"success","data":{"resultType":"vector","result":[]}}';

const upstream = createServer((incoming, response) => {
  incoming.resume();
  response.setHeader('Content-Type', 'application/json');
  response.end(incoming.headers['user-agent'] === 'gatehouse-check' ? 'OK' : ANSWER);
});
upstream.listen(0, '127.0.0.1', () => process.send({ upstream: `http://127.0.0.1:${upstream.address().port}` }));

const agent = new Agent({ keepAlive: true, maxSockets: 1 });
let stopped = false;

process.on('message', (message) => {
  if (message.stop) {
    stopped = true;
  } else {
    void probe(message);
  }
});

async function probe({ url, headers }) {
  const milliseconds = [];
  const failures = [];
  while (!stopped) {
    const startedAt = performance.now();
    const failure = await ask(url, headers);
    milliseconds.push(performance.now() - startedAt);
    if (failure !== undefined) {
      failures.push(failure);
    }
    await sleep(PAUSE_MILLISECONDS);
  }
  process.send({ milliseconds, failures }, () => process.exit(0));
}

function ask(url, headers) {
  return new Promise((resolve) => {
    request(url, { agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () =>
        resolve(response.statusCode === 200 && text === ANSWER ? undefined : `${response.statusCode} ${text}`)
      );
    })
      .on('error', (error) => resolve(String(error)))
      .end();
  });
}
