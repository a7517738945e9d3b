import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { PolicyText } from './policyText';

const POLICY = `# who may see what
tenants:
  - { name: acme, backend: cluster, account: 1 } # the first
  - name: shop
    backend: single
    labels: { tenant: shop }

mappings:
  # developers
  - name: developers
    principals: ["group:acme-dev"]
    grants:
      - tenant: acme
        access: read
        filters:
          - '{team="dev"}'
  - name: shop
    principals:
      - group:shop
    grants: [{ tenant: shop, access: read }]
settings:
  severalTenants: refuse
`;

/** Read as a whole, and in parts. */
const WAYS = [
  ['as a whole', 1e9],
  ['in parts', 0],
] as const;

const read = (text: string, long: number) => {
  const source = new PolicyText(text, long);
  return { data: source.data, problems: source.problems };
};

const problemsOf = (text: string, long = 1e9) =>
  read(text, long).problems.map(({ line, column, message }) => `${line}:${column}: ${message}`);

describe('the text of a policy', () => {
  it.each(WAYS)('is YAML with comments, read %s', (_, long) => {
    const { data, problems } = read(POLICY, long);
    expect(problems).toEqual([]);
    expect(data).toMatchObject({
      tenants: [{ name: 'acme', account: 1 }, { labels: { tenant: 'shop' } }],
      mappings: [{ name: 'developers', grants: [{ filters: ['{team="dev"}'] }] }, { principals: ['group:shop'] }],
      settings: { severalTenants: 'refuse' },
    });
  });

  it.each(WAYS)('knows the place of everything, read %s', (_, long) => {
    const source = new PolicyText(POLICY, long);
    expect(source.placeOf(['tenants', 0, 'account'])).toEqual({ line: 3, column: 46 });
    expect(source.placeOf(['mappings', 0, 'grants', 0, 'filters', 0])).toEqual({ line: 16, column: 13 });
    expect(source.placeOf(['mappings', 1, 'grants', 0, 'tenant'])).toEqual({ line: 20, column: 24 });
    expect(source.placeOf(['mappings', 1, 'grants', 0], 'access')).toEqual({ line: 20, column: 30 });
    expect(source.placeOf(['mappings', 1, 'missing'])).toEqual({ line: 17, column: 5 });
    expect(source.placeOf(['settings', 'severalTenants'])).toEqual({ line: 22, column: 19 });
  });

  it('is JSON as well, and knows the places in it', () => {
    const text = JSON.stringify({ tenants: [], mappings: [{ name: 'a]{' }, { name: 'b', grants: [1, 2] }] }, null, 2);
    const source = new PolicyText(text);
    const placed = (path: Array<string | number>, key?: string) => {
      const { line, column } = source.placeOf(path, key);
      return text.split('\n')[line - 1]?.slice(column - 1);
    };
    expect(source.data).toEqual(JSON.parse(text));
    expect(placed(['mappings', 1, 'grants', 1])).toBe('2');
    expect(placed(['mappings', 1], 'grants')).toBe('"grants": [');
    expect(placed(['mappings', 1, 'missing'])).toBe('{');
    expect(placed(['tenants'])).toBe('[],');
    expect(placed([], 'mappings')).toBe('"mappings": [');
  });

  it.each(WAYS)('refuses a key that stands twice, read %s', (_, long) => {
    expect(problemsOf('mappings:\n  - name: a\n    name: b\n', long)).toEqual([
      '3:5: the key name stands here twice; remove one of them',
    ]);
    expect(problemsOf('mappings:\n  - name: a\nsettings: {}\nmappings:\n  - name: b\n', long)).toEqual([
      '4:1: the key mappings stands here twice; remove one of them',
    ]);
    expect(problemsOf('{"tenants": [], "tenants": []}', long)).toEqual([
      '1:17: the key tenants stands here twice; remove one of them',
    ]);
  });

  it('takes aliases, and refuses those that unfold into gigabytes or hold themselves', () => {
    expect(read('tenants: &none []\nmappings: *none\n', 1e9)).toEqual({
      data: { tenants: [], mappings: [] },
      problems: [],
    });
    const levels = Array.from({ length: 9 }, (_, level) => {
      const inside = Array.from({ length: 10 }, () => (level === 0 ? 'x' : `*l${level - 1}`)).join(', ');
      return `  - &l${level} [${inside}]`;
    });
    expect(problemsOf(`tenants:\n${levels.join('\n')}\n`)).toEqual([
      expect.stringMatching(/: the aliases unfold into more than 1000000 values/),
    ]);
    expect(problemsOf('tenants: &own [*own]\n')[0]).toMatch(/^1:16: the alias \*own names nothing/);
  });

  it.each<[string, RegExp]>([
    ['', /^1:1: the file is empty/],
    ['# only a comment\n', /^1:1: the file is empty/],
    ['tenants: []\n---\ntenants: []\n', /a second document/],
    ['%YAML 1.1\n---\ntenants: []\n', /^1:1: directives are not supported/],
    ['tenants: !!python/object []\n', /^1:10: /],
    ['? [a, b]\n: c\n', /a key is text/],
    ['1: a\n', /^1:1: a key is text/],
    ['tenants: [\n', /^2:1: /],
    [`tenants: ${'['.repeat(50_000)}${']'.repeat(50_000)}\n`, /nested too deeply/],
  ])('refuses what is no policy: case %#', (text, problem) => {
    const [first] = problemsOf(text);
    expect(first).toMatch(problem);
  });

  it('keeps __proto__ as a key, so that the schema sees it', () => {
    const { data } = read('tenants:\n  - labels: { __proto__: x }\n', 0);
    expect(JSON.stringify(data)).toBe('{"tenants":[{"labels":{"__proto__":"x"}}]}');
  });

  // What could be taken for the beginning of an item, and is none.
  it.each([
    'mappings:\n  - name: |\n     - a\n       - b\n  - name: b\n',
    'mappings:\n- name: a\n  x:\n  - b\n- c\ntenants:\n- d\n',
    'mappings:\n  - "a\n    - b"\n  - c\n',
    'mappings:\n  - "a\n  - b"\n  - c\n',
    'mappings:\n  - [a,\n  - b]\n  - c\n',
    'mappings:\n  - a\n   - b\n',
    'mappings:\n  - a\n - b\n',
    'mappings:\n   - a\n  - b\n',
    'mappings:\n  -\n  - b\n  # - c\n\n  - d\n',
    "settings: 'a\nmappings:\n  - b'\n",
    'settings: |\n  a\nmappings:\n  - b\n',
    'settings: [\nmappings:\n  - b\n]\n',
    '---\nmappings: # all\n  - b\n',
    'mappings:\r\n  - a: |\r\n      - x\r\n  - b\r\n',
    'mappings:\n  - - a\n    - b\n  - - c\n',
    'mappings:\n  # c\n    # d\n  - a: >-\n\n      b\n\n      - c\n    d: e\n...\n',
    'mappings:\n\t- a\n',
    'tenants:\nmappings:\n  a: b\n',
    'mappings:\n  - a # - b\n  - "#"\n',
    'mappings:\n  - &a x\n  - *a\n',
  ])('means the same in parts as in one: %j', (text) => {
    const [whole, parts] = [read(text, 1e9), read(text, 0)];
    expect(parts.problems.length > 0).toBe(whole.problems.length > 0);
    if (whole.problems.length === 0) {
      expect(parts.data).toEqual(whole.data);
    }
  });

  it('does not see an anchor of another part, and says so', () => {
    const items = Array.from({ length: 150 }, (_, index) => `  - m${index}\n`).join('');
    const text = `mappings:\n  - &first x\n${items}  - *first\n`;
    expect(problemsOf(text)).toEqual([]);
    expect(problemsOf(text, 0)[0]).toMatch(/^153:5: the alias \*first names nothing that stands before it/);
  });

  it('means the same in parts as in one, whatever is in it', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '- a',
        'mappings:',
        '# x',
        '"',
        "'",
        '|',
        '{',
        'a: b',
        '\n- a\n',
        '  - b\n',
        ' \n',
        'x\n  - y',
        '---'
      )
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof({ maxDepth: 3 }, text, fc.integer(), fc.boolean(), tie('list'), tie('map')),
      list: fc.array(tie('any'), { maxLength: 4 }),
      map: fc.dictionary(text, tie('any'), { maxKeys: 4 }),
    })).any;
    const list = fc.array(value, { minLength: 1, maxLength: 250 });
    const options = fc.record({
      indent: fc.constantFrom(2, 4),
      indentSeq: fc.boolean(),
      lineWidth: fc.constantFrom(0, 20, 80),
      blockQuote: fc.constantFrom<boolean | 'folded' | 'literal'>(true, false, 'folded', 'literal'),
      collectionStyle: fc.constantFrom<'any' | 'block'>('any', 'block'),
    });
    fc.assert(
      fc.property(fc.record({ tenants: list, settings: value, mappings: list }), options, (data, style) => {
        const written = stringify(data, { ...style, aliasDuplicateObjects: false });
        const [whole, parts] = [read(written, 1e9), read(written, 0)];
        // What the library cannot write, such as a key "- a" before a list, is an error in either way.
        expect(parts.problems.length > 0).toBe(whole.problems.length > 0);
        expect(whole.problems.length > 0 || isDeepStrictEqual(parts.data, whole.data)).toBe(true);
      }),
      { numRuns: 200 }
    );
  });
});
