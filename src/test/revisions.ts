import type { BackendSrvRequest } from '@grafana/runtime';
import type { PolicyDocument, RevisionSummaryDocument } from '@gatehouse/model/api';
import type { InMemoryAdmin, Reply } from './inMemoryAdmin';
import { POLICY } from './policies';

const CAROL = { name: 'carol', by: 'grafana-id' as const, token: 'grafana', id: '1' };

/** A revision as lists have it. */
export function revisionSummary(number: number): RevisionSummaryDocument {
  return {
    number,
    comment: `Change ${number}`,
    author: CAROL,
    createdAt: '2026-11-20T10:00:00.000Z',
    tenants: 3,
    mappings: 2,
    approvedBy: null,
    restoredFrom: null,
  };
}

function revisionDocument(number: number): PolicyDocument {
  const { comment, author, createdAt, approvedBy, restoredFrom } = revisionSummary(number);
  return {
    revision: number,
    policy: POLICY,
    comment,
    author: author.name,
    actor: author,
    createdAt,
    approvedBy,
    restoredFrom,
    warnings: [],
  };
}

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
      words: 'mapping globex: is enabled',
      leftOut: 0,
      enabled: { from: false, to: true },
    },
  ],
  leftOut: 0,
};

/** Answers what is asked of the history: so many revisions, the last of them in force. */
export function answersOfHistory(admin: InMemoryAdmin): (request: BackendSrvRequest) => Reply | undefined {
  return ({ url, method = 'GET' }) => {
    const [, rest] = /\/revisions(.*)$/.exec(url) ?? [];
    if (rest === undefined || method !== 'GET') {
      return undefined;
    }
    const [, number, diff] = /^\/(\d+)(\/diff)?/.exec(rest) ?? [];
    if (number === undefined) {
      const params = new URLSearchParams(rest.slice(1));
      const first = Number(params.get('before') ?? admin.revision + 1) - 1;
      const size = Math.min(first, Number(params.get('limit')));
      const revisions = Array.from({ length: size }, (_, index) => revisionSummary(first - index));
      return { status: 200, body: { revisions, next: size < first ? String(first - size + 1) : null } };
    }
    const from = Number(/from=(\d+)/.exec(rest)?.[1] ?? Number(number) - 1);
    return {
      status: 200,
      body:
        diff === undefined
          ? revisionDocument(Number(number))
          : { from: revisionSummary(from), to: revisionSummary(Number(number)), diff: DIFF },
    };
  };
}
