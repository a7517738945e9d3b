import { randomBytes } from 'node:crypto';
import type { Finding } from '@gatehouse/model';
import { type Request, type Response, Router } from 'express';
import { hashSecret, makeSecret, prefixOf } from '../identity/credentials/secret';
import { CredentialRefusal, type NewCredential, type StoredCredential } from '../store/credentialStore';
import { StoreUnavailable } from '../store/storeUnavailable';
import { authorOf } from './author';
import { type CredentialDocument, toCredentialDocument } from './credentialDocument';
import { credentialPage } from './credentialPage';
import {
  createCredentialSchema,
  credentialsQuerySchema,
  editCredentialSchema,
  rotateCredentialSchema,
} from './credentialSchemas';
import { methodNotAllowed } from './methodNotAllowed';
import type { AdminParts } from './parts';
import { Problem, type ProblemCode } from './problem';
import { parseBody, readJson } from './readBody';
import { parseQuery } from './readQuery';

/** The answer of `GET /v1/credentials`, the newest first. */
export interface CredentialListDocument {
  credentials: CredentialDocument[];
  /** The `cursor` of the next page; null on the last one. */
  next: string | null;
}

/** The answer to a credential that was made: the only one that ever holds its secret. */
export interface CreatedCredentialDocument extends CredentialDocument {
  secret: string;
  warnings: Finding[];
  /** After a rotation: the credential that it replaces, with the end that it has now. */
  replaces?: CredentialDocument;
}

const PROBLEMS: Readonly<Record<CredentialRefusal['code'], [ProblemCode, string]>> = {
  unknown: ['not-found', 'there is no such credential, or it ended long ago'],
  ended: ['credential-ended', 'the credential was revoked or has expired; make a new one for the service'],
  replaced: ['credential-replaced', 'the credential was rotated already: change or rotate the one that replaces it'],
  'too-many': ['credentials-too-many', 'there are as many live credentials as can be; revoke those that nobody uses'],
};

