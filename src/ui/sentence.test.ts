import { sentence } from './sentence';

describe('sentence', () => {
  it.each([
    ['choose one', 'Choose one.'],
    ['What now?', 'What now?'],
    ['team!="dev" also matches', 'team!="dev" also matches.'],
    ['vm_account_id names a tenant', 'vm_account_id names a tenant.'],
    ['user:a is not an e-mail address', 'user:a is not an e-mail address.'],
  ])('makes %j read %j', (text, made) => {
    expect(sentence(text)).toBe(made);
  });
});
