import fc from 'fast-check';
import { query, selector } from './query';
import { asked, type GeneratedRequest, inUrl, method, placeFor, reader } from './request';

/** Unix seconds within the time of the marked series. */
function times(now: number): fc.Arbitrary<number> {
  return fc.integer({ min: -15 * 60, max: 0 }).map((offset) => now / 1000 + offset);
}

/** MetricsQL, on every endpoint that takes queries or selectors. */
export function metricsql(now: number): fc.Arbitrary<GeneratedRequest> {
  return fc
    .tuple(
      reader,
      times(now),
      method,
      inUrl,
      fc.integer({ min: 0, max: 11 }),
      query,
      fc.array(selector, { minLength: 1, maxLength: 3 })
    )
    .chain(([from, time, verb, where, which, text, selectors]) => {
      const match = selectors.map((one) => ['match[]', one] as const);
      const range = [
        ['start', String(time - 900)],
        ['end', String(time)],
      ] as const;
      const asking = (path: string, parameters: ReadonlyArray<readonly [string, string]>, only?: 'GET') =>
        placeFor(from).chain((place) => asked(from, place + path, parameters, { method: only ?? verb, inUrl: where }));
      switch (which) {
        case 0:
        case 1:
          return asking('/api/v1/query_range', [['query', text], ...range, ['step', '60']]);
        case 2:
          return asking('/api/v1/series', [...match, ...range]);
        case 3:
          return asking('/api/v1/label/marker/values', [...match, ...range]);
        case 4:
          return asking('/api/v1/labels', [...match, ...range]);
        case 5:
          return asking('/api/v1/export', [...match, ...range]);
        case 6:
          return asking('/api/v1/export/csv', [
            ...match,
            ...range,
            ['format', '__name__,marker,tenant,__value__,__timestamp__'],
          ]);
        default:
          return asking('/api/v1/query', [
            ['query', text],
            ['time', String(time)],
          ]);
      }
    });
}
