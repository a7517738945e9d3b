import { waitFor } from '../../../dev/processes/waitFor';
import { FORM } from '../cases/case';
import { policyOf, type Sender } from '../senders';
import type { Stack } from '../stack';
import { openRequest } from './openRequest';
import { asker } from './otherProxy';
import { must, mustNotLeak, type Scenario } from './scenario';

const ANSWER_TIMEOUT = 5_000;

function without({ backends }: Stack, mapping: string) {
  const policy = policyOf(backends.world);
  return { ...policy, mappings: policy.mappings.filter(({ name }) => name !== mapping) };
}

function head({ backends }: Stack, from: Sender, line: string, ...headers: string[]): string {
  const authorization = `Authorization: Bearer ${backends.tokenOf(from) ?? ''}`;
  return `${[`${line} HTTP/1.1`, 'Host: gatehouse', authorization, ...headers].join('\r\n')}\r\n\r\n`;
}

const nextRequest: Scenario = {
  name: 'a mapping that is taken away lets no further request through',
  run: async (stack) => {
    const ask = asker(stack, stack.proxy);
    const before = await ask('alice', 'GET /tenant/acme/api/v1/query?query=probe');
    await stack.proxy.put(without(stack, 'alice'));
    const after = await ask('alice', 'GET /tenant/acme/api/v1/query?query=probe');
    await stack.proxy.put(policyOf(stack.backends.world));
    return [
      ...must(before.status === 200, `before: ${before.status} ${before.text}`),
      ...must(after.status === 403, `afterwards: ${after.status} ${after.text.slice(0, 200)}`),
      ...mustNotLeak(after.reached === 0, 'the request reached the upstream'),
    ];
  },
};

const slowForm: Scenario = {
  name: 'a mapping that is taken away while a form arrives lets it no further',
  run: async (stack) => {
    const body = 'query=probe';
    const line = 'POST /tenant/acme/api/v1/query';
    const request = openRequest(
      stack.port,
      head(stack, 'alice', line, FORM, `Content-Length: ${body.length}`) + body.slice(0, 5)
    );
    // The gateway has let the head in before it answers what comes after it.
    await asker(stack, stack.proxy)('alice', 'GET /tenant/acme/api/v1/metadata');
    await stack.proxy.put(without(stack, 'alice'));
    stack.backends.forget();
    request.send(body.slice(5));
    const answer = await request.answered(ANSWER_TIMEOUT);
    request.close();
    const reached = stack.backends.reached().length;
    await stack.proxy.put(policyOf(stack.backends.world));
    stack.backends.forget();
    return [
      ...must(/^HTTP\/1\.1 403 /.test(answer), `must be 403: ${answer.slice(0, 300)}`),
      ...mustNotLeak(reached === 0, 'the question reached the upstream'),
    ];
  },
};

const longWrite: Scenario = {
  name: 'a mapping that is taken away ends a write that is going on',
  run: async (stack) => {
    stack.backends.forget();
    const line = 'POST /tenant/globex/api/v1/import/prometheus';
    const request = openRequest(stack.port, `${head(stack, 'lars', line, 'Transfer-Encoding: chunked')}1\r\n\n\r\n`);
    await waitFor('the beginning of the write', async () => (stack.backends.reached().length > 0 ? true : undefined));
    await stack.proxy.put(without(stack, 'lars'));
    const answer = await request.answered(ANSWER_TIMEOUT);
    request.close();
    await stack.proxy.put(policyOf(stack.backends.world));
    stack.backends.forget();
    return mustNotLeak(/^HTTP\/1\.1 403 /.test(answer), `the write goes on: ${answer.slice(0, 300)}`);
  },
};

const LIFETIME = 1_500;

const expiry: Scenario = {
  name: 'S10 a mapping that expires ends at its time',
  run: async (stack) => {
    const ask = asker(stack, stack.proxy);
    const policy = policyOf(stack.backends.world);
    const expires = new Date(Date.now() + LIFETIME).toISOString();
    const mappings = policy.mappings.map((mapping) => (mapping.name === 'alice' ? { ...mapping, expires } : mapping));
    await stack.proxy.put({ ...policy, mappings });
    const before = await ask('alice', 'GET /tenant/acme/api/v1/query?query=probe');
    await new Promise((resolve) => setTimeout(resolve, Date.parse(expires) - Date.now() + 5));
    const after = await ask('alice', 'GET /tenant/acme/api/v1/query?query=probe');
    await stack.proxy.put(policy);
    return [
      ...must(before.status === 200, `before: ${before.status} ${before.text.slice(0, 200)}`),
      ...must(after.status === 403, `afterwards: ${after.status} ${after.text.slice(0, 200)}`),
      ...mustNotLeak(after.reached === 0, 'the request reached the upstream'),
    ];
  },
};

export const REVOCATIONS: readonly Scenario[] = [nextRequest, slowForm, longWrite, expiry];