/** `/v1/credentials`: machines' credentials, from their making to their end. */
export function credentialRoutes({ credentials, policy, logger, now }: AdminParts): Router {
  const router = Router();

  const toDocument = (credential: StoredCredential) =>
    toCredentialDocument(credential, {
      now: now(),
      lastUsed: (one) => credentials.lastUsed(one),
      index: policy.current?.index,
    });

  /** The credential in the URL, as it is now. */
  async function find(request: Request): Promise<StoredCredential> {
    // Another process may have changed it a moment ago. Without the store, what is in force is still worth seeing.
    await credentials.refresh();
    requireRead();
    const { id } = request.params;
    const credential = typeof id === 'string' ? credentials.find(id) : undefined;
    if (credential === undefined) {
      throw new Problem(...PROBLEMS.unknown);
    }
    return credential;
  }

  function requireRead(): void {
    if (!credentials.read) {
      throw new Problem('store-unavailable', 'the credentials could not be read from the store yet; the log says why');
    }
  }

  async function change<T>(work: Parameters<typeof credentials.change<T>>[0]): Promise<T> {
    return credentials.change(work).catch((error: unknown) => {
      throw changeProblem(error);
    });
  }

  function make(from: Omit<NewCredential, 'id' | 'prefix' | 'hash'>) {
    const secret = makeSecret();
    const id = randomBytes(8).toString('hex');
    const credential: NewCredential = { ...from, id, prefix: prefixOf(secret), hash: hashSecret(secret) };
    return { secret, credential };
  }

  function answerCreated(response: Response, id: string, secret: string, replaced?: StoredCredential): void {
    const created = credentials.find(id);
    if (created === undefined) {
      throw new Problem('store-unavailable', 'the credential was made and is gone from the store; make another one');
    }
    const document: CreatedCredentialDocument = {
      ...toDocument(created),
      secret,
      warnings: warningsOf(toDocument(created)),
      ...(replaced && { replaces: toDocument(credentials.find(replaced.id) ?? replaced) }),
    };
    response.status(201).location(`/v1/credentials/${id}`).json(document);
  }

  router.get('/', async (request, response) => {
    const { limit, cursor, name } = parseQuery(request, credentialsQuerySchema);
    await credentials.refresh();
    requireRead();
    const { newestFirst } = credentials;
    const chosen = name === undefined ? newestFirst : newestFirst.filter((one) => one.name === name);
    const { page, next } = credentialPage(chosen, limit, cursor);
    const document: CredentialListDocument = { credentials: page.map(toDocument), next };
    response.json(document);
  });

  router.post('/', readJson(), async (request, response) => {
    const { name, comment, expires } = parseBody(request, createCredentialSchema);
    const author = authorOf(request.headers['x-grafana-context']);
    const createdAt = now();
    const expiresAt = laterThan(createdAt, expires) ?? null;
    const { secret, credential } = make({ name, comment, createdAt, createdBy: author, expiresAt });
    await change((store) => store.create(credential));
    logger.info({ event: 'credential-created', ...describe(credential), author, comment }, 'credential created');
    answerCreated(response, credential.id, secret);
  });

  router.all('/', methodNotAllowed('GET', 'HEAD', 'POST'));

  router.get('/:id', async (request, response) => {
    response.json(toDocument(await find(request)));
  });

  router.patch('/:id', readJson(), async (request, response) => {
    const { comment, expires } = parseBody(request, editCredentialSchema);
    const { id } = await find(request);
    const at = now();
    const changes = {
      ...(comment !== undefined && { comment }),
      ...(expires !== undefined && { expiresAt: laterThan(at, expires) ?? null }),
    };
    await change((store) => store.edit(id, changes, at));
    const author = authorOf(request.headers['x-grafana-context']);
    const changed = await find(request);
    logger.info(
      { event: 'credential-changed', ...describe(changed), author, comment: changed.comment },
      'credential changed'
    );
    response.json(toDocument(changed));
  });

  router.delete('/:id', async (request, response) => {
    const { id } = await find(request);
    const author = authorOf(request.headers['x-grafana-context']);
    const revoked = await change((store) => store.revoke(id, now(), author));
    const credential = await find(request);
    if (revoked) {
      logger.info({ event: 'credential-revoked', ...describe(credential), author }, 'credential revoked');
    }
    response.json(toDocument(credential));
  });

  router.all('/:id', methodNotAllowed('GET', 'HEAD', 'PATCH', 'DELETE'));

  router.post('/:id/rotate', readJson(), async (request, response) => {
    const { overlap, expires } = parseBody(request, rotateCredentialSchema);
    const old = await find(request);
    const author = authorOf(request.headers['x-grafana-context']);
    const { name, comment } = old;
    const createdAt = now();
    const expiresAt = expires === undefined ? sameLifetime(old, createdAt) : (laterThan(createdAt, expires) ?? null);
    const { secret, credential } = make({ name, comment, createdAt, createdBy: author, expiresAt });
    await change((store) => store.replace(old.id, credential, createdAt + overlap));
    logger.info(
      {
        event: 'credential-rotated',
        ...describe(credential),
        replaces: old.id,
        overlapSeconds: overlap / 1000,
        author,
      },
      'credential rotated'
    );
    answerCreated(response, credential.id, secret, old);
  });

  router.all('/:id/rotate', methodNotAllowed('POST'));
  return router;
}

/** What the log says of a credential: enough to find it, nothing to use it. */
function describe({ id, name, prefix, expiresAt }: NewCredential) {
  return {
    credential: id,
    service: name,
    prefix,
    expires: expiresAt === null ? null : new Date(expiresAt).toISOString(),
  };
}

/** One that ends by itself is followed by one that lives as long; rotation takes nobody's end away. */
function sameLifetime({ createdAt, expiresAt }: StoredCredential, now: number): number | null {
  return expiresAt === null ? null : now + (expiresAt - createdAt);
}

function laterThan(now: number, expires: string | null | undefined): number | undefined {
  if (expires === undefined || expires === null) {
    return undefined;
  }
  const at = Date.parse(expires);
  if (at <= now) {
    const message = 'a time in the future';
    const problems = [{ code: 'invalid', path: ['expires'], message }];
    throw new Problem('body-invalid', `expires: ${message}`, { problems });
  }
  return at;
}

function warningsOf({ name, mappings }: CredentialDocument): Finding[] {
  return mappings?.length === 0
    ? [
        {
          code: 'service-unmapped',
          path: ['name'],
          message: `no mapping names service:${name}, so it may do only what mappings give to everybody who is authenticated`,
        },
      ]
    : [];
}

function changeProblem(error: unknown): unknown {
  if (error instanceof CredentialRefusal) {
    return new Problem(...PROBLEMS[error.code]);
  }
  if (error instanceof StoreUnavailable) {
    return new Problem(
      'store-unavailable',
      "it is not certain that anything was changed: the store is unavailable, see the proxy's log for the reason; look at the list before you try again"
    );
  }
  return error;
}
