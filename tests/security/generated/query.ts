import fc from 'fast-check';

const LABELS = [
  'team',
  'tenant',
  'env',
  'marker',
  'instance',
  'le',
  '__name__',
  'Tenant',
  'vm_account_id',
  'vm_project_id',
  'job',
];
const NAMES = ['vault_probe', 'probe', 'probe_total', 'probe_bucket', 'missing', 'probe.graphite', 'vault.graphite'];
const VALUES = [
  'dev',
  'ops',
  'qa',
  'acme',
  'globex',
  'initech',
  'canary',
  'e1',
  'e2',
  'e3',
  'a:1',
  '+Inf',
  'probe',
  '',
  '0',
  'dev|ops',
];
// Nothing with counted repetitions: VictoriaMetrics 1.79 unrolls them until it dies.
const PATTERNS = [
  'vault_(probe|x)',
  'vault_(x|probe_total|y)',
  'vault_probe|vault_total',
  'vault.*',
  'probe|vault_probe',
  'probe_(total|bucket)',
  '.*',
  '.+',
  'dev|ops',
  'd.*',
  '.*s',
  '[^x]+',
  '(dev|ops|qa)',
  'a?b*c?.*',
  '',
  'MARK_.*',
  'MARK_globex.*',
  '(?i)DEV|OPS',
  '(?s).*',
  'probe.*',
  'e[12]',
  'dev$',
  '^ops',
  '|dev',
  '()',
  '\\w+',
  '[\\s\\S]*',
  'globex|',
  '.*globex.*',
];
const ROLLUPS = [
  'rate',
  'increase',
  'delta',
  'max_over_time',
  'min_over_time',
  'avg_over_time',
  'sum_over_time',
  'count_over_time',
  'last_over_time',
  'first_over_time',
  'stddev_over_time',
  'present_over_time',
  'default_rollup',
  'rollup',
  'rollup_rate',
  'rollup_increase',
  'changes',
  'tmin_over_time',
  'median_over_time',
  'mode_over_time',
  'distinct_over_time',
  'absent_over_time',
  'deriv',
  'idelta',
  'irate',
  'integrate',
  'lifetime',
  'lag',
  'scrape_interval',
  'range_over_time',
  'timestamp',
  'tlast_over_time',
  'ascent_over_time',
  'zscore_over_time',
  'mad_over_time',
];
const TRANSFORMS = [
  'abs',
  'ceil',
  'floor',
  'absent',
  'scalar',
  'sort',
  'sort_desc',
  'sgn',
  'sqrt',
  'ln',
  'drop_common_labels',
  'keep_last_value',
  'keep_next_value',
  'running_sum',
  'range_avg',
  'range_max',
  'range_sum',
  'interpolate',
  'union',
  'remove_resets',
  'prometheus_buckets',
  'bitmap_and(1, ',
  'hour',
  'exp',
  'round',
  'deg',
];
// Arguments after the first, by function: labels are taken away, swapped and put together.
const LABEL_FUNCTIONS = [
  'label_value(Q, "instance")',
  'label_match(Q, "tenant", ".*")',
  'label_mismatch(Q, "team", "dev")',
  'label_del(Q, "team", "tenant")',
  'label_keep(Q, "marker")',
  'label_copy(Q, "marker", "team")',
  'label_move(Q, "tenant", "team", "marker", "env")',
  'label_set(Q, "team", "ops", "tenant", "globex")',
  'label_map(Q, "team", "dev", "ops")',
  'label_uppercase(Q, "marker", "team")',
  'label_lowercase(Q, "marker")',
  'label_replace(Q, "tenant", "$1", "marker", "(.*)")',
  'label_replace(Q, "a", "$2$1", "marker", "(.{5})(.*)")',
  'label_join(Q, "x", "-", "tenant", "team", "marker")',
  'label_transform(Q, "marker", "[A-Z]", "")',
  'label_graphite_group(Q, 0, 2)',
  'alias(Q, "other")',
  'sort_by_label(Q, "tenant")',
  'clamp_min(Q, 7)',
  'histogram_quantile(0.9, Q)',
  'buckets_limit(1, Q)',
  'vector(scalar(Q))',
  'smooth_exponential(Q, 0.5)',
  'count_values("v", Q)',
  'quantiles("q", 0.1, 0.9, Q)',
  'share(Q)',
  'label_set(Q, "__name__", "x")',
];
const AGGREGATIONS = [
  'sum',
  'min',
  'max',
  'avg',
  'count',
  'group',
  'stddev',
  'stdvar',
  'median',
  'distinct',
  'any',
  'sum2',
  'geomean',
  'histogram',
  'mode',
  'mad',
];
const LISTING = [
  'topk',
  'bottomk',
  'topk_max',
  'topk_avg',
  'bottomk_min',
  'limitk',
  'outliersk',
  'quantile',
  'count_values',
  'quantiles',
  'share',
  'zscore',
];
const OPERATORS = [
  '+',
  '-',
  '*',
  '/',
  '%',
  '^',
  '==',
  '!=',
  '>',
  '<',
  '>=',
  'and',
  'or',
  'unless',
  'default',
  'if',
  'ifnot',
  '== bool',
];
const DURATIONS = ['1m', '5m', '10m', '1h', '90s', '1i', '2i', '1.5m', '300000ms'];

