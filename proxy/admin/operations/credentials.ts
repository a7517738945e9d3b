import { createHash, randomBytes } from 'node:crypto';
import type { Finding } from '@gatehouse/model';
import {
  type CreatedCredentialDocument,
  createCredentialSchema,
  createdCredentialSchema,
  type CredentialDocument,
  credentialSchema,
  type CredentialsDocument,
  credentialsQuerySchema,
  credentialsSchema,
  editCredentialSchema,
  rotateCredentialSchema,
} from '@gatehouse/model/api';
import { z } from 'zod';
import { auditing } from '../../audit/auditing';
import type { NewAuditRecord } from '../../audit/auditRecord';
import { hashSecret, makeSecret, prefixOf } from '../../identity/credentials/secret';
import type { Actor } from '../../store/actor';
import { CredentialRefusal, type NewCredential, type StoredCredential } from '../../store/credentialStore';
import { StoreUnavailable } from '../../store/storeUnavailable';
import { authorship } from '../authorship';
import { toCredentialDocument } from '../credentialDocument';
import { credentialPage } from '../credentialPage';
import { type Operation, operation, type Reply } from '../operation';
import type { AdminParts } from '../parts';
import { Problem, type ProblemCode } from '../problem';

const PROBLEMS: Readonly<Record<CredentialRefusal['code'], [ProblemCode, string]>> = {
  unknown: ['not-found', 'there is no such credential, or it ended long ago'],
  ended: ['credential-ended', 'the credential was revoked or has expired; make a new one for the service'],
  replaced: ['credential-replaced', 'the credential was rotated already: change or rotate the one that replaces it'],
  'too-many': ['credentials-too-many', 'there are as many live credentials as can be; revoke those that nobody uses'],
};

const ID_BYTES = 8;

const idParameter = z.strictObject({ id: z.string().meta({ description: 'The `id` of a credential.' }) });

const CREATED = {
  description: 'The new credential, with its secret',
  schema: createdCredentialSchema,
  headers: { Location: 'Where it is shown, without its secret.' },
};

