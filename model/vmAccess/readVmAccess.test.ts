import fc from 'fast-check';
import { parseFilter } from '../filter/parse';
import { readVmAccess } from './readVmAccess';

const read = (claim: unknown) => readVmAccess(claim, undefined);

/** What a claim gives, in short: "1:5 read {a="b"} or {c="d"}". */
function outline(claim: unknown): string {
  const result = read(claim);
  if ('problem' in result) {
    return `problem: ${result.problem}`;
  }
  const { tenant, access, filters } = result.vmAccess;
  const place = tenant === undefined ? 'no account' : `${tenant.account}:${tenant.project}`;
  return `${place} ${access} ${filters?.join(' or ') ?? '*'}`;
}

const id = (account?: number, project?: number) => ({ tenant_id: { account_id: account, project_id: project } });

describe("vmgateway's form", () => {
  test.each<[string, object, string]>([
    ['a tenant', id(1, 5), '1:5 read-write *'],
    ['the largest tenant', id(4_294_967_295, 4_294_967_295), '4294967295:4294967295 read-write *'],
    ['a tenant without project', { tenant_id: { account_id: 7 } }, '7:0 read-write *'],
    ['tenant 0:0, when it says so', id(0, 0), '0:0 read-write *'],
    ['an empty tenant', { tenant_id: {} }, 'no account read-write *'],
    ['nothing', {}, 'no account read-write *'],
    ['mode 0', { mode: 0 }, 'no account read-write *'],
    ['mode 1', { mode: 1 }, 'no account read *'],
    ['mode 2', { mode: 2 }, 'no account write *'],
    ['mode 3', { mode: 3 }, 'no account read-write *'],
    ['labels', { extra_labels: { team: 'dev', a: '1' } }, 'no account read-write {a="1",team="dev"}'],
    ['a filter', { extra_filters: ['{env=~"aws|gcp"}'] }, 'no account read-write {env=~"aws|gcp"}'],
    [
      'filters, of which one must match',
      { extra_filters: ['{b="2"}', '{a="1"}'] },
      'no account read-write {a="1"} or {b="2"}',
    ],
    [
      'labels in every filter',
      { extra_labels: { team: 'dev' }, extra_filters: ['{b="2"}', '{a="1"}'] },
      'no account read-write {a="1",team="dev"} or {b="2",team="dev"}',
    ],
    [
      'a label beside a filter on the same label',
      { extra_labels: { team: 'dev' }, extra_filters: ['{team=~".*"}'] },
      'no account read-write {team="dev",team=~".*"}',
    ],
    [
      'a value that would close a quote',
      { extra_labels: { a: '"} or {b="' } },
      'no account read-write {a="\\"} or {b=\\""}',
    ],
  ])('gives %s', (_name, claim, expected) => {
    expect(outline(claim)).toBe(expected);
    expect(outline(JSON.stringify(claim))).toBe(expected);
  });
});

describe("vmauth's form", () => {
  test.each<[string, object, string]>([
    ['a tenant', { metrics_account_id: 1, metrics_project_id: 5 }, '1:5 read-write *'],
    ['a tenant without project', { metrics_account_id: 7 }, '7:0 read-write *'],
    ['labels', { metrics_extra_labels: ['team=dev', 'a=b=c'] }, 'no account read-write {a="b=c",team="dev"}'],
    [
      'what looks like a pattern as the value that it is',
      { metrics_extra_labels: ['team=~".*",x=y'] },
      'no account read-write {team="~\\".*\\",x=y"}',
    ],
    ['the same label twice', { metrics_extra_labels: ['a=1', 'a=1'] }, 'no account read-write {a="1"}'],
    ['filters', { metrics_extra_filters: ['{b="2"}', '{a="1"}'] }, 'no account read-write {a="1"} or {b="2"}'],
    [
      'what is for metrics, beside what is for logs',
      {
        metrics_account_id: 1,
        logs_account_id: 9,
        logs_project_id: 9,
        logs_extra_filters: ['x'],
        logs_extra_stream_filters: [],
      },
      '1:0 read-write *',
    ],
    ['a mode, which only narrows', { metrics_account_id: 1, mode: 1 }, '1:0 read *'],
  ])('gives %s', (_name, claim, expected) => {
    expect(outline(claim)).toBe(expected);
    expect(outline(JSON.stringify(claim))).toBe(expected);
  });
});

