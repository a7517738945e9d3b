import { screen, waitFor, within } from '@testing-library/react';
import { InMemoryAdmin } from '../test/inMemoryAdmin';
import { testIds } from '../testIds';
import { tenantNamed } from '../test/policies';
import { giveElementsASize, pluginMeta, publish, renderApp } from '../test/renderApp';

jest.mock('@grafana/runtime', () => jest.requireActual('../test/grafanaRuntime'));
jest.mock('@grafana/ui', () => jest.requireActual('../test/grafanaUi'));

beforeEach(() => {
  localStorage.clear();
  giveElementsASize();
});

const row = (name: string) => screen.findByTestId(testIds.tenants.row(name));

describe('the Tenants page', () => {
  it('lists tenants with their places and who uses them', async () => {
    renderApp(new InMemoryAdmin(), pluginMeta(), 'tenants');
    expect(await row('acme')).toHaveTextContent('account 1, project 0');
    expect(await row('acme')).toHaveTextContent('1 mapping');
    expect(await row('shop')).toHaveTextContent('no mapping');
  });

  it('shows what removing a tenant does to mappings, does it in one step, and takes it back', async () => {
    const { user } = renderApp(new InMemoryAdmin(), pluginMeta(), 'tenants');
    await row('acme');
    await user.click(screen.getByRole('button', { name: 'Remove acme' }));
    expect(screen.getByText('acme-developers is removed: it grants nothing else')).toBeVisible();
    expect(screen.queryByText(/unpublished change/)).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Remove from the draft' }));
    expect(await row('acme')).toHaveTextContent('Removed');
    expect(screen.getByText(/^2 unpublished changes/)).toBeVisible();
    expect(screen.getByText('Tenant acme removed from the draft, and from 1 mapping')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await row('acme')).not.toHaveTextContent('Removed');
    expect(screen.queryByText(/unpublished change/)).not.toBeInTheDocument();
  });

  it('counts who reaches a tenant, and leads to who that is', async () => {
    renderApp(new InMemoryAdmin(), pluginMeta(), 'tenants');
    expect(await row('acme')).toHaveTextContent('1 mapping1 principalWho sees it');
    expect(screen.getByRole('link', { name: 'Who sees acme' })).toHaveAttribute(
      'href',
      expect.stringContaining('/explain?tenant=acme')
    );
    expect(screen.queryByRole('link', { name: 'Who sees shop' })).not.toBeInTheDocument();
  });

  it('finds tenants by their place, and says when there are none', async () => {
    const { user, url } = renderApp(new InMemoryAdmin(), pluginMeta(), 'tenants?q=account 2');
    await row('globex');
    expect(screen.queryByTestId(testIds.tenants.row('acme'))).not.toBeInTheDocument();
    expect(screen.getByText('1 of 3 tenants')).toBeVisible();
    await user.type(screen.getByRole('textbox', { name: 'Search tenants' }), '99');
    expect(await screen.findByText('No tenant matches')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Clear search' }));
    await row('acme');
    await waitFor(() => expect(url()).toBe(''));
  });

  it('is searched by keyboard: / leads to the search, and Escape empties it', async () => {
    const { user } = renderApp(new InMemoryAdmin(), pluginMeta(), 'tenants');
    await row('acme');
    await user.keyboard('/glob');
    expect(screen.getByRole('textbox', { name: 'Search tenants' })).toHaveValue('glob');
    expect(await screen.findByText('1 of 3 tenants')).toBeVisible();
    await user.keyboard('{Escape}');
    expect(screen.getByRole('textbox', { name: 'Search tenants' })).toHaveFocus();
    expect(await row('acme')).toBeVisible();
  });

  it('names several accounts of a cluster in one step that can be undone', async () => {
    const admin = new InMemoryAdmin();
    admin.answer = ({ url }) =>
      url.endsWith('backends/cluster/tenants')
        ? {
            status: 200,
            body: {
              known: true,
              complete: true,
              tenants: [
                { account: 1, project: 0, names: ['acme'] },
                { account: 5, project: 0, names: [] },
                { account: 6, project: 2, names: [] },
              ],
            },
          }
        : undefined;
    const { user } = renderApp(admin, pluginMeta(), 'tenants?discover=cluster');
    expect(await screen.findByText('2 have no name yet; 1 is a tenant already')).toBeVisible();
    expect(screen.queryByRole('checkbox', { name: 'account 1, project 0' })).not.toBeInTheDocument();
    await user.click(screen.getByRole('checkbox', { name: 'account 5, project 0' }));
    await user.click(screen.getByRole('checkbox', { name: 'account 6, project 2' }));
    const name = screen.getByRole('textbox', { name: 'Name of account 5, project 0' });
    await user.clear(name);
    await user.type(name, 'acme');
    await user.click(screen.getByRole('button', { name: 'Add 2 to draft' }));
    expect(await screen.findByText('Another tenant has the name acme. Give this one its own.')).toBeVisible();
    await user.clear(name);
    await user.type(name, 'initech');
    await user.click(screen.getByRole('button', { name: 'Add 2 to draft' }));
    expect(await row('initech')).toHaveTextContent('account 5, project 0');
    expect(await row('tenant-6-2')).toHaveTextContent('Added');
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(screen.queryByTestId(testIds.tenants.row('initech'))).not.toBeInTheDocument());
  });

  it('makes tenants of the values of a label on a single node', async () => {
    const admin = new InMemoryAdmin();
    admin.answer = ({ url }) =>
      url.endsWith('backends/single/labels')
        ? { status: 200, body: { found: ['__name__', 'tenant'], complete: true } }
        : url.endsWith('backends/single/values?label=tenant')
          ? { status: 200, body: { found: ['bank', 'shop'], complete: true } }
          : undefined;
    const { user } = renderApp(admin, pluginMeta(), 'tenants?discover=single');
    await user.selectOptions(await screen.findByRole('combobox', { name: /^Label that tells/ }), 'tenant');
    await user.click(await screen.findByRole('checkbox', { name: 'tenant="bank"' }));
    await user.click(screen.getByRole('button', { name: 'Add 1 to draft' }));
    expect(await row('bank')).toHaveTextContent('tenant="bank"');
  });

  it('offers no change to a token that may not edit', async () => {
    const admin = new InMemoryAdmin();
    admin.answer = ({ url }) =>
      url.endsWith('configuration')
        ? {
            status: 200,
            body: {
              role: 'viewer',
              backends: [{ name: 'cluster', kind: 'victoriametrics-cluster' }],
              issuers: [],
            },
          }
        : undefined;
    renderApp(admin, pluginMeta(), 'tenants?discover=cluster');
    await row('acme');
    expect(screen.getByRole('button', { name: 'View acme' })).toBeVisible();
    expect(screen.queryByRole('button', { name: /^(Add|Edit|Remove|Find)/ })).not.toBeInTheDocument();
    expect(admin.requests.some(({ url }) => url.includes('/backends/'))).toBe(false);
  });

  it('removes a tenant that nobody uses, in the draft', async () => {
    const { user } = renderApp(new InMemoryAdmin(), pluginMeta(), 'tenants');
    await row('shop');
    await user.click(screen.getByRole('button', { name: 'Remove shop' }));
    expect(await row('shop')).toHaveTextContent('Removed');
  });

  it('adds a tenant of a cluster', async () => {
    const { user } = renderApp(new InMemoryAdmin(), pluginMeta(), 'tenants');
    await user.click(await screen.findByRole('button', { name: 'Add tenant' }));
    const editor = within(await screen.findByRole('dialog'));
    await user.type(editor.getByRole('textbox', { name: /^Name/ }), 'initech');
    await user.selectOptions(editor.getByRole('combobox', { name: /^Backend/ }), 'cluster');
    await user.type(editor.getByRole('textbox', { name: /^Account/ }), '3');
    await user.click(editor.getByRole('button', { name: 'Add to draft' }));
    expect(await row('initech')).toHaveTextContent('account 3, project 0');
  });

  it('says what the kind of a backend means for reads and writes', async () => {
    const { user } = renderApp(new InMemoryAdmin(), pluginMeta(), 'tenants');
    await user.click(await screen.findByRole('button', { name: 'Edit shop' }));
    const editor = within(await screen.findByRole('dialog'));
    expect(editor.getByText(/^VictoriaMetrics, single node\./)).toBeVisible();
    expect(editor.getByRole('group', { name: 'Fixed labels' })).toHaveTextContent(
      /Enforced on reads.*Stamped on writes/
    );
  });

  it('sets limits that everybody shares, and keeps the rest of the tenant', async () => {
    const admin = new InMemoryAdmin();
    const { user } = renderApp(admin, pluginMeta(), 'tenants');
    await user.click(await screen.findByRole('button', { name: 'Edit acme' }));
    const editor = within(await screen.findByRole('dialog'));
    await user.click(editor.getByRole('button', { name: 'Limits of the tenant' }));
    expect(editor.getByText(/^Shared by everybody who uses this tenant/)).toBeVisible();
    await user.type(editor.getByRole('textbox', { name: 'Requests per minute' }), '6000');
    await user.type(editor.getByRole('textbox', { name: 'Longest range' }), '30 days');
    await user.click(editor.getByRole('button', { name: 'Save to draft' }));
    expect(await editor.findByText(/^Use a duration such as/)).toBeVisible();
    const range = editor.getByRole('textbox', { name: 'Longest range' });
    expect(range).toHaveFocus();
    await user.clear(range);
    await user.type(range, '30d');
    await user.click(editor.getByRole('button', { name: 'Save to draft' }));
    expect(await row('acme')).toHaveTextContent('all together: 6,000/min, range 30d');
    await publish(user);
    expect(tenantNamed('acme', admin.policy)).toEqual({
      ...tenantNamed('acme'),
      limits: { requestsPerMinute: 6000, maxRange: '30d' },
    });
  });
});
