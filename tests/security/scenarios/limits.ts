import { waitFor } from '../../../dev/processes/waitFor';
import type { Problem } from '../judge';
import { openRequest } from './openRequest';
import { asker } from './otherProxy';
import { must, mustNotLeak, type Scenario } from './scenario';

const HOUR = 3_600;

const perMinute: Scenario = {
  name: 'a limit of requests a minute lets no more through, whatever the spelling of the path',
  run: async (stack) => {
    const ask = asker(stack, stack.proxy);
    const lines = ['/tenant/acme/api/v1/query', '/tenant/acme/prometheus/api/v1/query', '/tenant/acme/api/v1/labels'];
    const problems: Problem[] = [];
    for (const line of lines) {
      const { status, text } = await ask('luke', `GET ${line}?query=probe`);
      problems.push(...must(status === 200, `${line}: must be answered; ${status} ${text.slice(0, 200)}`));
    }
    for (const line of lines) {
      const { status, reached, text } = await ask('luke', `GET ${line}?query=probe`);
      problems.push(
        ...must(status === 429, `${line}: must be 429; ${status} ${text.slice(0, 200)}`),
        ...mustNotLeak(reached === 0, `${line}: reached the upstream`)
      );
    }
    return problems;
  },
};

const maxRange: Scenario = {
  name: 'a limit of the range lets nothing longer through, in parameters or in the query',
  run: async (stack) => {
    const ask = asker(stack, stack.proxy);
    const now = stack.backends.world.now / 1000;
    const problems: Problem[] = [];
    for (const target of [
      `/api/v1/query_range?query=probe&start=${now - HOUR}&end=${now}&step=60`,
      `/api/v1/query?query=max_over_time(probe[1h])&time=${now}`,
      `/api/v1/query?query=max_over_time(probe[5m:1m]%20offset%201h)&time=${now}`,
      `/api/v1/export?match[]=probe`,
      `/api/v1/export?match[]=probe&start=${now - HOUR}&end=${now}`,
      `/api/v1/series?match[]=probe&start=${now - HOUR}`,
    ]) {
      const { status, reached, text } = await ask('lena', `GET /tenant/acme${target}`);
      problems.push(
        ...must(status === 422, `${target}: must be 422; ${status} ${text.slice(0, 200)}`),
        ...mustNotLeak(reached === 0, `${target}: reached the upstream`)
      );
    }
    const { status, text } = await ask(
      'lena',
      `GET /tenant/acme/api/v1/query_range?query=probe&start=${now - 300}&end=${now}&step=60`
    );
    return [...problems, ...must(status === 200, `a short range must be answered; ${status} ${text.slice(0, 200)}`)];
  },
};

const concurrency: Scenario = {
  name: 'a limit of requests at a time holds while a write is going on',
  run: async (stack) => {
    const { backends } = stack;
    backends.forget();
    const authorization = `Authorization: Bearer ${backends.tokenOf('lars') ?? ''}`;
    const line = 'POST /tenant/globex/api/v1/import/prometheus HTTP/1.1';
    const first = openRequest(
      stack.port,
      `${[line, 'Host: gatehouse', authorization, 'Transfer-Encoding: chunked'].join('\r\n')}\r\n\r\n1\r\n\n\r\n`
    );
    await waitFor('the beginning of the write', async () => (backends.reached().length > 0 ? true : undefined));
    const second = await asker(stack, stack.proxy)('lars', 'POST /tenant/globex/api/v1/import/prometheus');
    first.send('0\r\n\r\n');
    await first.answered(5_000);
    first.close();
    backends.forget();
    return [
      ...must(second.status === 429, `the second must be 429; ${second.status} ${second.text.slice(0, 200)}`),
      ...mustNotLeak(second.reached === 0, 'the second reached the upstream'),
    ];
  },
};

export const LIMIT_SCENARIOS: readonly Scenario[] = [perMinute, maxRange, concurrency];
