import type { BackendSrv, BackendSrvRequest } from '@grafana/runtime';
import { type Policy } from '@gatehouse/model';
import { from, map, of } from 'rxjs';
import { ADMIN_ROUTE } from '../constants';
import { POLICY } from './policies';

/** A request as it left the app, and what it is answered with. */
export interface Reply {
  status: number;
  body: unknown;
}

/** Stands in for Grafana and the admin API behind it: answers from memory, in the forms of the real ones. */
export class InMemoryAdmin {
  revision = 6;
  policy: Policy = POLICY;
  /** When set, answers instead of the admin API. */
  answer: ((request: BackendSrvRequest) => Reply | Promise<Reply> | undefined) | undefined;
  readonly requests: BackendSrvRequest[] = [];

  /** The part of Grafana's client that the app uses. */
  backendSrv(): BackendSrv {
    const fetch = (request: BackendSrvRequest) => {
      this.requests.push(request);
      const reply = this.answer?.(request) ?? this.reply(request);
      return (reply instanceof Promise ? from(reply) : of(reply)).pipe(
        map(({ status, body }) => {
          if (status >= 300) {
            throw { status, data: body, config: request };
          }
          return { status, data: body, ok: true, config: request };
        })
      );
    };
    return { fetch } as unknown as BackendSrv;
  }

  /** What somebody else publishes meanwhile. */
  publishElsewhere(policy: Policy): void {
    this.revision += 1;
    this.policy = policy;
  }

  private reply({ url, method, headers, data }: BackendSrvRequest): Reply {
    const path = `${method ?? 'GET'} ${url.replace(`${ADMIN_ROUTE}/`, '')}`;
    switch (path) {
      case 'GET policy':
        return { status: 200, body: this.document('') };
      case 'PUT policy':
        return headers?.['If-Match'] === `"${this.revision}"` ? this.publish(data) : this.conflict();
      case 'GET configuration':
        return { status: 200, body: CONFIGURATION };
      case 'GET status':
        return { status: 200, body: { ...STATUS, policy: { ...STATUS.policy, revision: this.revision } } };
      default:
        return { status: 200, body: {} };
    }
  }

  private publish(data: { policy: Policy; comment: string }): Reply {
    this.publishElsewhere(data.policy);
    return { status: 200, body: this.document(data.comment) };
  }

  private conflict(): Reply {
    return problem(412, 'revision-conflict', 'a newer revision is in force', {
      revision: this.revision,
      author: 'dave',
      createdAt: '2026-11-21T10:00:00.000Z',
      comment: 'Globex moves',
    });
  }

  private document(comment: string) {
    const { revision, policy } = this;
    return { revision, policy, comment, author: 'carol', createdAt: '2026-11-20T10:00:00.000Z', warnings: [] };
  }
}

/** A problem document as the admin API answers it. */
export function problem(status: number, code: string, detail: string, more: object = {}): Reply {
  return { status, body: { type: 'about:blank', title: code, status, code, detail, ...more } };
}

const CONFIGURATION = {
  backends: [
    { name: 'cluster', kind: 'victoriametrics-cluster' },
    { name: 'single', kind: 'victoriametrics' },
  ],
  issuers: [{ name: 'keycloak', issuer: 'https://id.example' }],
};

/** The status of a proxy of which all is well. */
export const STATUS = {
  version: '0.1.0',
  uptimeSeconds: 60,
  policy: { revision: 6, createdAt: '', author: '', tenants: 3, mappings: 2 },
  issuers: [{ name: 'keycloak', issuer: 'https://id.example', state: 'ready', keys: 2, fetchedAt: null }],
  backends: [
    {
      name: 'cluster',
      kind: 'victoriametrics-cluster',
      reachable: true,
      detail: '2 of 2 answer',
      urls: [
        { url: 'http://vmselect:8481', up: true, running: 3, kind: 'vmselect', version: 'v1.150.0' },
        { url: 'http://vminsert:8480', up: true, running: 0, kind: 'vminsert', version: 'v1.150.0' },
      ],
      findings: [],
    },
  ],
  store: { kind: 'sqlite', available: true },
  listen: '127.0.0.1:8431',
};
