import fc from 'fast-check';
import { FORM, type GeneratedRequest, method, placeFor, reader } from './request';

const EXTRA_KEYS = [
  'extra_filters[]',
  'extra_filters',
  'extra_label',
  'extra_filter',
  'extra_labels',
  'trace',
  'authKey',
  'deny_partial_response',
  'query',
  'match[]',
  'time',
  'tenant',
  'vm_account_id',
  'AccountID',
  '__proto__',
  'nocache',
  'format',
  'timeout',
  'limit',
];
const EXTRA_VALUES = [
  '{team=~".*"}',
  '{team="ops"}',
  '{tenant="globex"}',
  '{}',
  '',
  '{__name__!=""}',
  'team=ops',
  'tenant=globex',
  'tenant=',
  'tenant',
  '=',
  '1',
  'true',
  'probe',
  '{team="dev"} or {team="ops"}',
  '{vm_account_id=~".*"}',
  '{team="dev" or team="ops"}',
  'Tenant=x',
];

const extraKey: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...EXTRA_KEYS),
    fc.constantFrom(
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      '+',
      '%20',
      '%00',
      '%0a',
      '[]',
      '%5B%5D',
      '[0]',
      '%EF%BB%BF',
      '.',
      '%2500'
    ),
    fc.array(fc.constantFrom('plain', 'plain', 'upper', 'lower', 'case'), { minLength: 1, maxLength: 5 }),
    fc.boolean()
  )
  .map(([key, junk, ways, front]) => {
    const written = [...key]
      .map((char, index) => {
        const hex = `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
        const way = ways[index % ways.length];
        return way === 'upper' ? hex.toUpperCase() : way === 'lower' ? hex : way === 'case' ? char.toUpperCase() : char;
      })
      .join('');
    return front ? junk + written : written + junk;
  });

const separator = fc.oneof(
  { weight: 40, arbitrary: fc.constant('&') },
  { weight: 1, arbitrary: fc.constantFrom('&&', ';', '&amp;', '%26', '?', '\n', ',') }
);
/** A parameter that the client should not set, in one of its spellings. */
export const extra = fc
  .tuple(
    extraKey,
    fc.constantFrom('=', '=', '=', '', '%3D', '=='),
    fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...EXTRA_VALUES).map(encodeURIComponent) },
      { weight: 1, arbitrary: fc.constantFrom('%zz', '%', '%c0%af', '%ed%a0%80', '{}', '[]') }
    )
  )
  .map((parts) => parts.join(''));

/** Plain questions with hostile parameters around them, in the URL and in forms. */
export function parameters(now: number): fc.Arbitrary<GeneratedRequest> {
  return fc
    .tuple(
      reader.chain((from) => placeFor(from).map((place) => ({ from, place }))),
      method,
      fc.array(fc.tuple(extra, separator, fc.boolean()), { minLength: 1, maxLength: 4 }),
      fc.constantFrom(
        ['/api/v1/query', 'query=probe'],
        ['/api/v1/series', 'match[]=probe'],
        ['/api/v1/labels', 'match[]=probe'],
        ['/api/v1/label/marker/values', 'match[]=probe'],
        ['/api/v1/export', 'match[]=probe'],
        ['/graphite/tags/findSeries', 'expr=team!=x'],
        ['/graphite/tags/autoComplete/values', 'tag=marker&expr=team!=x']
      ),
      fc.boolean()
    )
    .map(([{ from, place }, verb, extras, [path = '', base = ''], baseFirst]) => {
      const join = (parts: typeof extras) => parts.map(([one, by]) => one + by).join('');
      const time = path === '/api/v1/query' ? `&time=${now / 1000}` : '';
      const url = extras.filter(([, , inside]) => inside || verb === 'GET');
      const body = extras.filter(([, , inside]) => !inside && verb === 'POST');
      const own = base + time;
      const withOwn = (others: string) => (baseFirst ? `${own}&${others}` : `${others}${own}`);
      const query = (verb === 'GET' ? withOwn(join(url)) : join(url)).replaceAll('\n', '%0a');
      return {
        from,
        line: `${verb} ${place}${path}${query === '' ? '' : `?${query}`}`,
        headers: verb === 'POST' ? [FORM] : [],
        body: verb === 'POST' ? withOwn(join(body)) : undefined,
      };
    });
}