/** Writes a text with escapes for some of its characters, as MetricsQL allows them in names. */
function escapedName(name: string): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 8, arbitrary: fc.constant(name) },
    {
      weight: 1,
      arbitrary: fc
        .nat({ max: name.length - 1 })
        .map((at) => `${name.slice(0, at)}\\x${name.charCodeAt(at).toString(16)}${name.slice(at + 1)}`),
    },
    { weight: 1, arbitrary: fc.constant(name.replace(/[.:]/g, '\\$&')) }
  );
}

function quotedValue(value: string): fc.Arbitrary<string> {
  const double = JSON.stringify(value);
  return fc.oneof(
    { weight: 8, arbitrary: fc.constant(double) },
    { weight: 1, arbitrary: fc.constant(`'${value.replace(/[\\']/g, '\\$&')}'`) },
    { weight: 1, arbitrary: fc.constant(value.includes('`') ? double : `\`${value}\``) },
    {
      weight: 1,
      arbitrary: fc.constant(
        `"${[...value].map((char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0').slice(-4)}`).join('')}"`
      ),
    }
  );
}

const anyText = fc.oneof(
  { weight: 3, arbitrary: fc.string({ maxLength: 6 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 4 }) }
);

const matcher: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...LABELS), fc.constantFrom('=', '!=', '=~', '!~'))
  .chain(([label, operator]) => {
    const value =
      operator === '=~' || operator === '!~'
        ? fc.constantFrom(...PATTERNS)
        : fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...VALUES) }, { weight: 1, arbitrary: anyText });
    return fc.tuple(escapedName(label), value.chain(quotedValue)).map(([name, text]) => `${name}${operator}${text}`);
  });

/** Matchers that keep most of the sender's own series, so that there is something to see. */
const mild = fc.constantFrom(
  'team!=""',
  '__name__!=""',
  'marker!=""',
  'team=~".+"',
  'tenant!="x"',
  'env=~".*"',
  '__name__=~"probe.*"'
);

const braces: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 4, arbitrary: fc.array(mild, { minLength: 1, maxLength: 2 }) },
    { weight: 4, arbitrary: fc.array(matcher, { minLength: 1, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.array(matcher, { maxLength: 6 }) }
  )
  .chain((matchers) =>
    fc.oneof(
      { weight: 12, arbitrary: fc.constant(`{${matchers.join(',')}}`) },
      { weight: 1, arbitrary: fc.constant(`{${matchers.join(' or ')}}`) },
      { weight: 1, arbitrary: fc.constant(`{ ${matchers.join(' , ')} ,}`) }
    )
  );

/** A series selector, for `match[]` as well. */
export const selector: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NAMES).chain(escapedName) },
  {
    weight: 6,
    arbitrary: fc.tuple(fc.constantFrom(...NAMES).chain(escapedName), braces).map(([name, rest]) => name + rest),
  },
  { weight: 4, arbitrary: braces },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '{__graphite__="vault.*.*",zz!="y"}',
      '{__graphite__="*.graphite.*",team!="x"}',
      '{__name__=~"vault_(probe|x)",team!=""}',
      '{__graphite__="probe.*.*"}',
      '{__graphite__="*"}',
      '{__graphite__="{probe,x}.graphite.*"}',
      '{"probe"}'
    ),
  }
);

const modifiers: fc.Arbitrary<string> = fc.oneof(
  { weight: 10, arbitrary: fc.constant('') },
  { weight: 2, arbitrary: fc.constantFrom(' offset 1m', ' offset -30s', ' offset 5m', ' offset 1i') },
  { weight: 1, arbitrary: fc.constantFrom(' @ start()', ' @ end()', ' keep_metric_names') }
);

