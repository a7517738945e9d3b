import { EMPTY_POLICY } from '@gatehouse/model';
import { PolicyInForce } from './policyInForce';

const REVISION = { number: 3, comment: 'c', author: 'a', createdAt: 5, policy: EMPTY_POLICY };

describe('the policy in force', () => {
  it('is none before the store was read', () => {
    expect(new PolicyInForce().current).toBeUndefined();
  });

  it('is replaced as a whole, and says since when', () => {
    const inForce = new PolicyInForce(() => 42);
    inForce.replace({ ...REVISION, number: 2 });
    const before = inForce.current;
    inForce.replace(REVISION);
    expect(before?.number).toBe(2);
    expect(inForce.current).toMatchObject({ number: 3, comment: 'c', author: 'a', createdAt: 5, loadedAt: 42 });
    expect(inForce.current?.index.policy).toBe(EMPTY_POLICY);
  });
});
