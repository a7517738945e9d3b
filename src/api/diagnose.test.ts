import type { Answer } from './ApiError';
import { diagnose } from './diagnose';

const problem = (status: number, code: string, detail = 'what happened'): Answer => ({
  status,
  body: { type: 'about:blank', title: 'Title', status, code, detail },
});

describe('diagnose', () => {
  it.each<[string, Answer, string]>([
    ['nobody answers', { status: undefined, body: undefined }, 'no-answer'],
    ['Grafana gets no connection to the proxy', { status: 502, body: '' }, 'unreachable'],
    ['the proxy does not answer in time', { status: 504, body: undefined }, 'unreachable'],
    ['something before the proxy is unavailable', { status: 503, body: '<html>down</html>' }, 'unreachable'],
    ['no token is saved', problem(401, 'admin-token-missing'), 'admin-token-missing'],
    ['the token is another', problem(401, 'admin-token-wrong'), 'admin-token-wrong'],
    ['the store is gone', problem(503, 'store-unavailable'), 'store-unavailable'],
    ['the proxy does not know the path', problem(404, 'not-found'), 'not-found'],
    ['the proxy fails', problem(500, 'internal'), 'internal'],
    ['the token’s role is too low', problem(403, 'role-insufficient'), 'role-insufficient'],
    ['the policy is a file’s', problem(409, 'policy-read-only'), 'policy-read-only'],
    [
      'the data listener refuses',
      { status: 401, body: { status: 'error', errorType: 'unauthorized', error: 'x' } },
      'data-listener',
    ],
    [
      'the data listener does not know the path',
      { status: 404, body: { status: 'error', errorType: 'not_found', error: 'x' } },
      'data-listener',
    ],
    ['Grafana’s session is over', { status: 401, body: { message: 'Unauthorized' } }, 'signed-out'],
    [
      'the user is no administrator',
      { status: 403, body: { message: 'plugin proxy route access denied' } },
      'forbidden',
    ],
    [
      'Grafana does not have the plugin',
      { status: 404, body: { message: 'Plugin not found, no installed plugin with that id' } },
      'plugin-not-ready',
    ],
    [
      'Grafana does not have the route',
      { status: 404, body: { message: 'plugin route match not found' } },
      'plugin-not-ready',
    ],
    ['Grafana cannot read the URL', { status: 500, body: { message: 'Could not parse url' } }, 'grafana-failed'],
    ['a web page answers', { status: 200, body: '<!doctype html><title>Hello</title>' }, 'not-gatehouse'],
    ['a web server says not found', { status: 404, body: '<html>404</html>' }, 'not-gatehouse'],
    ['other JSON answers', { status: 200, body: { hello: 'world' } }, 'not-gatehouse'],
    ['another service refuses', { status: 403, body: 'no' }, 'not-gatehouse'],
    [
      'a policy of another version answers',
      { status: 200, body: { revision: 7, policy: { tenants: [{ colour: 'red' }] } } },
      'version-mismatch',
    ],
    [
      'a status of another version answers',
      { status: 200, body: { version: '9.0.0', policy: 'new form' } },
      'version-mismatch',
    ],
  ])('knows that %s', (_name, answer, code) => {
    expect(diagnose(answer).code).toBe(code);
  });

  it('tells a web page from something else', () => {
    expect(diagnose({ status: 200, body: ' <!DOCTYPE html>' }).whatToDo).toContain('a web page answers');
    expect(diagnose({ status: 200, body: {} }).whatToDo).toContain('something else answers');
  });

  it('names the port of the admin listener when the URL leads to the data listener', () => {
    expect(diagnose({ status: 404, body: { status: 'error', errorType: 'not_found' } }).whatToDo).toContain('8432');
  });

  it('passes on what the proxy says of an unknown problem', () => {
    expect(diagnose(problem(418, 'teapot', 'the pot is short and stout')).whatToDo).toContain(
      'the pot is short and stout. The proxy’s log says more under the code “teapot”.'
    );
  });
});
