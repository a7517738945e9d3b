import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readyLine } from '../processes/readyLine';
import { startChild } from '../processes/startChild';
import {
  GRAFANA_CLIENT,
  MACHINE_CLIENTS,
  type MachineName,
  OPAQUE_CLIENT,
  OPAQUE_MACHINE,
  redirectUriOf,
} from './clients';
import { clientCredentials, refresh, revoke, signIn, type Tokens, tokenUrl } from './codeFlow';
import {
  type Counters,
  countersSchema,
  type FailRequest,
  mintedSchema,
  type MintRequest,
  readySchema,
  rotatedSchema,
  type RotateRequest,
} from './controlProtocol';
import type { AnyPersonName } from './people';

const REPOSITORY = join(__dirname, '../..');
const DEFAULT_GRAFANA = 'http://localhost:3000';

export interface IdentityProcessOptions {
  /** Where Grafana runs; http://localhost:3000 when left out. */
  grafanaUrl?: string | readonly string[];
  port?: number;
  /** Where its log is kept; a temporary folder that goes when it is closed, when left out. */
  folder?: string;
}

/** The test identity provider in a process of its own, for programs that cannot load it, such as Jest. */
export interface IdentityProcess {
  issuer: string;
  /** URL of the control server. */
  control: string;
  /** Where machines get tokens for their client credentials. */
  tokenUrl: string;
  pid: number;
  /** Signs a person in with a real authorization code flow with PKCE, as Grafana would. */
  tokenFor(name: AnyPersonName): Promise<Tokens>;
  refresh(refreshToken: string): Promise<Tokens>;
  /**
   * The same through a client whose access tokens are opaque. The ID token has that client's id as `aud`; the introspection
   * names the client and the person's claims and has no `aud`; the userinfo endpoint takes the access token.
   */
  opaqueTokenFor(name: AnyPersonName): Promise<Tokens>;
  /** A machine's opaque access token: its introspection has `aud` and no `sub`, and no userinfo endpoint takes it. */
  opaqueMachineToken(): Promise<string>;
  /** Makes an opaque token worthless: its introspection says that it is not active. */
  revoke(opaqueToken: string): Promise<void>;
  /** A machine's access token: a JWT whose `sub` is the client id. */
  machineToken(clientId: MachineName): Promise<string>;
  /** The same with credentials of the caller's choice. */
  clientCredentials(clientId: string, secret: string): Promise<string>;
  /** Makes a token with arbitrary contents: alice's access token with what the request changes. */
  mint(request?: MintRequest): Promise<string>;
  /** Signs with a new key from now on and returns its `kid`. */
  rotate(request?: RotateRequest): Promise<string>;
  /** Makes an endpoint fail, answer what is given, or work again ("none"). */
  fail(request: FailRequest): Promise<void>;
  /** Publishes further keys (JWKs, also nonsensical ones), before the provider's own. */
  publishAlso(keys: ReadonlyArray<Record<string, unknown>>): Promise<void>;
  /** How often each endpoint was asked since the start. */
  counters(): Promise<Counters>;
  close(): Promise<void>;
}

/** Starts the provider as a child process and waits until it is ready. */
export async function startIdentityProcess(options: IdentityProcessOptions = {}): Promise<IdentityProcess> {
  const grafanaUrls = [options.grafanaUrl ?? DEFAULT_GRAFANA].flat();
  const ownFolder = options.folder === undefined ? await mkdtemp(join(tmpdir(), 'gatehouse-identity-')) : undefined;
  const log = join(options.folder ?? ownFolder ?? '', 'identity-provider.log');
  const child = startChild({
    name: 'the identity provider',
    command: process.execPath,
    args: [
      ...['--import', 'tsx', join(__dirname, 'main.ts')],
      ...grafanaUrls.flatMap((url) => ['--grafana-url', url]),
      ...['--port', String(options.port ?? 0)],
    ],
    cwd: REPOSITORY,
    log,
  });
  const close = async () => {
    await child.stop();
    if (ownFolder !== undefined) {
      await rm(ownFolder, { recursive: true, force: true });
    }
  };
  try {
    const { issuer, control } = await readyLine(child, log, readySchema);
    const redirectUri = redirectUriOf(grafanaUrls[0] ?? DEFAULT_GRAFANA);
    return {
      issuer,
      control,
      tokenUrl: await tokenUrl(issuer),
      pid: child.pid,
      tokenFor: (name) => signIn(issuer, redirectUri, name, GRAFANA_CLIENT),
      refresh: (refreshToken) => refresh(issuer, refreshToken, GRAFANA_CLIENT),
      opaqueTokenFor: (name) => signIn(issuer, redirectUri, name, OPAQUE_CLIENT),
      opaqueMachineToken: () => clientCredentials(issuer, OPAQUE_MACHINE),
      revoke: (token) => revoke(issuer, token, OPAQUE_CLIENT),
      machineToken: (clientId) => clientCredentials(issuer, { id: clientId, secret: MACHINE_CLIENTS[clientId] }),
      clientCredentials: (clientId, secret) => clientCredentials(issuer, { id: clientId, secret }),
      mint: async (request = {}) => mintedSchema.parse(await ask(control, 'mint', request)).token,
      rotate: async (request = {}) => rotatedSchema.parse(await ask(control, 'rotate', request)).kid,
      fail: async (request) => void (await ask(control, 'fail', request)),
      publishAlso: async (keys) => void (await ask(control, 'extra-keys', { keys })),
      counters: async () => countersSchema.parse(await ask(control, 'counters', {})),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function ask(control: string, action: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${control}/${action}`, { method: 'POST', body: JSON.stringify(body) });
  const answer: unknown = await response.json();
  if (!response.ok) {
    throw new Error(`the identity provider's control answered ${response.status}: ${JSON.stringify(answer)}`);
  }
  return answer;
}
