import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Counters, type FailRequest, failRequestSchema, type Misbehaviours } from './controlProtocol';

type Endpoint = keyof Counters;

const PATHS: Readonly<Record<string, Endpoint>> = {
  '/.well-known/openid-configuration': 'discovery',
  '/jwks': 'jwks',
  '/token/introspection': 'introspection',
  '/me': 'userinfo',
};

/** The provider's endpoints that the proxy asks, which tests count and make fail. */
export interface Endpoints {
  counters: Readonly<Counters>;
  fail(request: FailRequest): void;
  publishAlso(keys: ReadonlyArray<Record<string, unknown>>): void;
  /** Answers the request itself when the endpoint misbehaves or publishes more than the provider has; else the provider does. */
  intercept(path: string, request: IncomingMessage, response: ServerResponse): boolean;
}

/**
 * @param ownKeys the keys that the provider itself publishes now
 * @param furtherKeys keys that it does not know of
 */
export function createEndpoints(
  ownKeys: () => ReadonlyArray<Record<string, unknown>>,
  furtherKeys: () => ReadonlyArray<Record<string, unknown>>
): Endpoints {
  const counters: Counters = { discovery: 0, jwks: 0, introspection: 0, userinfo: 0 };
  const misbehaving: Misbehaviours = { discovery: 'none', jwks: 'none', introspection: 'none', userinfo: 'none' };
  let extraKeys: ReadonlyArray<Record<string, unknown>> = [];

  return {
    counters,
    fail: (request) => void Object.assign(misbehaving, failRequestSchema.parse(request)),
    publishAlso: (keys) => {
      extraKeys = keys;
    },
    intercept: (path, _request, response) => {
      const endpoint = PATHS[path];
      if (endpoint === undefined) {
        return false;
      }
      counters[endpoint] += 1;
      const misbehaviour = misbehaving[endpoint];
      if (misbehaviour === 'unavailable') {
        response.writeHead(503, { 'content-type': 'text/plain' }).end('unavailable on demand\n');
        return true;
      }
      if (misbehaviour === 'silent') {
        return true;
      }
      if (misbehaviour !== 'none') {
        response.writeHead(misbehaviour.status, { 'content-type': misbehaviour.contentType }).end(misbehaviour.body);
        return true;
      }
      const others = [...extraKeys, ...furtherKeys()];
      if (endpoint === 'jwks' && others.length > 0) {
        response
          .writeHead(200, { 'content-type': 'application/jwk-set+json' })
          .end(JSON.stringify({ keys: [...others, ...ownKeys()] }));
        return true;
      }
      return false;
    },
  };
}
