import { screen, within } from '@testing-library/react';
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

  it('refuses to remove a tenant that mappings name, and names them', async () => {
    const { user } = renderApp(new InMemoryAdmin(), pluginMeta(), 'tenants');
    await row('acme');
    await user.click(screen.getByRole('button', { name: 'Remove acme' }));
    expect(screen.getByText(/1 mapping names it: acme-developers/)).toBeVisible();
    expect(screen.queryByText(/unpublished change/)).not.toBeInTheDocument();
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
