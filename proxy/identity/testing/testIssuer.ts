import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CompactSign, type JWTPayload } from 'jose';
import type { FrozenTime } from './frozenTime';

/** A pair of keys with the algorithm of its signatures. */
export interface Pair {
  alg: string;
  publicKey: KeyObject;
  privateKey: KeyObject;
}

/** Makes a pair of keys that is good for an algorithm. */
export function makePair(alg = 'ES256'): Pair {
  const curves: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' };
  const namedCurve = curves[alg];
  if (namedCurve !== undefined) {
    return { alg, ...generateKeyPairSync('ec', { namedCurve }) };
  }
  return alg.startsWith('Ed')
    ? { alg, ...generateKeyPairSync('ed25519') }
    : { alg, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
}

/** An issuer under the test's control: real HTTP, real keys, and as many mistakes as a test wants it to make. */
export class TestIssuer {
  url = '';
  /** What is published; any JSON, so that it may be broken. */
  keys: unknown[] = [];
  /** When its keys were asked for, or discovery, where that failed. */
  readonly askedAt: number[] = [];
  /** Answers 500 to everything. */
  failing = false;
  /** Published instead of a good discovery document. */
  discovery: object | undefined;
  /** Answers a question for keys in its place. */
  answer: ((response: ServerResponse) => void) | undefined;
  readonly #pairs = new Map<string, Pair>();
  #server: Server | undefined;

  constructor(private readonly time: FrozenTime) {}

  async start(): Promise<void> {
    this.#server = createServer((request, response) => {
      const forKeys = request.url === '/jwks';
      if (forKeys || this.failing) {
        this.askedAt.push(this.time.at);
      }
      if (this.failing) {
        response.writeHead(500).end();
      } else if (!forKeys) {
        response.end(JSON.stringify(this.discovery ?? { issuer: this.url, jwks_uri: `${this.url}/jwks` }));
      } else if (this.answer !== undefined) {
        this.answer(response);
      } else {
        response.end(JSON.stringify({ keys: this.keys }));
      }
    });
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get fetches(): number {
    return this.askedAt.length;
  }

  stop(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
  }

  /**
   * Makes a key that it signs by, and publishes it.
   *
   * @param labels what the published key says beside its numbers; `kid` is among them unless it is set to undefined
   */
  addKey(kid: string, alg = 'ES256', labels: object = {}): Pair {
    const pair = makePair(alg);
    this.#pairs.set(kid, pair);
    this.keys.push({ ...pair.publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig', ...labels });
    return pair;
  }

  /** A good token of its own, which a test may spoil. */
  sign(claims: object = {}, header: object = {}, kid = 'k1'): Promise<string> {
    const pair = this.#pairs.get(kid) ?? makePair();
    return signText(JSON.stringify(this.claims(claims)), pair, { kid, ...header });
  }

  claims(changed: object = {}): JWTPayload {
    const { seconds } = this.time;
    return { iss: this.url, aud: 'grafana', sub: 'u-alice', iat: seconds, exp: seconds + 600, ...changed };
  }
}

/** Signs any text as if it were a token's claims. */
export function signText(text: string, { alg, privateKey }: Pair, header: object = {}): Promise<string> {
  return new CompactSign(Buffer.from(text)).setProtectedHeader({ alg, ...header }).sign(privateKey);
}

/** A token as somebody writes it who has no key; of parts that are texts or bytes every one counts. */
export function forge(header: unknown, claims: unknown, signature = Buffer.alloc(64, 1).toString('base64url')): string {
  const encode = (value: unknown) =>
    (Buffer.isBuffer(value) ? value : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))).toString(
      'base64url'
    );
  return `${encode(header)}.${encode(claims)}.${signature}`;
}
