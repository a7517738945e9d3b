import type { Question, TypedIdentity } from '../api/explain';
import { PATHS } from '../constants';

/** How somebody is chosen. */
export type ChoosingBy = 'seen' | 'identity' | 'token' | 'refusal';

/** What the page's URL says. Tokens never stand there. */
export interface ExplainUrl {
  /** The reverse: who sees this tenant. Empty while none is chosen; undefined when it is not asked. */
  tenant: string | undefined;
  by: ChoosingBy;
  /** The key of somebody who came lately; empty for nobody. */
  subject: string;
  /** Undefined for nobody. */
  identity: TypedIdentity | undefined;
  /** The number of a refusal; empty for none. */
  refusal: string;
}

const WHO = ['by', 'subject', 'issuer', 'id', 'email', 'group', 'kind', 'refusal', 'tenant', 'series'];

/** Reads who or what is asked about. */
export function readExplainUrl(params: URLSearchParams): ExplainUrl {
  const text = (name: string) => params.get(name) ?? '';
  const identity = readIdentity(params);
  const by = text('by');
  return {
    tenant: params.get('tenant') ?? undefined,
    by:
      text('refusal') !== ''
        ? 'refusal'
        : identity !== undefined
          ? 'identity'
          : by === 'identity' || by === 'token' || by === 'refusal'
            ? by
            : 'seen',
    subject: text('subject'),
    identity,
    refusal: text('refusal'),
  };
}

function readIdentity(params: URLSearchParams): TypedIdentity | undefined {
  const [issuer, email] = [params.get('issuer') ?? '', params.get('email') ?? ''];
  // An address is no identifier: as one it names nobody.
  const id = params.get('id') ?? email;
  return issuer === '' || id === ''
    ? undefined
    : {
        issuer,
        kind: params.get('kind') === 'service' ? 'service' : 'user',
        id,
        ...(email !== '' && { email }),
        groups: params.getAll('group'),
      };
}

/** The parameters with somebody or something else to ask about; what would be asked for, and by which policy, stays. */
export function withAsked(params: URLSearchParams, asked: Readonly<Record<string, string>>): URLSearchParams {
  const changed = new URLSearchParams(params);
  WHO.forEach((name) => changed.delete(name));
  Object.entries(asked).forEach(([name, value]) => changed.set(name, value));
  return changed;
}

/** The parameters that ask about an identity. */
export function withIdentity(
  params: URLSearchParams,
  { issuer, kind, id, email, groups }: TypedIdentity
): URLSearchParams {
  const changed = withAsked(params, {
    issuer,
    ...(kind === 'service' && { kind }),
    id,
    ...(email !== undefined && { email }),
  });
  groups.forEach((group) => changed.append('group', group));
  return changed;
}

/** Links to this page. */
export const explainLinks = {
  subject: (key: string) => `${PATHS.explain}?${new URLSearchParams({ subject: key })}`,
  tenant: (name: string) => `${PATHS.explain}?${new URLSearchParams({ tenant: name })}`,
  identity: (identity: TypedIdentity) => `${PATHS.explain}?${withIdentity(new URLSearchParams(), identity)}`,
};

/** A mapping's editor. */
export function mappingLink(name: string): string {
  return `${PATHS.mappings}?${new URLSearchParams({ edit: name })}`;
}

/** The editor of a new mapping, for a principal. */
export function newMappingLink(principal: string): string {
  return `${PATHS.mappings}?${new URLSearchParams({ add: '', for: principal })}`;
}

/** The paths that are offered; any other can be typed. */
export const READING = [
  '/api/v1/query',
  '/api/v1/query_range',
  '/api/v1/series',
  '/api/v1/labels',
  '/api/v1/label/__name__/values',
  '/api/v1/export',
];
export const WRITING = ['/api/v1/write', '/api/v1/import/prometheus', '/api/v1/import'];

/** What would be asked for; an instant query for `up` when the URL says nothing. */
export function readQuestion(params: URLSearchParams): Question {
  const access = params.get('access') === 'write' ? 'write' : 'read';
  const path = params.get('path') ?? (access === 'read' ? READING : WRITING)[0] ?? '';
  const [tenant, backend] = [params.get('in') ?? '', params.get('backend') ?? ''];
  return {
    access,
    ...(tenant !== '' && { tenant }),
    ...(backend !== '' && { backend }),
    path,
    parameters: access === 'write' ? {} : parametersOf(path, params.get('query') ?? ''),
  };
}

function parametersOf(path: string, query: string): Record<string, string> {
  if (path.endsWith('/query')) {
    return { query: query === '' ? 'up' : query };
  }
  if (path.endsWith('/query_range')) {
    return { query: query === '' ? 'up' : query, start: '-1h', step: '1m' };
  }
  return query === '' ? {} : { 'match[]': query };
}