/** `/v1/credentials`: machines' credentials, from their making to their end. */
export function credentialOperations({ credentials, policy, logger, now }: AdminParts): Operation[] {
  const toDocument = (credential: StoredCredential) =>
    toCredentialDocument(credential, {
      now: now(),
      lastUsed: (one) => credentials.lastUsed(one),
      index: policy.current?.index,
    });

  /** A credential as it is now. */
  async function find(id: string): Promise<StoredCredential> {
    // Another process may have changed it a moment ago. Without the store, what is in force is still worth seeing.
    await credentials.refresh();
    requireRead();
    const credential = credentials.find(id);
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

  function record(
    event: NewAuditRecord['event'],
    { id, name, prefix }: NewCredential,
    actor: Actor,
    more: NewAuditRecord['details'] = {}
  ): NewAuditRecord {
    return { at: now(), event, actor, target: `credential:${id}`, details: { service: name, prefix, ...more } };
  }

  function requireNew(id: string): void {
    if (credentials.find(id) !== undefined) {
      throw new Problem(
        'credential-exists',
        `the credential ${id} was made with this Idempotency-Key; its secret was in the answer, and cannot be told again: revoke it, or rotate it for another one`,
        { id }
      );
    }
  }

  function make(id: string, from: Omit<NewCredential, 'id' | 'prefix' | 'hash'>) {
    const secret = makeSecret();
    const credential: NewCredential = { ...from, id, prefix: prefixOf(secret), hash: hashSecret(secret) };
    return { secret, credential };
  }

  function created(id: string, secret: string, replaced?: StoredCredential): Reply {
    const credential = credentials.find(id);
    if (credential === undefined) {
      throw new Problem('store-unavailable', 'the credential was made and is gone from the store; make another one');
    }
    const document = toDocument(credential);
    const body: CreatedCredentialDocument = {
      ...document,
      secret,
      warnings: warningsOf(document),
      ...(replaced && { replaces: toDocument(credentials.find(replaced.id) ?? replaced) }),
    };
    return { status: 201, body, headers: { Location: `/v1/credentials/${id}` } };
  }

  return [
    operation({
      id: 'listCredentials',
      method: 'get',
      path: '/credentials',
      role: 'viewer',
      tag: 'Credentials',
      summary: 'The credentials of machines',
      query: credentialsQuerySchema,
      problems: ['store-unavailable'],
      answers: { 200: { description: 'A page of them, the newest first', schema: credentialsSchema } },
      async handle({ query: { limit, cursor, name } }) {
        await credentials.refresh();
        requireRead();
        const { newestFirst } = credentials;
        const chosen = name === undefined ? newestFirst : newestFirst.filter((one) => one.name === name);
        const { page, next } = credentialPage(chosen, limit, cursor);
        const body: CredentialsDocument = { credentials: page.map(toDocument), next };
        return { status: 200, body };
      },
    }),
    operation({
      id: 'createCredential',
      method: 'post',
      path: '/credentials',
      role: 'admin',
      tag: 'Credentials',
      summary: 'Makes a credential',
      description:
        'The answer is the only one that ever holds the secret. With an `Idempotency-Key` that a credential was made with before, nothing is made: `credential-exists` says its `id`, and as its secret is lost, revoke or rotate it.',
      body: { schema: createCredentialSchema },
      idempotencyKey: true,
      problems: ['credential-exists', 'credentials-too-many', 'store-unavailable'],
      answers: { 201: CREATED },
      async handle({ body: { name, comment, expires }, idempotencyKey, actor, token }) {
        const createdAt = now();
        const expiresAt = laterThan(createdAt, expires) ?? null;
        const id = idempotencyKey === undefined ? randomId() : idOf(token.name, idempotencyKey);
        const { secret, credential } = make(id, { name, comment, createdAt, createdBy: actor.name, expiresAt });
        const audit = auditing(() =>
          record('credential-created', credential, actor, { comment, ...endOf(credential) })
        );
        await change((store) => {
          requireNew(id);
          return store.create(credential, audit.within);
        });
        logger.info(
          {
            event: 'credential-created',
            ...describe(credential),
            ...authorship(actor),
            comment,
            auditHead: audit.head(),
          },
          'credential created'
        );
        return created(credential.id, secret);
      },
    }),
    operation({
      id: 'getCredential',
      method: 'get',
      path: '/credentials/{id}',
      role: 'viewer',
      tag: 'Credentials',
      summary: 'A credential',
      parameters: idParameter,
      problems: ['not-found', 'store-unavailable'],
      answers: { 200: { description: 'The credential, without its secret', schema: credentialSchema } },
      async handle({ parameters: { id } }) {
        const body: CredentialDocument = toDocument(await find(id));
        return { status: 200, body };
      },
    }),
    operation({
      id: 'editCredential',
      method: 'patch',
      path: '/credentials/{id}',
      role: 'admin',
      tag: 'Credentials',
      summary: 'Changes the comment or the end of a credential',
      parameters: idParameter,
      body: { schema: editCredentialSchema },
      problems: ['not-found', 'credential-ended', 'credential-replaced', 'store-unavailable'],
      answers: { 200: { description: 'The credential as it is now', schema: credentialSchema } },
      async handle({ parameters: { id }, body: { comment, expires }, actor }) {
        const before = await find(id);
        const at = now();
        const changes = {
          ...(comment !== undefined && { comment }),
          ...(expires !== undefined && { expiresAt: laterThan(at, expires) ?? null }),
        };
        const audit = auditing(() =>
          record('credential-changed', before, actor, { changes: describeChanges(changes) })
        );
        await change((store) => store.edit(id, changes, at, audit.within));
        const changed = await find(id);
        logger.info(
          {
            event: 'credential-changed',
            ...describe(changed),
            ...authorship(actor),
            comment: changed.comment,
            auditHead: audit.head(),
          },
          'credential changed'
        );
        return { status: 200, body: toDocument(changed) };
      },
    }),
    operation({
      id: 'revokeCredential',
      method: 'delete',
      path: '/credentials/{id}',
      role: 'admin',
      tag: 'Credentials',
      summary: 'Revokes a credential for good',
      description: 'It counts nowhere any more within a second, and stays in the list for a while.',
      parameters: idParameter,
      problems: ['not-found', 'store-unavailable'],
      answers: { 200: { description: 'The revoked credential', schema: credentialSchema } },
      async handle({ parameters: { id }, actor }) {
        const before = await find(id);
        const audit = auditing(() => record('credential-revoked', before, actor));
        const revoked = await change((store) => store.revoke(id, now(), actor.name, audit.within));
        const credential = await find(id);
        if (revoked) {
          logger.info(
            {
              event: 'credential-revoked',
              ...describe(credential),
              ...authorship(actor),
              auditHead: audit.head(),
            },
            'credential revoked'
          );
        }
        return { status: 200, body: toDocument(credential) };
      },
    }),
    operation({
      id: 'rotateCredential',
      method: 'post',
      path: '/credentials/{id}/rotate',
      role: 'admin',
      tag: 'Credentials',
      summary: 'Makes a credential that follows another one',
      description: 'Both count for the overlap, so that the machine can be given the new secret meanwhile.',
      parameters: idParameter,
      body: { schema: rotateCredentialSchema },
      problems: ['not-found', 'credential-ended', 'credential-replaced', 'credentials-too-many', 'store-unavailable'],
      answers: { 201: CREATED },
      async handle({ parameters: { id }, body: { overlap, expires }, actor }) {
        const old = await find(id);
        const { name, comment } = old;
        const createdAt = now();
        const expiresAt =
          expires === undefined ? sameLifetime(old, createdAt) : (laterThan(createdAt, expires) ?? null);
        const { secret, credential } = make(randomId(), {
          name,
          comment,
          createdAt,
          createdBy: actor.name,
          expiresAt,
        });
        const follows = { replaces: old.id, overlapSeconds: overlap / 1000 };
        const audit = auditing(() =>
          record('credential-rotated', credential, actor, { ...follows, ...endOf(credential) })
        );
        await change((store) => store.replace(old.id, credential, createdAt + overlap, audit.within));
        logger.info(
          {
            event: 'credential-rotated',
            ...describe(credential),
            ...follows,
            ...authorship(actor),
            auditHead: audit.head(),
          },
          'credential rotated'
        );
        return created(credential.id, secret, old);
      },
    }),
  ];
}

function randomId(): string {
  return randomBytes(ID_BYTES).toString('hex');
}

/** The same for the same key of the same client: the store takes no id twice. */
function idOf(token: string, idempotencyKey: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([token, idempotencyKey]))
    .digest();
  return hash.subarray(0, ID_BYTES).toString('hex');
}

/** What the log says of a credential: enough to find it, nothing to use it. */
function describe({ id, name, prefix, expiresAt }: NewCredential) {
  return { credential: id, service: name, prefix, ...endOf({ expiresAt }) };
}

function describeChanges({ comment, expiresAt }: Partial<Pick<StoredCredential, 'comment' | 'expiresAt'>>) {
  return { ...(comment !== undefined && { comment }), ...(expiresAt !== undefined && endOf({ expiresAt })) };
}

function endOf({ expiresAt }: Pick<NewCredential, 'expiresAt'>) {
  return { expires: expiresAt === null ? null : new Date(expiresAt).toISOString() };
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
