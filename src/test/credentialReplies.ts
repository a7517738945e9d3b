import type { BackendSrvRequest } from '@grafana/runtime';
import type { Credential } from '../api/credentials';
import { ADMIN_ROUTE } from '../constants';
import { problem, type Reply } from './inMemoryAdmin';

/** A secret as the proxy makes them. */
export const SECRET = 'gate_0123456789abcdefghijABCDEFGHIJ0123456789xyz';

/** A live credential that nobody used yet, with these fields changed. */
export function credential(changed: Partial<Credential> = {}): Credential {
  return {
    id: 'aa01',
    name: 'vmagent',
    comment: '',
    prefix: 'gate_01234',
    state: 'live',
    createdAt: '2026-11-20T10:00:00.000Z',
    createdBy: 'carol',
    expiresAt: null,
    revokedAt: null,
    revokedBy: null,
    replacedBy: null,
    lastUsedAt: null,
    mappings: ['agents'],
    ...changed,
  };
}

/** Stands in for the part of the admin API that keeps credentials. */
export class InMemoryCredentials {
  constructor(readonly credentials: Credential[]) {}

  /** For `InMemoryAdmin.answer`; undefined for what is about something else. */
  readonly answer = ({ url, method = 'GET', headers, data }: BackendSrvRequest): Reply | undefined => {
    const [, id, rotate] =
      /^credentials(?:\/(\w+)(\/rotate)?)?(?:\?.*)?$/.exec(url.replace(`${ADMIN_ROUTE}/`, '')) ?? [];
    if (!url.startsWith(`${ADMIN_ROUTE}/credentials`)) {
      return undefined;
    }
    const found = this.credentials.find((one) => one.id === id);
    if (method === 'POST' && id === undefined) {
      const key = String(headers?.['Idempotency-Key']);
      return this.credentials.some((one) => one.id === key)
        ? problem(409, 'credential-exists', 'it was made')
        : this.created({ id: key, name: data.name, comment: data.comment, expiresAt: data.expires });
    }
    if (method === 'GET' && id === undefined) {
      return { status: 200, body: { credentials: this.credentials, next: null } };
    }
    if (found === undefined) {
      return problem(404, 'not-found', 'there is no such credential');
    }
    if (rotate !== undefined) {
      const old = { ...found, replacedBy: 'bb02', expiresAt: '2030-01-01T00:00:00.000Z' };
      this.replace(old);
      return this.created({ id: 'bb02', name: found.name, mappings: found.mappings }, { replaces: old });
    }
    return method === 'DELETE'
      ? this.replace({ ...found, state: 'revoked', revokedAt: '2026-11-22T10:00:00.000Z', revokedBy: 'carol' })
      : this.replace({
          ...found,
          ...(data.comment !== undefined && { comment: data.comment }),
          ...(data.expires !== undefined && { expiresAt: data.expires }),
        });
  };

  private created(changed: Partial<Credential>, more: object = {}): Reply {
    const made = credential({ mappings: [], ...changed });
    this.credentials.unshift(made);
    return { status: 201, body: { ...made, secret: SECRET, warnings: [], ...more } };
  }

  private replace(changed: Credential): Reply {
    this.credentials.splice(
      this.credentials.findIndex(({ id }) => id === changed.id),
      1,
      changed
    );
    return { status: 200, body: changed };
  }
}
