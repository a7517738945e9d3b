import { screen, within } from '@testing-library/react';
import { policySchema } from '@gatehouse/model';
import { explainReplies, KEYS, REFUSAL, TOKEN } from '../test/explainReplies';
import { InMemoryAdmin } from '../test/inMemoryAdmin';
import { POLICY } from '../test/policies';
import { giveElementsASize, pluginMeta, renderApp } from '../test/renderApp';

jest.mock('@grafana/runtime', () => jest.requireActual('../test/grafanaRuntime'));
jest.mock('@grafana/ui', () => jest.requireActual('../test/grafanaUi'));

beforeEach(() => {
  localStorage.clear();
  giveElementsASize();
});

function open(page: string, admin = new InMemoryAdmin()) {
  admin.answer = explainReplies(admin);
  return { admin, ...renderApp(admin, pluginMeta(), page) };
}

const heading = (name: string | RegExp) => screen.findByRole('heading', { name });
const table = async (name: string) => within(await screen.findByRole('table', { name }));

describe('what somebody sees', () => {
  it('says it in one line, with the tenants, filters and mappings', async () => {
    open(`explain?subject=${KEYS.alice}`);
    expect(await heading('alice@acme.example sees acme')).toBeVisible();
    expect(screen.getByText('Only series that match {team="dev"}.')).toBeVisible();
    const access = await table('Effective access');
    expect(access.getByText('{team="dev"}')).toBeVisible();
    expect(access.getByRole('link', { name: 'acme-developers' })).toHaveAttribute(
      'href',
      expect.stringContaining('/mappings?edit=acme-developers')
    );
  });

  it('says that no mapping names somebody, and leads to a new one for them', async () => {
    open(`explain?subject=${KEYS.mallory}`);
    expect(await heading('No mapping names mallory@evil.example')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Add a mapping for user:mallory@evil.example' })).toHaveAttribute(
      'href',
      expect.stringContaining('/mappings?add=&for=user%3Amallory%40evil.example')
    );
    expect(screen.queryByRole('table', { name: 'Effective access' })).not.toBeInTheDocument();
  });

  it.each<[string, object, string]>([
    ['a denial', { name: 'leavers', effect: 'deny' }, 'Denied by leavers: bob@globex.example sees nothing'],
    [
      'a denial of a tenant',
      { name: 'no-globex', effect: 'deny', grants: [{ tenant: 'globex' }] },
      'Denied by no-globex: nothing is left for bob@globex.example',
    ],
  ])('names %s', async (_what, denial, title) => {
    const admin = new InMemoryAdmin();
    admin.policy = policySchema.parse({
      ...POLICY,
      mappings: [...POLICY.mappings, { principals: ['user:bob@globex.example'], ...denial }],
    });
    open(`explain?subject=${KEYS.bob}`, admin);
    expect(await heading(title)).toBeVisible();
  });

  it.each<[string, object, RegExp]>([
    ['is disabled', { enabled: false }, /Mapping globex names bob@globex.example, but it is disabled/],
    ['has ended', { expires: '2020-01-01T00:00:00Z' }, /but it ended on 2020/],
    ['is for others', { issuers: ['okta'] }, /but counts only for okta/],
    ['excepts them', { except: ['user:bob@globex.example'] }, /and excepts them/],
  ])('says that the mapping %s', async (_what, change, title) => {
    const admin = new InMemoryAdmin();
    admin.policy = policySchema.parse({
      ...POLICY,
      mappings: POLICY.mappings.map((mapping) => (mapping.name === 'globex' ? { ...mapping, ...change } : mapping)),
    });
    open(`explain?subject=${KEYS.bob}`, admin);
    expect(await heading(title)).toBeVisible();
  });

  it('offers no new mapping to a token that may not edit', async () => {
    const admin = new InMemoryAdmin();
    const replies = explainReplies(admin);
    admin.answer = (request) => {
      const reply = replies(request);
      return request.url.endsWith('configuration')
        ? {
            status: 200,
            body: {
              role: 'viewer',
              backends: [{ name: 'cluster', kind: 'victoriametrics-cluster' }],
              issuers: [{ name: 'keycloak', issuer: 'https://id.example' }],
            },
          }
        : reply;
    };
    renderApp(admin, pluginMeta(), `explain?subject=${KEYS.mallory}`);
    expect(await heading('No mapping names mallory@evil.example')).toBeVisible();
    expect(screen.queryByRole('link', { name: /^Add a mapping/ })).not.toBeInTheDocument();
    expect(admin.requests.some(({ url }) => url.includes('/series'))).toBe(false);
  });

  it('says what to do when the person is forgotten', async () => {
    open(`explain?subject=${'z'.repeat(43)}`);
    expect(await heading('Nobody who came lately is meant')).toBeVisible();
  });

  it('shows the exact request, what was set, and counts the series', async () => {
    const { admin } = open(`explain?subject=${KEYS.alice}&query=up`);
    expect(await screen.findByText(/^POST http:\/\/vmselect:8481\/select\/1:0/)).toBeVisible();
    const parameters = await table('Parameters of the request');
    const [, query, filter] = parameters.getAllByRole('row');
    expect(query).toHaveTextContent(/^queryup$/);
    expect(filter).toHaveTextContent('extra_filters[]Set by Gatehouse{team="dev"}');
    expect(await screen.findByText('18 series')).toBeVisible();
    const counted = admin.requests.find(({ url }) => url.includes('/series'));
    expect(decodeURIComponent(counted?.url ?? '')).toContain('filter={__name__="up",team="dev"}');
  });
});