test('both forms give what they say when they agree', () => {
  const claim = {
    ...id(1, 0),
    extra_labels: { team: 'dev' },
    extra_filters: ['{a="1"}'],
    metrics_account_id: 1,
    metrics_extra_labels: ['team=dev'],
    metrics_extra_filters: ["{ a = '1' }"],
  };
  expect(outline(claim)).toBe('1:0 read-write {a="1",team="dev"}');
});

describe('gives nothing where', () => {
  test.each<[string, unknown, RegExp]>([
    ['the forms name different tenants', { ...id(1), metrics_account_id: 2 }, /do not say the same/],
    ['only one form names a tenant', { ...id(1), metrics_extra_labels: ['a=b'] }, /do not say the same/],
    ['only one form narrows', { ...id(1), extra_labels: { a: 'b' }, metrics_account_id: 1 }, /do not say the same/],
    ['it speaks of logs only', { logs_account_id: 1 }, /logs/],
    ['a project has no account', { tenant_id: { project_id: 5 } }, /project without its account/],
    ['a project has no account (vmauth)', { metrics_project_id: 0 }, /project without its account/],
    ['an account is a text', { tenant_id: { account_id: '1' } }, /account_id/],
    ['an account is null', { tenant_id: { account_id: null } }, /account_id/],
    ['an account is negative', id(-1), /0 to 4294967295/],
    ['an account is too large', id(4_294_967_296), /0 to 4294967295/],
    ['an account has a fraction', id(1.5), /0 to 4294967295/],
    ['an account is true', { metrics_account_id: true }, /metrics_account_id/],
    ['a tenant is a text', { tenant_id: '1:5' }, /tenant_id/],
    ['a tenant is null', { tenant_id: null }, /tenant_id/],
    ['a tenant is an array', { tenant_id: [] }, /tenant_id/],
    ['a tenant has something else', { tenant_id: { account_id: 1, org: 2 } }, /org/],
    ['mode is unknown', { mode: 4 }, /mode/],
    ['mode is a text', { mode: '1' }, /mode/],
    ['mode is null', { mode: null }, /mode/],
    ['a field is unknown', { ...id(1), role: 1 }, /role/],
    ['a field is misspelled', { ...id(1), extra_filter: ['{a="1"}'] }, /extra_filter/],
    ['a field is written otherwise', { ...id(1), Extra_Filters: ['{a="1"}'] }, /Extra_Filters/],
    ['a field is named __proto__', JSON.parse('{"__proto__":{"mode":1}}'), /__proto__/],
    ['a tenant has a field named __proto__', JSON.parse('{"tenant_id":{"__proto__":1}}'), /__proto__/],
    ['a label is named __proto__', JSON.parse('{"extra_labels":{"__proto__":"x","a":"b"}}'), /extra_labels/],
    ['labels are a list', { extra_labels: ['team=dev'] }, /extra_labels/],
    ['labels are an object (vmauth)', { metrics_extra_labels: { team: 'dev' } }, /metrics_extra_labels/],
    ['labels are empty', { extra_labels: {} }, /extra_labels: is empty/],
    ['labels are empty (vmauth)', { metrics_extra_labels: [] }, /metrics_extra_labels: is empty/],
    ['a label has a number', { extra_labels: { team: 1 } }, /extra_labels/],
    ['a label has no value', { extra_labels: { team: '' } }, /no value/],
    ['a label has no value (vmauth)', { metrics_extra_labels: ['team='] }, /no value/],
    ['a label has no "="', { metrics_extra_labels: ['team'] }, /joined by/],
    ['a label has no name', { metrics_extra_labels: ['=dev'] }, /label name/],
    ['a label has two values', { metrics_extra_labels: ['a=1', 'a=2'] }, /two values/],
    ['the name of a label smuggles a matcher', { extra_labels: { 'a="x",b': 'y' } }, /not the name of a label/],
    ['the name of a label has a space', { extra_labels: { 'a ': 'y' } }, /not the name of a label/],
    ['a label chooses a tenant', { extra_labels: { vm_account_id: '2' } }, /vm_account_id/],
    ['a label holds NUL', { extra_labels: { a: 'x\0' } }, /control characters/],
    ['filters are a text', { extra_filters: '{a="1"}' }, /extra_filters/],
    ['filters are empty', { extra_filters: [] }, /extra_filters: is empty/],
    ['filters are empty (vmauth)', { metrics_extra_filters: [] }, /metrics_extra_filters: is empty/],
    ['filters are null', { extra_filters: null }, /extra_filters/],
    ['a filter is a number', { extra_filters: [1] }, /extra_filters/],
    ['a filter is empty', { extra_filters: [''] }, /starts with/],
    ['a filter matches everything', { extra_filters: ['{}'] }, /empty filter/],
    ['a filter has an alternative inside', { extra_filters: ['{a="1" or b="2"}'] }, /"or"/],
    ['a filter names a metric', { extra_filters: ['up{a="1"}'] }, /starts with/],
    ['a filter chooses a tenant', { extra_filters: ['{vm_account_id="2"}'] }, /vm_account_id/],
    ['one filter of several is not understood', { extra_filters: ['{a="1"}', '{a=~"("}'] }, /vm_access/],
    [
      'there are too many filters',
      { extra_filters: Array.from({ length: 101 }, (_, n) => `{a="${n}"}`) },
      /extra_filters/,
    ],
    [
      'label and filter are too long together',
      { extra_labels: { b: 'y'.repeat(3000) }, extra_filters: [`{a="${'x'.repeat(3000)}"}`] },
      /4096/,
    ],
    ['a field for logs is no list', { ...id(1), logs_extra_filters: 'x' }, /logs_extra_filters/],
    ['it is a number', 7, /vm_access/],
    ['it is true', true, /vm_access/],
    ['it is null', null, /vm_access/],
    ['it is a list', [id(1)], /vm_access/],
    ['it is a list with a text', [JSON.stringify(id(1))], /vm_access/],
    ['it is an empty text', '', /not JSON/],
    ['it is a text that is not JSON', '{tenant_id: 1}', /not JSON/],
    ['it is JSON twice over', JSON.stringify(JSON.stringify(id(1))), /vm_access/],
    ['it is JSON with something behind it', `${JSON.stringify(id(1))} {}`, /not JSON/],
    ['it is the text "null"', 'null', /vm_access/],
    ['it is a very long text', `{"tenant_id":{}${' '.repeat(40_000)}}`, /characters/],
    ['a key stands twice', '{"mode":1,"mode":0}', /twice/],
    ['a key stands twice below', '{"tenant_id":{"account_id":1,"account_id":2}}', /twice/],
    ['a key stands twice in two spellings', '{"mode":1,"\\u006dode":0}', /twice/],
    [
      'a key stands twice after one that looks like structure',
      '{"extra_labels":{"a":"{\\"}","b":"1","a":"2"}}',
      /twice/,
    ],
  ])('%s', (_name, claim, problem) => {
    expect(outline(claim)).toMatch(/^problem: /);
    expect(outline(claim)).toMatch(problem);
  });
});

