import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Counters, FailRequest } from './controlProtocol';

type Endpoint = keyof Counters;

const PATHS: Readonly<Record<string, Endpoint>> = {
  '/.well-known/openid-configuration': 'discovery',
  '/jwks': 'jwks',
};

/** The provider's public documents, which tests count and make fail. */
export interface Endpoints {
  counters: Readonly<Counters>;
  fail(request: FailRequest): void;
  publishAlso(keys: ReadonlyArray<Record<string, unknown>>): void;
  /** Answers the request itself when the endpoint misbehaves or publishes more than the provider has; else the provider does. */
  intercept(path: string, request: IncomingMessage, response: ServerResponse): boolean;
}

/** @param publicKeys the keys that the provider publishes now */
export function createEndpoints(publicKeys: () => ReadonlyArray<Record<string, unknown>>): Endpoints {
  const counters: Counters = { discovery: 0, jwks: 0 };
  const misbehaving: Required<FailRequest> = { discovery: 'none', jwks: 'none' };
  let extraKeys: ReadonlyArray<Record<string, unknown>> = [];

  return {
    counters,
    fail: (request) => void Object.assign(misbehaving, request),
    publishAlso: (keys) => {
      extraKeys = keys;
    },
    intercept: (path, _request, response) => {
      const endpoint = PATHS[path];
      if (endpoint === undefined) {
        return false;
      }
      counters[endpoint] += 1;
      if (misbehaving[endpoint] === 'unavailable') {
        response.writeHead(503, { 'content-type': 'text/plain' }).end('unavailable on demand\n');
        return true;
      }
      if (misbehaving[endpoint] === 'silent') {
        return true;
      }
      if (endpoint === 'jwks' && extraKeys.length > 0) {
        response
          .writeHead(200, { 'content-type': 'application/jwk-set+json' })
          .end(JSON.stringify({ keys: [...extraKeys, ...publicKeys()] }));
        return true;
      }
      return false;
    },
  };
}
