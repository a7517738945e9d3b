import type { BackendSrv, BackendSrvRequest } from '@grafana/runtime';
import type { Finding, Policy } from '@gatehouse/model';
import { from, map, of } from 'rxjs';
import type { Configuration } from '../api/configuration';
import type { PolicySource } from '../api/policy';
import { ADMIN_ROUTE } from '../constants';
import { impactDocument, NO_IMPACT } from './impacts';
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
  source: PolicySource = { kind: 'store' };
  /** What the admin token allows, and its name. */
  role: Configuration['role'] = 'admin';
  tokenName: string | undefined = 'grafana';
  /** Who asks. */
  person = 'carol';
  readonly proposals: KeptProposal[] = [];
  /** What keeps every proposal from being approved. */
  proposalProblems: Finding[] = [];
  /** What every other policy would mean for those who came. */
  impact = NO_IMPACT;
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
        return { status: 200, body: { ...this.document(''), source: this.source } };
      case 'PUT policy':
        return this.role === 'viewer'
          ? problem(403, 'role-insufficient', 'this needs the role editor')
          : this.source.kind === 'file'
            ? problem(409, 'policy-read-only', 'the policy is the file policy.yaml; change it there')
            : headers?.['If-Match'] !== `"${this.revision}"`
              ? this.conflict()
              : this.policy.settings.approvals === 1
                ? this.propose(data)
                : this.publish(data);
      case 'GET proposals?state=open&limit=100':
        return {
          status: 200,
          body: { proposals: this.proposals.map((one) => proposalDocument(one, this.revision)), next: null },
        };
      case 'POST policy/impact':
        return { status: 200, body: impactDocument(this.impact, this.revision) };
      case 'GET configuration':
        return { status: 200, body: { ...CONFIGURATION, role: this.role, tokenName: this.tokenName } };
      case 'GET status':
        return { status: 200, body: { ...STATUS, policy: { ...STATUS.policy, revision: this.revision } } };
      default:
        return this.proposalReply(path, headers?.['If-Match'] === `"${this.revision}"`) ?? { status: 200, body: {} };
    }
  }

  private proposalReply(path: string, isCurrent: boolean): Reply | undefined {
    const [, id, decision] = /^(?:GET|POST) proposals\/(\d+)(?:\/(approve|reject|withdraw|policy))?$/.exec(path) ?? [];
    const proposal = this.proposals.find((one) => String(one.id) === id);
    if (proposal === undefined) {
      return id === undefined ? undefined : problem(404, 'not-found', 'there is no such proposal');
    }
    if (decision === undefined) {
      return { status: 200, body: this.wholeProposal(proposal) };
    }
    if (decision === 'policy') {
      return { status: 200, body: { id: proposal.id, base: proposal.base, policy: proposal.policy } };
    }
    if (decision === 'approve' && proposal.author === this.person) {
      return problem(403, 'approval-by-author', 'another person must approve');
    }
    if (decision === 'approve' && !isCurrent) {
      return this.conflict();
    }
    this.proposals.splice(this.proposals.indexOf(proposal), 1);
    if (decision !== 'approve') {
      return { status: 200, body: { ...proposalDocument(proposal, this.revision), state: `${decision}ed` } };
    }
    this.publishElsewhere(proposal.policy);
    return { status: 200, body: this.document(proposal.comment) };
  }

  private propose({ policy, comment }: { policy: Policy; comment: string }): Reply {
    const proposal = { id: this.proposals.length + 1, base: this.revision, comment, author: this.person, policy };
    this.proposals.unshift(proposal);
    return { status: 202, body: this.wholeProposal(proposal) };
  }

  private wholeProposal(proposal: KeptProposal) {
    const document = proposalDocument(proposal, this.revision);
    return {
      ...document,
      diff: DIFF,
      missed: document.outdated ? this.missedChanges() : null,
      problems: this.proposalProblems,
      warnings: [],
    };
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
      changes: this.missedChanges(),
    });
  }

  private missedChanges() {
    return {
      from: 6,
      to: this.revision,
      revisions: [
        {
          number: this.revision,
          comment: 'Globex moves',
          author: actor('dave'),
          createdAt: '2026-11-21T10:00:00.000Z',
          tenants: 3,
          mappings: 2,
          approvedBy: actor('erin'),
          restoredFrom: null,
        },
      ],
      leftOut: 3,
      diff: DIFF,
    };
  }

  private document(comment: string) {
    const { revision, policy } = this;
    return {
      revision,
      policy,
      comment,
      author: 'carol',
      actor: actor('carol'),
      createdAt: '2026-11-20T10:00:00.000Z',
      approvedBy: null,
      restoredFrom: null,
      warnings: [],
    };
  }
}

interface KeptProposal {
  id: number;
  base: number;
  comment: string;
  author: string;
  policy: Policy;
}

function proposalDocument({ id, base, comment, author }: KeptProposal, latest: number) {
  return {
    id,
    base,
    comment,
    author: actor(author),
    createdAt: '2026-11-21T10:00:00.000Z',
    tenants: 3,
    mappings: 2,
    restoredFrom: null,
    state: 'open',
    outdated: base !== latest,
    endedAt: null,
    endedBy: null,
    endedComment: null,
    revision: null,
  };
}

function actor(name: string) {
  return { name, by: 'grafana-id', token: 'default' };
}

/** Stands for every difference between policies. */
const DIFF = {
  counts: {
    tenants: { added: 0, removed: 0, renamed: 0, changed: 0 },
    mappings: { added: 0, removed: 0, renamed: 0, changed: 1 },
    settings: 0,
  },
  changes: [
    {
      kind: 'mapping-changed',
      name: 'globex',
      words: 'mapping globex: is disabled',
      leftOut: 0,
      enabled: { from: true, to: false },
    },
  ],
  leftOut: 4,
};

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
