import { createServer } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listen } from '../../../dev/processes/listen';
import { startNode, startRecorder } from '../../../dev/victoriametrics';
import { startProxy } from '../../integration/support/startProxy';
import type { Problem } from '../judge';
import { policyOf } from '../senders';
import { type Ask, asker, withProxy } from './otherProxy';
import { must, mustNotLeak, type Scenario } from './scenario';

const READ = 'GET /tenant/acme-single/api/v1/query?query=probe';
const WRITE = 'POST /tenant/globex-single/api/v1/import/prometheus';

/** S12: what the upstream's answer would lead to is not followed, and what it says of itself is not passed on. */
const ANSWERS: ReadonlyArray<
  readonly [what: string, status: number, headers: Record<string, string>, reason?: string]
> = [
  ['an answer', 200, {}, undefined],
  ['a redirect', 302, { location: '/followed' }, 'upstream-redirect'],
  ['a permanent redirect', 301, { location: '/followed' }, 'upstream-redirect'],
  ['a redirect that keeps the method', 307, { location: '/followed' }, 'upstream-redirect'],
  ['a redirect to another host', 308, { location: 'http://127.0.0.1:9/followed' }, 'upstream-redirect'],
  ['See Other', 303, { location: '/followed' }, 'upstream-redirect'],
  ['a wish for credentials', 401, { 'www-authenticate': 'Basic realm="x"' }, 'upstream-unauthorized'],
  ['a refusal', 403, {}, 'upstream-unauthorized'],
  ['a wish for the proxy’s credentials', 407, { 'proxy-authenticate': 'Basic realm="x"' }, 'upstream-unauthorized'],
];

const ASKED = [
  ['alice', READ],
  ['walt', WRITE],
  ['alice', 'GET /tenant/acme-single/api/v1/export?match[]=probe'],
] as const;

const OWN_WORDS = {
  'set-cookie': 'a=b',
  server: 'vm',
  'x-server-hostname': 'internal',
  'access-control-allow-origin': '*',
  'x-accel-redirect': '/x',
  link: '</x>; rel=preload',
  refresh: '0; url=/x',
};

const answers: Scenario = {
  name: 'S12 redirects, wishes for credentials and headers of the upstream are neither followed nor passed on',
  run: async (stack) => {
    const seen: string[] = [];
    let answer: { status: number; headers: Record<string, string> } = { status: 200, headers: {} };
    const upstream = await listen(
      createServer((request, response) => {
        request.resume();
        if (request.headers['user-agent'] !== 'gatehouse-check') {
          seen.push(request.url ?? '');
        }
        response
          .writeHead(answer.status, { ...OWN_WORDS, ...answer.headers })
          .end(answer.status === 200 ? '{}' : 'secret');
      })
    );
    return withProxy(stack, { single: { url: upstream.url, safety: 'vouched' } }, upstream.close, async (ask) => {
      const problems: Problem[] = [];
      for (const [what, status, headers, reason] of ANSWERS) {
        for (const [from, line] of ASKED) {
          answer = { status, headers };
          seen.length = 0;
          const result = await ask(from, line);
          const about = `${what} (${status}) to ${line}`;
          const words = Object.keys({ ...OWN_WORDS, ...headers }).filter((name) => result.headers[name] !== undefined);
          problems.push(
            ...must(
              result.reason === reason,
              `${about}: must be ${reason}; ${result.status} ${result.text.slice(0, 200)}`
            ),
            ...must(seen.length === 1, `${about}: must be asked once, not ${seen.join(' and ')}`),
            ...mustNotLeak(words.length === 0, `${about}: ${words.join(', ')} came through`),
            ...mustNotLeak(!result.text.includes('secret'), `${about}: the body came through`)
          );
        }
      }
      return problems;
    });
  },
};

/** S10: without keys or a policy nobody is let in. */
const coldIssuer: Scenario = {
  name: 'S10 an issuer that was never reached: 503, and nothing is asked upstream',
  run: async (stack) => {
    const { identity } = stack.backends;
    await identity.fail({ discovery: 'unavailable', jwks: 'unavailable' });
    try {
      return await withProxy(
        stack,
        {},
        async () => {},
        async (ask) => [...(await refusedEverything(ask, 'keys-unavailable', 503))]
      );
    } finally {
      await identity.fail({ discovery: 'none', jwks: 'none' });
    }
  },
};

