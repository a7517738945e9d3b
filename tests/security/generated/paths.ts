import fc from 'fast-check';
import type { Sender } from '../senders';
import { FORM, type GeneratedRequest } from './request';

const REAL_PATHS = [
  '/api/v1/query',
  '/api/v1/series',
  '/prometheus/api/v1/query',
  '/api/v1/label/marker/values',
  '/graphite/tags/findSeries',
  '/api/v1/query',
  '/api/v1/query_range',
  '/api/v1/series',
  '/api/v1/labels',
  '/api/v1/label/marker/values',
  '/api/v1/export',
  '/federate',
  '/api/v1/status/tsdb',
  '/api/v1/series/count',
  '/graphite/tags/findSeries',
  '/graphite/metrics/find',
  '/render',
  '/tags',
  '/vmui/',
  '/api/v1/import',
  '/api/v1/import/prometheus/metrics/job/a',
  '/api/v1/write',
  '/influx/write',
  '/api/v1/admin/tsdb/delete_series',
  '/tags/delSeries',
  '/internal/force_flush',
  '/snapshot/create',
  '/metrics',
  '/flags',
  '/admin/tenants',
  '/debug/pprof/heap',
  '/select/{globex}/prometheus/api/v1/query',
  '/insert/{globex}/prometheus/api/v1/write',
  '/delete/{globex}/prometheus/api/v1/admin/tsdb/delete_series',
  '/select/multitenant/prometheus/api/v1/query',
  '/vmalert/api/v1/rules',
  '/-/reload',
];
const PREFIXES = [
  '/backend/cluster',
  '/backend/single',
  '/backend/cluster',
  '/backend/single',
  '',
  '',
  '',
  '/backend/cluster',
  '/backend/single',
  '/backend/cluster',
  '/backend/single',
  '/tenant/acme',
  '/tenant/globex',
  '/tenant/acme-single',
  '/prometheus',
  '/graphite',
  '/tenant/acme/prometheus',
  '/backend/cluster/graphite',
  '/select/{globex}/prometheus',
  '/select/{globex}',
  '/select/0:0/prometheus',
  '/insert/{globex}',
  '/tenant/{globex}',
  '/tenant',
  '/backend',
  'http://127.0.0.1',
  '//x',
  '/..',
];
const PIECES = [
  '/',
  '//',
  '/.',
  '/..',
  '/../',
  '%2f',
  '%2F',
  '%5c',
  '\\',
  '%2e%2e',
  '%2e',
  '.',
  '%00',
  '%09',
  '%20',
  '%23',
  '#',
  '%3f',
  '?',
  ';',
  '%3b',
  '%25',
  '%252f',
  '%0d%0a',
  ':',
  '@',
  '~',
  '%c0%af',
  '%e2%80%8b',
  '\xc3\xa9',
  '*',
  '|',
  "'",
  '"',
  '<',
  '(',
  '$',
  ',',
  '=',
  '+',
  '%',
  '%7',
  '%u002f',
  '/select/{globex}',
  '/prometheus',
  '/graphite',
  '/0:0',
  '/api',
];

const mutation = fc.tuple(
  fc.constantFrom('insert', 'replace', 'delete', 'case', 'encode', 'double', 'append', 'prepend'),
  fc.nat({ max: 60 }),
  fc.constantFrom(...PIECES)
);

function mutate(path: string, [kind, at, piece]: readonly [string, number, string]): string {
  const index = path === '' ? 0 : at % path.length;
  const [before, char, after] = [path.slice(0, index), path.charAt(index), path.slice(index + 1)];
  switch (kind) {
    case 'insert':
      return before + piece + char + after;
    case 'replace':
      return before + piece + after;
    case 'delete':
      return before + after;
    case 'case':
      return before + (char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase()) + after;
    case 'encode':
      return `${before}%${char.charCodeAt(0).toString(16).padStart(2, '0')}${after}`;
    case 'double':
      return before + char + char + after;
    case 'append':
      return path + piece;
    default:
      return piece + path;
  }
}

/** Paths that exist, that must never be served, and what becomes of them by small changes. */
export function paths(now: number): fc.Arbitrary<GeneratedRequest> {
  const senders = fc.constantFrom<Sender>('alice', 'erin', 'bob', 'carol', 'rita', 'wanda', 'walt', 'nora', 'mallory');
  return fc
    .tuple(
      senders,
      fc.constantFrom('GET', 'GET', 'GET', 'GET', 'POST', 'POST', 'PUT'),
      fc.constantFrom(...PREFIXES),
      fc.constantFrom(...REAL_PATHS),
      fc.oneof(
        { weight: 1, arbitrary: fc.constant([]) },
        { weight: 2, arbitrary: fc.array(mutation, { minLength: 1, maxLength: 3 }) }
      ),
      fc.boolean()
    )
    .map(([from, verb, prefix, path, mutations, wholly]) => {
      const mutated = wholly ? mutations.reduce(mutate, prefix + path) : prefix + mutations.reduce(mutate, path);
      const query = `query=probe&match[]=probe&expr=team!=x&time=${now / 1000}&start=${now / 1000 - 300}&end=${now / 1000}&step=60`;
      return {
        from,
        line: `${verb} ${mutated.replace(/[ \n\r]/g, '')}${mutated.includes('?') ? '&' : '?'}${query}`,
        headers: verb === 'POST' ? [FORM] : [],
      };
    });
}