describe('who is asked about', () => {
  it('takes an identity, and keeps it in the URL', async () => {
    const { user, url } = open('explain');
    await user.click(await screen.findByRole('radio', { name: 'An identity' }));
    await user.click(await screen.findByRole('button', { name: 'Explain' }));
    expect(screen.getByText('Enter an id or an e-mail address.')).toBeVisible();
    await user.type(screen.getByRole('textbox', { name: /^E-mail/ }), 'new@acme.example');
    await user.type(screen.getByRole('textbox', { name: /^Groups/ }), 'acme-dev');
    await user.click(screen.getByRole('button', { name: 'Explain' }));
    expect(await heading('new@acme.example sees acme')).toBeVisible();
    expect(url()).toContain('group=acme-dev');
    expect(url()).toContain('issuer=keycloak');
  });

  it('takes a token, which stays out of the URL and is gone when somebody leaves', async () => {
    const { user, url, admin } = open('explain');
    await user.click(await screen.findByRole('radio', { name: 'A token' }));
    const field = await screen.findByLabelText(/^Token or credential/);
    expect(field).toHaveAttribute('type', 'password');
    await user.type(field, TOKEN);
    await user.click(screen.getByRole('button', { name: 'Explain' }));
    expect(await heading('alice@acme.example sees acme')).toBeVisible();
    expect(admin.requests.filter(({ data }) => JSON.stringify(data ?? '').includes(TOKEN))).not.toHaveLength(0);
    expect(url()).not.toContain('alice');
    expect(field).toHaveValue('');
    expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain(TOKEN);
    await user.click(screen.getByRole('radio', { name: 'An identity' }));
    expect(screen.queryByRole('heading', { name: /sees acme/ })).not.toBeInTheDocument();
    await user.click(screen.getByRole('radio', { name: 'A token' }));
    expect(screen.queryByRole('button', { name: 'Forget the token' })).not.toBeInTheDocument();
  });

  it('says why a token proves nobody', async () => {
    const { user } = open('explain?by=token');
    await user.type(await screen.findByLabelText(/^Token or credential/), 'forged');
    await user.click(screen.getByRole('button', { name: 'Explain' }));
    expect(await heading('This token proves nobody')).toBeVisible();
    expect(screen.getByText('The signature is not that of the key.')).toBeVisible();
  });

  it('explains a refusal from the text in the panel', async () => {
    const { user, url } = open('explain?by=refusal');
    const input = await screen.findByRole('textbox', { name: /^Request/ });
    await user.type(input, `Gatehouse: no mapping (no-mapping, request ${REFUSAL})`);
    await user.click(screen.getByRole('button', { name: 'Explain' }));
    expect(await heading(/^Refused on 2026-11-21 .*: no mapping grants mallory@evil.example anything$/)).toBeVisible();
    expect(screen.getByText('It would be refused now, too.')).toBeVisible();
    expect(url()).toBe(`?refusal=${REFUSAL}`);
  });

  it('says that a refusal is not kept any more', async () => {
    open('explain?refusal=0000');
    expect(await heading('There is no such refusal')).toBeVisible();
  });
});

describe('under the draft', () => {
  it('shows what it would change for somebody, beside what is in force', async () => {
    const admin = new InMemoryAdmin();
    admin.answer = explainReplies(admin);
    const { user, unmount } = renderApp(admin, pluginMeta(), 'mappings');
    await user.click(await screen.findByRole('button', { name: 'Disable globex' }));
    await screen.findByText(/^1 unpublished change/);
    unmount();
    renderApp(admin, pluginMeta(), `explain?subject=${KEYS.bob}`);
    expect(await heading('bob@globex.example sees globex')).toBeVisible();
    await user.click(screen.getByRole('radio', { name: 'My draft' }));
    expect(await heading('Mapping globex names bob@globex.example, but it is disabled')).toBeVisible();
    expect(await heading('In force: bob@globex.example sees globex')).toBeVisible();
    expect((await table('Effective access')).getByText('Removed')).toBeVisible();
  });
});

describe('who sees a tenant', () => {
  it('lists people and mappings', async () => {
    open('explain?tenant=acme');
    expect(await heading('1 of 3 who came lately sees acme')).toBeVisible();
    const people = await table('People and services');
    expect(people.getByRole('link', { name: 'alice@acme.example' })).toHaveAttribute(
      'href',
      expect.stringContaining(`/explain?subject=${KEYS.alice}`)
    );
    expect((await table('Mappings')).getByText('group:acme-dev')).toBeVisible();
  });

  it('tells who sees one series', async () => {
    const { user } = open('explain?tenant=acme');
    await user.type(await screen.findByRole('textbox', { name: /^Series/ }), 'up{{team="ops"}');
    expect(await heading('Nobody who came lately sees this series of acme')).toBeVisible();
    await user.clear(screen.getByRole('textbox', { name: /^Series/ }));
    await user.type(screen.getByRole('textbox', { name: /^Series/ }), 'up{{team=~"d.*"}');
    expect(await screen.findByText(/^Write one series with all of its labels/)).toBeVisible();
  });
});
