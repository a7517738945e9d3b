import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { checkPolicy, indexPolicy, type Policy, type Subject } from '@gatehouse/model';
import { backendSchema } from '../config/schema';
import { PolicyInForce } from '../policy/policyInForce';
import { NOTHING_PUBLISHED } from '../store/policyStore';
import { AccessKeeper } from './access';

const BACKENDS = new Map([
  ['node', backendSchema.parse({ name: 'node', kind: 'victoriametrics', url: 'http://vm:8428' })],
]);
const TENANTS = ['acme', 'globex', 'shop'];
const READ = { access: 'read' } as const;

const person = (id: string): Subject => ({
  issuer: 'sso',
  kind: 'user',
  id,
  emailVerified: false,
  groups: ['dev'],
  claims: {},
});

function policyOf(tenants: readonly string[]): Policy {
  const { policy, problems } = checkPolicy(
    {
      tenants: TENANTS.map((name) => ({ name, backend: 'node', labels: { tenant: name } })),
      mappings: [
        {
          name: 'developers',
          principals: ['group:dev'],
          grants: tenants.map((tenant) => ({ tenant, access: 'read' })),
        },
      ],
    },
    undefined,
    0
  );
  if (policy === undefined) {
    throw new Error(JSON.stringify(problems));
  }
  return policy;
}

function inForce(tenants: readonly string[] = TENANTS): PolicyInForce {
  const policy = new PolicyInForce(() => 0);
  publish(policy, 1, tenants);
  return policy;
}

function publish(policy: PolicyInForce, number: number, tenants: readonly string[]): void {
  policy.replace({ ...NOTHING_PUBLISHED, number }, indexPolicy(policyOf(tenants)));
}

describe('what a subject may do', () => {
  test('is found out once', () => {
    const keeper = new AccessKeeper(inForce(), BACKENDS);
    const alice = person('alice');
    expect(keeper.confine(alice, READ, 0)).toBe(keeper.confine(alice, READ, 1));
  });

  test('is found out anew for the next revision, and counts at once', () => {
    const policy = inForce();
    const keeper = new AccessKeeper(policy, BACKENDS);
    const alice = person('alice');
    const asked = { ...READ, tenant: 'acme' };
    keeper.confine(alice, asked, 0);
    publish(policy, 2, ['globex']);
    expect(() => keeper.confine(alice, asked, 0)).toThrow('no mapping grants alice the tenant acme');
  });

  test('is kept for as many tenants as there is room for, of those who asked last', () => {
    const keeper = new AccessKeeper(inForce(), BACKENDS, 30);
    const [alice, ...others] = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'].map(person);
    if (alice === undefined) {
      throw new Error('nobody');
    }
    const first = keeper.confine(alice, READ, 0);
    others.forEach((other) => keeper.confine(other, READ, 0));
    const again = keeper.confine(alice, READ, 0);
    expect(again).not.toBe(first);
    expect(again).toEqual(first);
    expect(keeper.confine(alice, READ, 0)).toBe(again);
  });

  test('does not hold on to a revision that is over', async () => {
    const policy = inForce();
    const keeper = new AccessKeeper(policy, BACKENDS);
    const gone = person('whose token has expired');
    const index = (() => {
      keeper.confine(gone, READ, 0);
      return new WeakRef(policy.current?.index ?? {});
    })();
    publish(policy, 2, ['acme']);
    keeper.confine(person('another'), READ, 0);
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    expect(index.deref()).toBeUndefined();
    expect(gone.id).toBe('whose token has expired');
  });
});

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}
