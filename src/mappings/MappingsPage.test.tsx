import { screen, waitFor, within } from '@testing-library/react';
import { EMPTY_POLICY } from '@gatehouse/model';
import { InMemoryAdmin, problem, type Reply } from '../test/inMemoryAdmin';
import { testIds } from '../testIds';
import { giveElementsASize, pluginMeta, renderApp } from '../test/renderApp';

jest.mock('@grafana/runtime', () => jest.requireActual('../test/grafanaRuntime'));
jest.mock('@grafana/ui', () => jest.requireActual('../test/grafanaUi'));

let admin: InMemoryAdmin;

beforeEach(() => {
  localStorage.clear();
  giveElementsASize();
  admin = new InMemoryAdmin();
});

const table = () => screen.findByRole('table', { name: 'Mappings' });
const rowOf = (name: string) => screen.findByTestId(testIds.mappings.row(name));

describe('the Mappings page', () => {
  it('lists who gets what', async () => {
    renderApp(admin);
    const row = await rowOf('acme-developers');
    expect(row).toHaveTextContent('group:acme-dev');
    expect(row).toHaveTextContent('{team="dev"}');
    expect(row).toHaveTextContent('Enabled');
    expect(await rowOf('globex')).toHaveTextContent('whole tenant');
  });

  it('points to the configuration while no proxy is known', () => {
    renderApp(admin, pluginMeta({ jsonData: {} }));
    expect(screen.getByRole('heading', { name: 'Connect the Gatehouse proxy' })).toBeVisible();
    expect(screen.getByRole('link', { name: 'Open configuration' })).toHaveAttribute(
      'href',
      expect.stringContaining('/plugins/gatehouse-tenancy-app')
    );
    expect(admin.requests).toEqual([]);
  });

  it.each<[string, Reply, string]>([
    [
      'the user is no administrator',
      { status: 403, body: { message: 'plugin proxy route access denied' } },
      'You need to be an organization administrator',
    ],
    ['the token is wrong', problem(401, 'admin-token-wrong', 'no'), 'The proxy refuses the admin token'],
    ['something else is at the URL', { status: 404, body: '<html></html>' }, 'This is not a Gatehouse proxy'],
    ['the proxy does not run', { status: 502, body: '' }, 'Grafana cannot reach the proxy'],
  ])('says when %s', async (_name, reply, title) => {
    admin.answer = () => reply;
    renderApp(admin);
    expect(await screen.findByRole('heading', { name: title })).toBeVisible();
  });

  it('reads again on request', async () => {
    admin.answer = () => problem(503, 'store-unavailable', 'gone');
    const { user } = renderApp(admin);
    await screen.findByRole('heading', { name: 'The proxy cannot reach its store' });
    admin.answer = undefined;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await table()).toBeVisible();
  });

  it('explains the first steps when nobody is mapped, and starts with a tenant', async () => {
    admin.policy = EMPTY_POLICY;
    renderApp(admin);
    expect(await screen.findByRole('heading', { name: 'Nobody sees anything yet' })).toBeVisible();
    expect(screen.getByRole('link', { name: 'Add the first tenant' })).toBeVisible();
  });

  it('finds mappings, counts them and says when none matches', async () => {
    const { user } = renderApp(admin);
    await table();
    const search = screen.getByRole('textbox', { name: 'Search mappings' });
    await user.type(search, 'bob');
    expect(screen.getByText('1 of 2 mappings')).toBeVisible();
    expect(within(await table()).queryByText('acme-developers')).not.toBeInTheDocument();
    await user.type(search, 'xyz');
    expect(screen.getByRole('heading', { name: 'No mapping matches' })).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Clear search' }));
    expect(screen.getByText('2 mappings')).toBeVisible();
  });

  it('removes without asking, and undoes', async () => {
    const { user } = renderApp(admin);
    await table();
    await user.click(screen.getByRole('button', { name: 'Remove globex' }));
    expect(await rowOf('globex')).toHaveTextContent('Removed');
    expect(screen.getByText('1 unpublished change: 1 removed')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await rowOf('globex')).not.toHaveTextContent('Removed');
    expect(screen.queryByText(/unpublished change/)).not.toBeInTheDocument();
  });

  it('restores a removed mapping in its row', async () => {
    const { user } = renderApp(admin);
    await table();
    await user.click(screen.getByRole('button', { name: 'Remove globex' }));
    await user.click(screen.getByRole('button', { name: 'Disable acme-developers' }));
    await user.click(screen.getByRole('button', { name: 'Restore globex' }));
    expect(screen.getByText('1 unpublished change: 1 changed')).toBeVisible();
    expect(await rowOf('acme-developers')).toHaveTextContent('Disabled');
  });

  it('keeps the draft over a reload', async () => {
    const first = renderApp(admin);
    await table();
    await first.user.click(screen.getByRole('button', { name: 'Disable globex' }));
    first.unmount();
    renderApp(admin);
    expect(await rowOf('globex')).toHaveTextContent('Disabled');
    expect(screen.getByText('1 unpublished change: 1 changed')).toBeVisible();
  });

  it('discards the draft, and takes that back', async () => {
    const { user } = renderApp(admin);
    await table();
    await user.click(screen.getByRole('button', { name: 'Disable globex' }));
    await user.click(screen.getByRole('button', { name: 'Discard' }));
    expect(await rowOf('globex')).toHaveTextContent('Enabled');
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await rowOf('globex')).toHaveTextContent('Disabled');
  });

  it('shows one page of a long list at a time', async () => {
    const [first] = admin.policy.mappings;
    admin.policy = {
      ...admin.policy,
      mappings: Array.from(
        { length: 120 },
        (_, index) => ({ ...first, name: `m-${index}` }) as NonNullable<typeof first>
      ),
    };
    renderApp(admin);
    expect(within(await table()).getAllByRole('row')).toHaveLength(51);
    await waitFor(() => expect(screen.getByText('120 mappings')).toBeVisible());
  });

  it('sorts by the columns, there and back', async () => {
    const { user } = renderApp(admin);
    const names = async () =>
      within(await table())
        .getAllByRole('row')
        .slice(1)
        .map((one) => one.dataset.testid);
    const [acme, globex] = [testIds.mappings.row('acme-developers'), testIds.mappings.row('globex')];
    expect(await names()).toEqual([acme, globex]);
    await user.click(screen.getByRole('button', { name: 'Name' }));
    expect(await names()).toEqual([globex, acme]);
    expect(screen.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'descending');
    await user.click(screen.getByRole('button', { name: 'Principals' }));
    expect(await names()).toEqual([acme, globex]);
    expect(screen.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'none');
  });

  describe('has a URL for what is on it:', () => {
    it('a link brings search, order and editor', async () => {
      renderApp(admin, pluginMeta(), 'mappings?q=acme&sort=-name&edit=acme-developers');
      expect(await screen.findByRole('textbox', { name: 'Search mappings' })).toHaveValue('acme');
      expect(screen.getByText('1 of 2 mappings')).toBeVisible();
      expect(screen.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'descending');
      expect(await screen.findByRole('dialog', { name: 'Edit mapping acme-developers' })).toBeVisible();
    });

    it('the search and the open editor go into it, and going back closes the editor', async () => {
      const { user, url, goBack } = renderApp(admin);
      await table();
      await user.type(screen.getByRole('textbox', { name: 'Search mappings' }), 'globex');
      await waitFor(() => expect(url()).toBe('?q=globex'));
      await user.click(screen.getByRole('button', { name: 'Edit globex' }));
      await screen.findByRole('dialog');
      expect(url()).toBe('?q=globex&edit=globex');
      await goBack();
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
      expect(url()).toBe('?q=globex');
    });

    it('closing the editor leaves no step behind, and a followed link none to the page before', async () => {
      const { user, url, goBack } = renderApp(admin, pluginMeta(), 'mappings?edit=globex');
      await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Cancel' }));
      expect(url()).toBe('');
      await user.click(screen.getByRole('button', { name: 'Edit globex' }));
      await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Cancel' }));
      expect(url()).toBe('');
      await goBack();
      expect(url()).toBe('');
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    });

    it('going back asks before it throws away what was entered', async () => {
      const { user, url, goBack } = renderApp(admin);
      await user.click(await screen.findByRole('button', { name: 'Add mapping' }));
      const name = () =>
        within(screen.getByRole('dialog', { name: 'Add mapping' })).getByRole('textbox', { name: /^Name/ });
      await user.type(name(), 'half-done');
      await goBack();
      expect(screen.getByText('Discard what you entered?')).toBeVisible();
      await user.click(screen.getByRole('button', { name: 'Keep editing' }));
      expect(url()).toBe('?add=');
      expect(name()).toHaveValue('half-done');
      await goBack();
      await user.click(screen.getByRole('button', { name: 'Discard' }));
      expect(screen.queryByRole('dialog', { name: 'Add mapping' })).not.toBeInTheDocument();
      expect(url()).toBe('');
    });

    it('a link to what is not there says so', async () => {
      const { user, url } = renderApp(admin, pluginMeta(), 'mappings?edit=initech');
      expect(await screen.findByText('There is no mapping initech')).toBeVisible();
      await user.click(screen.getByRole('button', { name: 'Show all mappings' }));
      expect(url()).toBe('');
      expect(await table()).toBeVisible();
    });
  });
});