const labelList = fc
  .uniqueArray(fc.constantFrom(...LABELS), { maxLength: 3 })
  .map((labels) => `(${labels.join(', ')})`);
const text = fc
  .oneof(fc.constantFrom(...LABELS), fc.constantFrom(...VALUES), fc.constantFrom(...PATTERNS))
  .map((value) => JSON.stringify(value));

const { expression } = fc.letrec<{ expression: string; simple: string }>((tie) => {
  const range = fc.tuple(
    tie('simple'),
    fc.constantFrom(...DURATIONS),
    fc.constantFrom('', ':', ':30s', ':1m'),
    modifiers
  );
  const window = range.map(([inner, duration, step, modifier]) => `${inner}[${duration}${step}]${modifier}`);
  return {
    simple: fc.oneof(
      { weight: 8, arbitrary: fc.tuple(selector, modifiers).map(([inner, modifier]) => inner + modifier) },
      { weight: 1, arbitrary: tie('expression').map((inner) => `(${inner})`) }
    ),
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 6, arbitrary: tie('simple') },
      {
        weight: 1,
        arbitrary: fc.constantFrom('1', '1+1', '"text"', 'time()', 'vector(7)', 'NaN', '-1', '()', '1 or 2'),
      },
      {
        weight: 5,
        arbitrary: fc.tuple(fc.constantFrom(...ROLLUPS), window).map(([name, inner]) => `${name}(${inner})`),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(
            fc.constantFrom(
              'quantile_over_time(0.5, ',
              'hoeffding_bound_lower(0.9, ',
              'share_le_over_time(',
              'count_eq_over_time('
            ),
            window
          )
          .map(([name, inner]) => (name.endsWith('(') ? `${name}${inner}, 7)` : `${name}${inner})`)),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(window, window)
          .map(([a, b]) => `aggr_over_time(("min_over_time", "max_over_time"), ${a}) or ${b}`),
      },
      { weight: 1, arbitrary: window },
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.constantFrom(...TRANSFORMS), tie('expression'))
          .map(([name, inner]) => `${name}${name.includes('(') ? '' : '('}${inner})`),
      },
      {
        weight: 4,
        arbitrary: fc
          .tuple(fc.constantFrom(...LABEL_FUNCTIONS), tie('expression'))
          .map(([call, inner]) => call.replace(/\bQ\b/, () => inner)),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.constantFrom(...TRANSFORMS), tie('expression'), fc.array(text, { minLength: 1, maxLength: 4 }))
          .map(([name, inner, more]) => `${name}(${[inner, ...more].join(', ')})`),
      },
      {
        weight: 5,
        arbitrary: fc
          .tuple(
            fc.constantFrom(...AGGREGATIONS),
            tie('expression'),
            fc.constantFrom('', ' by ', ' without '),
            labelList,
            fc.constantFrom('', '', '', '', '', '', ' limit 2')
          )
          .map(
            ([name, inner, grouping, labels, limit]) =>
              `${name}(${inner})${grouping === '' ? '' : grouping + labels}${limit}`
          ),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom(...LISTING), fc.constantFrom('1', '3', '0.5', '"v"'), tie('expression'))
          .map(([name, first, inner]) => `${name}(${first}, ${inner})`),
      },
      {
        weight: 4,
        arbitrary: fc
          .tuple(
            tie('expression'),
            fc.constantFrom(...OPERATORS),
            fc.constantFrom('', '', ' on ', ' ignoring '),
            labelList,
            fc.constantFrom('', ' group_left()', ' group_right(tenant)', ' group_left(*)'),
            tie('expression')
          )
          .map(
            ([a, operator, matching, labels, group, b]) =>
              `(${a}) ${operator}${matching === '' ? '' : matching + labels + group} (${b})`
          ),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(braces, tie('expression'))
          .map(([common, inner]) => `WITH (f = ${common}, g(q) = sum(q{f}) by (tenant)) g(probe) or ${inner}`),
      },
      { weight: 1, arbitrary: fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `union(${a}, ${b})`) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(tie('expression'), fc.constantFrom('#', '}', ')', ' or', '{', '"', ';', '\n# x\n', '\\'))
          .map(([inner, end]) => inner + end),
      }
    ),
  };
});

/** A MetricsQL query: mostly well-formed, and never after anything that ends VictoriaMetrics itself. */
export const query: fc.Arbitrary<string> = expression;
