import fc from 'fast-check';
import type { Sender } from '../senders';
import { asked, type GeneratedRequest, inUrl, method, placeFor } from './request';

const graphiteExpression: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('team', 'tenant', 'env', 'marker', 'name', '__name__', 'instance', 'Tenant', 'missing'),
    fc.constantFrom('=', '!=', '=~', '!=~'),
    fc.oneof(
      fc.constantFrom(
        'dev',
        'ops',
        'globex',
        'acme',
        '',
        '.*',
        '.+',
        'd.*',
        'dev|ops',
        'MARK_.*',
        'probe.*',
        '*',
        'x',
        '^o',
        's$'
      ),
      fc.string({ maxLength: 4 })
    )
  )
  .map((parts) => parts.join(''));
const glob = fc.oneof(
  fc.constantFrom(
    '*',
    '*.*',
    '*.*.*',
    'probe.graphite.*',
    'probe.*.*',
    '{probe,x}.graphite.*',
    'probe.graphite.MARK_*',
    '[p]robe.graphite.*',
    'probe.graphite.[^x]*',
    '**',
    '{*}',
    '*;team=ops',
    'probe;tenant=globex'
  ),
  fc
    .array(fc.constantFrom('probe', 'graphite', '*', '.', '{a,b}', '[a-z]', '?', 'MARK', '_'), { maxLength: 6 })
    .map((parts) => parts.join(''))
);
const target: fc.Arbitrary<string> = fc.letrec<{ target: string }>((tie) => ({
  target: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 3, arbitrary: glob },
    {
      weight: 4,
      arbitrary: fc
        .array(graphiteExpression, { minLength: 1, maxLength: 3 })
        .map((all) => `seriesByTag(${all.map((one) => `'${one.replaceAll("'", '')}'`).join(', ')})`),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(
          fc.constantFrom(
            'sumSeries',
            'maxSeries',
            'averageSeries',
            'group',
            'absolute',
            'aliasByTags',
            'groupByTags',
            'countSeries',
            'highestMax',
            'scale',
            'alias',
            'aliasByNode'
          ),
          tie('target'),
          fc.constantFrom('', ", 'tenant'", ', 2', ", 'sum', 'team'")
        )
        .map(([name, inner, more]) => `${name}(${inner}${more})`),
    }
  ),
})).target;

/** Graphite's paths, tags and functions. */
export function graphite(now: number): fc.Arbitrary<GeneratedRequest> {
  const from = fc.constantFrom<Sender>('alice', 'alice', 'erin', 'erin', 'bob', 'oddny', 'rita');
  return fc
    .tuple(
      from,
      method,
      inUrl,
      fc.integer({ min: 0, max: 9 }),
      fc.array(graphiteExpression, { minLength: 1, maxLength: 2 }),
      target,
      glob
    )
    .chain(([sender, verb, where, which, expressions, text, pattern]) => {
      const mild = ['expr', 'team!=x'] as const;
      const expr = [...expressions.map((one) => ['expr', one] as const), ...(which % 2 === 0 ? [mild] : [])];
      const asking = (path: string, parameters: ReadonlyArray<readonly [string, string]>) =>
        placeFor(sender).chain((place) =>
          asked(sender, `${place}/graphite${path}`, parameters, { method: verb, inUrl: where })
        );
      const range = [
        ['from', String(now / 1000 - 600)],
        ['until', String(now / 1000)],
      ] as const;
      switch (which) {
        case 0:
          return asking('/render', [['target', text], ['format', 'json'], ...range]);
        case 1:
          return asking('/metrics/find', [['query', pattern], ...range]);
        case 2:
          return asking('/metrics/expand', [['query', pattern]]);
        case 3:
          return asking('/tags/autoComplete/tags', [...expr, ['tagPrefix', '']]);
        case 4:
        case 5:
          return asking('/tags/autoComplete/values', [...expr, ['tag', 'marker']]);
        default:
          return asking('/tags/findSeries', which < 8 ? [mild] : expr);
      }
    });
}
