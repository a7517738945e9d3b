import { tokenLine } from './tokenLine';

it.each([
  ['viewer', 'warning', 'The policy and the credentials are read-only'],
  ['editor', 'good', 'may change the policy. For credentials'],
  ['admin', 'good', 'may do everything'],
] as const)('says what a token of the role %s allows', (role, state, text) => {
  const line = tokenLine({ role, tokenName: 'grafana' });
  expect(line.state).toBe(state);
  expect(line.text).toContain(`grafana, role ${role}: this app may`);
  expect(line.text).toContain(text);
});

it('does without a name, which older proxies do not tell', () => {
  expect(tokenLine({ role: 'editor', tokenName: undefined }).text).toMatch(/^Role editor: /);
});
