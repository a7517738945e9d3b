import { createServer, type IncomingMessage } from 'node:http';
import { z } from 'zod';
import { listen, type Listening } from '../processes/listen';
import {
  extraKeysRequestSchema,
  failRequestSchema,
  mintRequestSchema,
  type mintedSchema,
  rotateRequestSchema,
  type rotatedSchema,
} from './controlProtocol';
import type { IdentityProvider } from './startIdentityProvider';

/**
 * Lets tests in another process control the provider: POST JSON to `/mint`, `/rotate`, `/fail`, `/extra-keys`; GET `/counters`. It
 * hands out tokens for anybody, so it listens apart from the provider, on the loopback interface only.
 */
export async function startControlServer(provider: IdentityProvider): Promise<Listening> {
  const actions: Readonly<Record<string, (body: unknown) => unknown>> = {
    '/mint': (body): z.output<typeof mintedSchema> => ({ token: provider.mint(mintRequestSchema.parse(body)) }),
    '/rotate': (body): z.output<typeof rotatedSchema> => ({ kid: provider.rotate(rotateRequestSchema.parse(body)) }),
    '/fail': (body) => {
      provider.fail(failRequestSchema.parse(body));
      return {};
    },
    '/extra-keys': (body) => {
      provider.publishAlso(extraKeysRequestSchema.parse(body).keys);
      return {};
    },
    '/counters': () => provider.counters,
  };
  const server = createServer((request, response) => {
    void answer(actions, request).then(({ status, body }) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    );
  });
  return listen(server);
}

async function answer(actions: Readonly<Record<string, (body: unknown) => unknown>>, request: IncomingMessage) {
  const action = actions[request.url ?? ''];
  if (action === undefined) {
    return { status: 404, body: { error: `no such action; there are ${Object.keys(actions).join(', ')}` } };
  }
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(Buffer.from(chunk));
    }
    const text = Buffer.concat(chunks).toString('utf8');
    return { status: 200, body: action(text === '' ? {} : JSON.parse(text)) };
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } };
  }
}