test('keys of different objects may be alike', () => {
  expect(outline('{"mode":1,"extra_labels":{"mode":"mode","a":"{"},"tenant_id":{"account_id":1}}')).toBe(
    '1:0 read {a="{",mode="mode"}'
  );
});

test('a problem tells no values', () => {
  expect(outline('{"secret-value": ')).not.toContain('secret');
  expect(outline({ tenant_id: 'secret-value' })).not.toContain('secret-value');
});

test('the backends for which it counts are passed on', () => {
  expect(readVmAccess(id(1), ['eu'])).toMatchObject({ vmAccess: { backends: ['eu'] } });
});

describe('laws', () => {
  const uint = fc.constantFrom<unknown>(0, 1, 5, 4_294_967_295, 4_294_967_296, -1, 0.5, '0', null, '');
  const texts = fc.constantFrom<unknown>([], ['{a="1"}'], ['{a="1"}', '{b="2"}'], ['a=1'], [''], '', null, {});
  const claims = fc.record(
    {
      tenant_id: fc.oneof(
        fc.constantFrom<unknown>('', null, [], '0:0'),
        fc.record({ account_id: uint, project_id: uint }, { requiredKeys: [] })
      ),
      metrics_account_id: uint,
      metrics_project_id: uint,
      extra_labels: fc.constantFrom<unknown>({}, { a: '1' }, { a: '' }, [], null),
      extra_filters: texts,
      metrics_extra_labels: texts,
      metrics_extra_filters: texts,
      mode: fc.constantFrom<unknown>(0, 1, 2, 3, 4, '0', null),
      logs_account_id: fc.constantFrom<unknown>(0, 1),
    },
    { requiredKeys: [] }
  );
  const anyClaim = fc.oneof(
    { weight: 5, arbitrary: claims },
    { weight: 2, arbitrary: claims.map((claim) => JSON.stringify(claim)) },
    { weight: 1, arbitrary: fc.jsonValue() },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.string() }
  );

  test('no claim gives 0:0 unless it says account 0 itself, and no project but the one it says or 0', () => {
    fc.assert(
      fc.property(anyClaim, (claim) => {
        const result = read(claim);
        const { tenant } = 'vmAccess' in result ? result.vmAccess : {};
        if (tenant === undefined) {
          return;
        }
        const said = (typeof claim === 'string' ? JSON.parse(claim) : claim) as Record<string, unknown>;
        const id = (said['tenant_id'] ?? {}) as Record<string, unknown>;
        expect([id['account_id'], said['metrics_account_id']]).toContain(tenant.account);
        if (tenant.project !== 0) {
          expect([id['project_id'], said['metrics_project_id']]).toContain(tenant.project);
        }
      }),
      { numRuns: 2000 }
    );
  });

  test('no claim that speaks of labels or filters gives a whole tenant', () => {
    fc.assert(
      fc.property(claims, (claim) => {
        const result = read(claim);
        if ('vmAccess' in result && Object.keys(claim).some((key) => /^(metrics_)?extra_/.test(key))) {
          expect(result.vmAccess.filters?.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 2000 }
    );
  });

  test('every label stands in every filter, as it was said', () => {
    const label = fc.tuple(fc.stringMatching(/^[a-c]$/), fc.string({ minLength: 1, maxLength: 6 }));
    const filter = fc.constantFrom('{x="1"}', '{y=~"a|b"}', '{a!="1"}');
    fc.assert(
      fc.property(
        fc.uniqueArray(label, { selector: ([name]) => name, minLength: 1 }),
        fc.array(filter),
        (labels, filters) => {
          const result = read({
            extra_labels: Object.fromEntries(labels),
            extra_filters: filters.length > 0 ? filters : undefined,
          });
          for (const text of 'vmAccess' in result ? (result.vmAccess.filters ?? ['{none="1"}']) : []) {
            for (const [name, value] of labels) {
              expect(parseFilter(text).matchers).toContainEqual({ label: name, operator: '=', value });
            }
          }
        }
      )
    );
  });
});
