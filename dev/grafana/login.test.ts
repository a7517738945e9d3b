import { createHttpBrowser } from './testing/httpBrowser';
import { startForTests, type GrafanaForTests } from './testing/startForTests';

describe('logging in to the emulated Grafana', () => {
  let stack: GrafanaForTests;

  beforeAll(async () => {
    stack = await startForTests();
  }, 60_000);
  afterAll(() => stack.close());

  const browser = () => createHttpBrowser(stack.grafana.url);

  test('sends somebody who has not logged in to the login page', async () => {
    const response = await browser().fetch('/a/gatehouse-tenancy-app/mappings');
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('/login');
    expect(await (await browser().fetch('/login')).text()).toContain('Sign in with Test identity provider');
  });

  test.each([
    ['carol', 'carol@platform.example', 'Admin'],
    ['alice', 'alice@acme.example', 'Viewer'],
  ])('lets %s in through the identity provider, with the role that the groups give', async (person, email, role) => {
    const visitor = browser();
    await visitor.signIn(person);
    expect(await (await visitor.fetch('/api/user')).json()).toMatchObject({ login: email, email });
    expect(await (await visitor.fetch('/explore')).text()).toContain(`"orgRole":"${role}"`);
  });

  test('asks for PKCE, and takes no answer that belongs to another browser', async () => {
    const start = await browser().fetch('/login/generic_oauth');
    const asked = new URL(start.headers.get('location') ?? '');
    expect(asked.searchParams.get('code_challenge_method')).toBe('S256');

    const state = asked.searchParams.get('state') ?? '';
    const stranger = await browser().fetch(`/login/generic_oauth?code=stolen&state=${state}`);
    expect(stranger.status).toBe(400);
    expect(stranger.headers.getSetCookie().join()).not.toContain('grafana_session=');
  });

  test('knows the local administrator by password, and nobody by a wrong one', async () => {
    const visitor = browser();
    await visitor.signInByPassword();
    expect(await (await visitor.fetch('/api/user')).json()).toMatchObject({ login: 'admin' });

    const body = new URLSearchParams({ user: 'admin', password: 'wrong' });
    const wrong = await browser().fetch('/login', { method: 'POST', body });
    expect(wrong.status).toBe(401);
    expect(await wrong.text()).toContain('Invalid username or password');
  });

  test('forgets the session after logging out', async () => {
    const visitor = browser();
    await visitor.signIn('bob');
    expect((await visitor.fetch('/api/user')).status).toBe(200);
    await visitor.fetch('/logout');
    expect((await visitor.fetch('/api/user')).status).toBe(401);
  });
});
