import { type Policy, policySchema } from '@gatehouse/model';
import fc from 'fast-check';
import { PolicyText } from './policyText';
import { printPolicy } from './printPolicy';
import { readPolicyFile } from './readPolicyFile';

const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/);
// What YAML could take for something else, and what is long.
const text = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
    fc.constantFrom(
      'true',
      'null',
      '~',
      '1',
      '0x1',
      '1e3',
      '- a',
      '# b',
      'a: b',
      '*a',
      '&a',
      '!b',
      '%c',
      '@d',
      "it's",
      '"',
      '\\',
      '\u0085',
      '\u2028',
      '\ufeff',
      'x'.repeat(150)
    )
  )
  .filter((one) => /^\P{Cs}*$/u.test(one) && !/[\u0000-\u001f\u007f]/.test(one) && one.trim() === one && one !== '');
const principal = text.map((one) => `group:${one}`);
const limits = fc.record(
  { concurrency: fc.integer({ min: 1, max: 99 }), maxRange: fc.constant('30d') },
  { requiredKeys: [] }
);

const policy = fc
  .record({
    tenants: fc.uniqueArray(
      fc.oneof(
        fc.record(
          { name, title: text, backend: name, account: fc.nat(), limits },
          { requiredKeys: ['name', 'backend', 'account'] }
        ),
        fc.record({ name, backend: name, labels: fc.record({ tenant: text }) }),
        fc.record({ name, backend: name, org: fc.constantFrom('a', "b'(c)!*", 'true', '12') })
      ),
      { selector: (tenant) => tenant.name, minLength: 1, maxLength: 5 }
    ),
    mappings: fc.uniqueArray(
      fc.record(
        {
          name,
          principals: fc.array(principal, { minLength: 1, maxLength: 12 }),
          except: fc.array(principal, { minLength: 1, maxLength: 3 }),
          issuers: fc.array(name, { minLength: 1, maxLength: 3 }),
          enabled: fc.boolean(),
          expires: fc.constant('2027-01-31T00:00:00Z'),
          limits,
          deny: fc.boolean(),
        },
        { requiredKeys: ['name', 'principals', 'deny'] }
      ),
      { selector: (mapping) => mapping.name, maxLength: 8 }
    ),
    settings: fc.record({ severalTenants: fc.constantFrom('federate', 'refuse'), approvals: fc.constantFrom(0, 1) }),
  })
  .map(({ tenants, mappings, settings }): Policy => {
    const tenant = tenants[0]?.name;
    const filters = ['{team="dev",env=~"aws|gcp"}', `{a="${'y'.repeat(120)}"}`];
    const made = mappings.map(({ deny, limits: shared, ...mapping }) =>
      deny
        ? { ...mapping, effect: 'deny', grants: [{ tenant }] }
        : {
            ...mapping,
            ...(shared && { limits: shared }),
            grants: [
              { tenant, access: 'read', filters },
              { tenant, access: 'read-write' },
            ],
          }
    );
    return policySchema.parse({ tenants, mappings: made, settings });
  });

describe('a printed policy', () => {
  it('is read as the same policy, whatever is in it', () => {
    fc.assert(
      fc.property(policy, text, (one, remark) => {
        const comments = new Map(one.tenants.map((tenant) => [`tenant ${tenant.name}`, remark]));
        const printed = printPolicy(one, comments, [remark]);
        const source = new PolicyText(printed);
        expect(source.problems).toEqual([]);
        expect(policySchema.parse(source.data)).toEqual(one);
        expect(printPolicy(one, comments, [remark])).toBe(printed);
      }),
      { numRuns: 300 }
    );
  });

  it('cannot be broken out of by a comment', () => {
    const one = policySchema.parse({ tenants: [{ name: 'a', backend: 'b' }] });
    const printed = printPolicy(one, new Map([['tenant a', 'x\n  - { name: evil, backend: b }\r\u0085\u2028y']]), [
      'z\nmappings: []',
    ]);
    expect(readPolicyFile(printed, undefined, 0).policy).toEqual(one);
  });

  it('shows what nobody could see', () => {
    const one = policySchema.parse({ tenants: [{ name: 'a', title: 'x\u202ey', backend: 'b' }] });
    const printed = printPolicy(one, new Map([['tenant a', 'p\u202eq']]));
    expect(printed).toContain('# p?q\n');
    expect(printed).toContain('title: "x\\u202ey"');
  });

  it('looks as a person would write it', () => {
    const one = policySchema.parse({
      tenants: [{ name: 'acme', backend: 'cluster', account: 1 }],
      mappings: [
        {
          name: 'dev',
          principals: ['group:dev'],
          grants: [{ tenant: 'acme', access: 'read', filters: ['{team="dev"}'] }],
        },
        { name: 'nobody', principals: ['authenticated'], effect: 'deny', enabled: false },
      ],
    });
    expect(printPolicy(one)).toBe(`tenants:
  - { name: acme, backend: cluster, account: 1, project: 0 }
mappings:
  - name: dev
    principals: ["group:dev"]
    grants:
      - { tenant: acme, access: read, filters: ["{team=\\"dev\\"}"] }
  - name: nobody
    principals: [authenticated]
    effect: deny
    enabled: false
settings: { severalTenants: federate, approvals: 0 }
`);
  });
});
