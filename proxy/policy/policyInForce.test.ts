import { EMPTY_POLICY, indexPolicy } from '@gatehouse/model';
import { NOTHING_PUBLISHED } from '../store/policyStore';
import { PolicyInForce } from './policyInForce';

const SUMMARY = { ...NOTHING_PUBLISHED, number: 3, comment: 'c', createdAt: 5 };

describe('the policy in force', () => {
  it('is none before the store was read', () => {
    expect(new PolicyInForce().current).toBeUndefined();
  });

  it('is replaced as a whole, and says since when', () => {
    const inForce = new PolicyInForce(() => 42);
    const index = indexPolicy(EMPTY_POLICY);
    inForce.replace({ ...SUMMARY, number: 2 }, indexPolicy(EMPTY_POLICY));
    const before = inForce.current;
    inForce.replace(SUMMARY, index);
    expect(before?.number).toBe(2);
    expect(inForce.current).toMatchObject({ number: 3, comment: 'c', createdAt: 5, loadedAt: 42 });
    expect(inForce.current?.index).toBe(index);
  });
});
