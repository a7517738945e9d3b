import type { BackendSrvRequest } from '@grafana/runtime';
import { screen, waitFor, within } from '@testing-library/react';
import { credential, InMemoryCredentials, SECRET } from '../test/credentialReplies';
import { InMemoryAdmin, problem } from '../test/inMemoryAdmin';
import { giveElementsASize, pluginMeta, renderApp } from '../test/renderApp';

jest.mock('@grafana/runtime', () => jest.requireActual('../test/grafanaRuntime'));
jest.mock('@grafana/ui', () => jest.requireActual('../test/grafanaUiModal'));

const clipboard = { writeText: jest.fn(async () => {}) };

let admin: InMemoryAdmin;
let store: InMemoryCredentials;

beforeEach(() => {
  giveElementsASize();
  clipboard.writeText.mockClear();
  admin = new InMemoryAdmin();
  store = new InMemoryCredentials([
    credential({ lastUsedAt: '2026-11-21T10:00:00.000Z', comment: 'rack 7' }),
    credential({ id: 'aa02', name: 'nightly-report', mappings: [] }),
    credential({
      id: 'aa03',
      name: 'old-agent',
      state: 'revoked',
      revokedAt: '2026-11-01T00:00:00Z',
      revokedBy: 'dave',
    }),
  ]);
  admin.answer = store.answer;
});

function open(page = 'credentials') {
  const view = renderApp(admin, pluginMeta(), page);
  // The testing library puts a clipboard of its own there.
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: clipboard });
  Object.defineProperty(window, 'isSecureContext', { configurable: true, value: true });
  return view;
}

const row = async (name: RegExp) => within(await screen.findByRole('row', { name }));
const sent = (method: string) => admin.requests.filter((one: BackendSrvRequest) => one.method === method);

describe('the Credentials page', () => {
  it('lists what is live, and says what no mapping names', async () => {
    const { user } = open();
    // jsdom reads a space where a word may be broken, so the link has another name than in a browser.
    expect((await screen.findByText('Add a mapping for service:nightly-report')).closest('a')).toHaveAttribute(
      'href',
      expect.stringContaining('service:nightly-report')
    );
    expect((await row(/vmagent/)).getByRole('link', { name: 'agents' })).toBeVisible();
    expect(screen.queryByRole('row', { name: /old-agent/ })).not.toBeInTheDocument();
    await user.click(screen.getByRole('radio', { name: 'Ended' }));
    expect((await row(/old-agent/)).getByText('Revoked')).toBeVisible();
  });

  it('leads to no mapping that the admin token could not add', async () => {
    admin.role = 'viewer';
    open();
    expect((await row(/nightly-report/)).getByText('No mapping names service:nightly-report')).toBeVisible();
    expect(screen.queryByText(/^Add a mapping/)).not.toBeInTheDocument();
  });

  it('creates a credential, and shows its secret once', async () => {
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: 'Create credential' }));
    await user.type(await screen.findByRole('textbox', { name: /^Name of the service/ }), 'agent-8');
    await user.type(screen.getByRole('textbox', { name: /^Comment/ }), 'rack 8');
    await user.click(screen.getByRole('button', { name: 'Create' }));
    expect(await screen.findByRole('textbox', { name: 'Secret' })).toHaveValue(SECRET);
    const [post] = sent('POST');
    expect(post?.data).toEqual({ name: 'agent-8', comment: 'rack 8', expires: null });
    expect(post?.headers?.['Idempotency-Key']).toMatch(/^[0-9a-f]{32}$/);

    // Nobody closes it by accident.
    await user.click(screen.getByRole('button', { name: 'Done' }));
    expect(screen.getByText('You have not copied the secret')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Copy secret' }));
    expect(clipboard.writeText).toHaveBeenCalledWith(SECRET);
    await user.click(await screen.findByRole('button', { name: 'Done' }));
    await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Secret' })).not.toBeInTheDocument());
    expect(document.body.innerHTML).not.toContain(SECRET);
    expect((await row(/agent-8/)).getByText('rack 8')).toBeVisible();
  });

  it('says what a lost answer means, and does not make a second one', async () => {
    let key = '';
    admin.answer = (request) => {
      if (request.method !== 'POST') {
        return store.answer(request);
      }
      key = String(request.headers?.['Idempotency-Key']);
      store.answer(request);
      admin.answer = store.answer;
      return { status: 502, body: { message: 'Bad gateway' } };
    };
    const { user } = open('credentials?add=agent-9');
    await user.click(await screen.findByRole('button', { name: 'Create' }));
    expect(await screen.findByText('Grafana cannot reach the proxy')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Create' }));
    expect(await screen.findByText('The credential was made, and its answer got lost')).toBeVisible();
    expect(store.credentials.filter(({ id }) => id === key)).toHaveLength(1);
  });

  it('rotates, and says until when the old secret counts', async () => {
    const { user } = open();
    await user.click((await row(/vmagent/)).getByRole('button', { name: /^Rotate vmagent/ }));
    await user.selectOptions(await screen.findByRole('combobox', { name: /old secret/ }), '7d');
    await user.click(screen.getByRole('button', { name: 'Rotate' }));
    expect(await screen.findByText(/^The old secret \(gate_01234…\) counts until 20(29|30)/)).toBeVisible();
    expect(sent('POST')[0]?.data).toEqual({ overlap: '7d' });
  });

  it('sends only what was changed', async () => {
    const { user } = open('credentials?edit=aa01');
    const comment = await screen.findByRole('textbox', { name: /^Comment/ });
    await user.clear(comment);
    await user.type(comment, 'rack 9');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect((await row(/vmagent/)).getByText('rack 9')).toBeVisible();
    expect(sent('PATCH').map(({ data }) => data)).toEqual([{ comment: 'rack 9' }]);
  });

  it('says what stops before it revokes', async () => {
    const { user } = open();
    await user.click((await row(/vmagent/)).getByRole('button', { name: /^Revoke vmagent/ }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/^Within a second, whatever sends gate_01234… is refused/)).toBeVisible();
    expect(dialog.getByText('It is the only live credential of vmagent.')).toBeVisible();
    await user.click(dialog.getByRole('button', { name: 'Revoke' }));
    await waitFor(() => expect(screen.queryByRole('row', { name: /vmagent/ })).not.toBeInTheDocument());
    expect(sent('DELETE').map(({ url }) => url)).toEqual([expect.stringMatching(/credentials\/aa01$/)]);
  });

  it('offers nothing that the admin token does not allow', async () => {
    admin.answer = (request) =>
      request.url.endsWith('/configuration')
        ? { status: 200, body: { backends: [], issuers: [], role: 'editor' } }
        : store.answer(request);
    open();
    await row(/vmagent/);
    expect(screen.getByText('You can look, and change nothing here')).toBeVisible();
    expect(screen.queryByRole('button', { name: /^(Create |Revoke|Rotate|Edit)/ })).not.toBeInTheDocument();
  });

  it('explains the next step while there is none', async () => {
    store.credentials.splice(0);
    open();
    expect(await screen.findByText('No machine has a credential yet')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Create credential' })).toBeVisible();
  });

  it('says why the list cannot be had', async () => {
    admin.answer = (request) =>
      request.url.includes('/credentials') ? problem(503, 'store-unavailable', 'gone') : undefined;
    open();
    expect(await screen.findByText('The proxy cannot reach its store')).toBeVisible();
  });
});