const coldStore: Scenario = {
  name: 'S10 a store that was never read: 503, and nothing is asked upstream',
  run: async (stack) => {
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-cold-'));
    await writeFile(join(folder, 'gatehouse.db'), 'this is no database');
    const proxy = await startProxy({ command: stack.command, folder, configOverrides: stack.configOverrides });
    try {
      return await refusedEverything(asker(stack, proxy), 'policy-unavailable', 503);
    } finally {
      await proxy.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function refusedEverything(ask: Ask, reason: string, status: number): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const [from, line] of [
    ['alice', READ],
    ['carol', 'GET /backend/cluster/api/v1/query?query=probe'],
    ['nora', 'GET /tenant/node/api/v1/query?query=probe'],
    ['walt', 'POST /backend/single/api/v1/import'],
    ['alice', 'GET /tenant/acme/api/v1/metadata'],
  ] as const) {
    const result = await ask(from, line);
    problems.push(
      ...must(
        result.reason === reason && result.status === status,
        `${line}: must be ${status} ${reason}; ${result.status} ${result.text.slice(0, 200)}`
      ),
      ...mustNotLeak(result.reached === 0, `${line}: ${result.reached} requests reached the upstream`)
    );
  }
  return problems;
}

/**
 * Up to v1.107 a series keeps 30 labels by default, and loses those that are stamped on it first. In every version a writer can
 * name labels as the index names them, where the node does not check the names.
 */
const unsafeStamps: Scenario = {
  name: 'a node on which stamps can be evaded takes no stamped writes, and still answers reads',
  run: async (stack) => {
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-unsafe-'));
    const node = await startNode({ folder, flags: ['-maxLabelsPerTimeseries=30'] });
    const recorder = await startRecorder(node.url);
    const stop = async () => {
      await recorder.close();
      await node.close();
      await rm(folder, { recursive: true, force: true });
    };
    return withProxy(stack, { single: { url: recorder.url, safety: 'probed' } }, stop, async (ask) => {
      const write = await ask('walt', WRITE);
      const reached = recorder.requests.length;
      const read = await ask('alice', READ);
      return [
        ...must(
          write.reason === 'backend-unsafe' && write.status === 503,
          `a write must be refused; ${write.status} ${write.text.slice(0, 200)}`
        ),
        ...mustNotLeak(reached === 0, 'the write reached the node'),
        ...must(read.status === 200, `a read must be answered; ${read.status} ${read.text.slice(0, 200)}`),
      ];
    });
  },
};

const MANY_TENANTS = 2_001;

/** Newer versions read no parameters at all, ours neither, when there are more than 10,000. */
const tooManyTenants: Scenario = {
  name: 'whoever has more tenants than filters can be sent names one',
  run: async (stack) => {
    const policy = policyOf(stack.backends.world);
    const names = Array.from({ length: MANY_TENANTS }, (_one, index) => `many-${index}`);
    await stack.proxy.put({
      tenants: [...policy.tenants, ...names.map((name) => ({ name, backend: 'single', labels: { tenant: name } }))],
      mappings: [
        ...policy.mappings,
        ...[0, 1, 2].map((part) => ({
          name: `many-${part}`,
          principals: ['group:mallory', 'group:contractors'],
          grants: names.filter((_name, index) => index % 3 === part).map((tenant) => ({ tenant, access: 'read' })),
        })),
      ],
    });
    const ask = asker(stack, stack.proxy);
    const all = await ask('mallory', 'GET /backend/single/api/v1/label/marker/values');
    const one = await ask('mallory', 'GET /tenant/many-0/api/v1/label/marker/values');
    await stack.proxy.put(policy);
    return [
      ...must(all.status === 403, `all at once must be refused; ${all.status} ${all.text.slice(0, 200)}`),
      ...mustNotLeak(all.reached === 0, 'the question about all of them reached the upstream'),
      ...must(
        one.status === 200 && one.text.includes('"data":[]'),
        `one must be answered; ${one.status} ${one.text.slice(0, 200)}`
      ),
    ];
  },
};

export const UPSTREAMS: readonly Scenario[] = [answers, coldIssuer, coldStore, unsafeStamps, tooManyTenants];
