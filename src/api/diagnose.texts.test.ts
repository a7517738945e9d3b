import { type Answer, apiErrorFrom } from './ApiError';
import { diagnose } from './diagnose';

// Stands for any language: what is not asked for by its id would be English whatever Grafana is set to.
jest.mock('../i18n/t', () => ({
  t: (id: string, _text: string, values: object = {}) => [`‹${id}›`, ...Object.values(values)].join(' '),
}));

const problem = (code: string) => ({
  status: 418,
  body: { title: 'Title', status: 418, code, detail: 'what happened' },
});
const CODES = [
  'admin-token-missing',
  'admin-token-wrong',
  'store-unavailable',
  'role-insufficient',
  'policy-read-only',
  'policy-unchanged',
  'approval-by-author',
  'approval-unverified',
  'proposal-ended',
  'policy-desk-busy',
  'not-found',
  'teapot',
];

describe('what is told of a failed request is in the language of the page', () => {
  it.each<[string, Answer]>([
    ...CODES.map((code): [string, Answer] => [code, problem(code)]),
    ['no-answer', { status: undefined, body: undefined }],
    ['data-listener', { status: 404, body: { status: 'error', errorType: 'not_found' } }],
    ['unreachable', { status: 502, body: '' }],
    ['signed-out', { status: 401, body: { message: 'Unauthorized' } }],
    ['forbidden', { status: 403, body: { message: 'no' } }],
    ['plugin-not-ready', { status: 404, body: { message: 'plugin not found' } }],
    ['grafana-failed', { status: 500, body: { message: 'Could not parse url' } }],
    ['version-mismatch', { status: 200, body: { revision: 7, policy: {} } }],
    ['version-mismatch, named', { status: 200, body: { version: '9.0.0', policy: {} } }],
    ['not-gatehouse, a page', { status: 200, body: '<html>' }],
    ['not-gatehouse', { status: 200, body: {} }],
  ])('%s', (_name, answer) => {
    const { title, whatToDo } = diagnose(answer);
    expect(title).toMatch(/^‹diagnose\.\w+\.title›( 418)?$/);
    expect(whatToDo).toMatch(/^‹diagnose\.\w+\.\w+›/);
  });

  it.each(['proposal-of-another', 'proposals-too-many'])('%s, of which the proxy says why', (code) => {
    const { title, whatToDo } = diagnose(problem(code));
    expect(title).toMatch(/^‹diagnose\.\w+\.title›$/);
    expect(whatToDo).toBe('what happened.');
  });

  it('passes on what is known of the failure', () => {
    expect(diagnose(problem('teapot')).whatToDo).toMatch(/ what happened\. teapot$/);
    expect(diagnose(problem('policy-read-only')).whatToDo).toMatch(/ what happened\.$/);
    expect(diagnose({ status: 500, body: { message: 'Could not parse url' } }).whatToDo).toMatch(
      / Could not parse url\.$/
    );
    expect(diagnose({ status: 200, body: { version: '9.0.0', policy: {} } }).whatToDo).toMatch(/ 9\.0\.0$/);
  });

  it('also where nobody has diagnosed it', () => {
    expect(apiErrorFrom(new TypeError('Failed to fetch')).message).toBe('‹diagnose.failed›');
  });
});
