import type { PolicySurroundings } from '@gatehouse/model';
import { POLICY } from '../test/policies';
import { readPolicyFile } from './readPolicyFile';

const AROUND: PolicySurroundings = {
  backends: new Map([
    ['cluster', 'victoriametrics-cluster'],
    ['single', 'victoriametrics'],
  ]),
  issuers: ['keycloak'],
};
const NOW = Date.parse('2026-11-22T10:00:00Z');
const read = (text: string) => readPolicyFile(text, AROUND, NOW);
const codes = (text: string) => {
  const file = read(text);
  return 'problems' in file ? file.problems.map(({ code }) => code) : [];
};

it('reads back what is exported', () => {
  expect(read(`${JSON.stringify(POLICY, null, 2)}\n`)).toMatchObject({ policy: POLICY });
});

it('reads an answer of the admin API, which has the policy among other things', () => {
  expect(read(JSON.stringify({ revision: 3, policy: POLICY, comment: 'x' }))).toMatchObject({ policy: POLICY });
});

it.each([
  ['nothing', ''],
  ['half a file', '{"tenants": ['],
  ['YAML', 'tenants:\n  - name: acme\n'],
  ['a key that stands twice, of which readers take different ones', '{"tenants": [], "tenants": []}'],
])('does not take %s for JSON', (_name, text) => {
  expect(codes(text)).toEqual(['not-json']);
});

it.each([
  ['a dashboard', { title: 'CPU', panels: [] }],
  ['a list', [POLICY]],
  ['a text', 'policy'],
  ['null', null],
  ['null as policy', { policy: null }],
  ['a policy with a member that nobody knows', { ...POLICY, rules: [] }],
  ['a mapping to a tenant that is not there', { ...POLICY, tenants: [] }],
  ['a tenant on a backend that is not configured', { tenants: [{ name: 'a', backend: 'elsewhere', account: 1 }] }],
])('does not take %s for a policy, and says what is wrong', (_name, content) => {
  const file = read(JSON.stringify(content));
  expect('problems' in file && file.problems.length > 0 && file.problems.every(({ message }) => message !== '')).toBe(
    true
  );
});

it('says where in the file something is wrong', () => {
  const file = read(JSON.stringify({ ...POLICY, mappings: [{ ...POLICY.mappings[0], effect: 'maybe' }] }));
  expect('problems' in file && file.problems[0]?.path.slice(0, 2)).toEqual(['mappings', 0]);
});
