import { checkPolicy, EMPTY_POLICY, type Policy, policySchema } from '@gatehouse/model';
import { rememberFindings } from './rememberFindings';

const ACME: Policy = policySchema.parse({ tenants: [{ name: 'acme', backend: 'gone', account: 1 }] });

describe('the findings of a policy', () => {
  it('are its warnings, and the problems that the configuration has given it since', () => {
    const check = (policy: Policy) => checkPolicy(policy, { backends: new Map(), issuers: [] }, 0);
    expect(rememberFindings(check, () => 0)(ACME)).toMatchObject([{ code: 'backend-unknown' }]);
    const lenient = (policy: Policy) => checkPolicy(policy, undefined, 0);
    expect(rememberFindings(lenient, () => 0)(ACME)).toMatchObject([{ code: 'tenant-unreached' }]);
  });

  it('are looked for once in half a minute, for each policy', () => {
    let clock = 0;
    let checks = 0;
    const findingsOf = rememberFindings(
      (policy) => {
        checks += 1;
        return checkPolicy(policy, undefined, clock);
      },
      () => clock
    );
    findingsOf(ACME);
    findingsOf(ACME);
    expect(checks).toBe(1);
    findingsOf(EMPTY_POLICY);
    expect(checks).toBe(2);
    clock = 30_000;
    findingsOf(ACME);
    expect(checks).toBe(3);
  });
});
