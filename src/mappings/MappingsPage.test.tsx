import { act, screen, waitFor, within } from '@testing-library/react';
import { EMPTY_POLICY, type Mapping } from '@gatehouse/model';
import { InMemoryAdmin, problem, type Reply } from '../test/inMemoryAdmin';
import { mappingNamed } from '../test/policies';
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

const table = () => screen.findByRole('grid', { name: 'Mappings' });
const rowOf = (name: string) => screen.findByTestId(testIds.mappings.row(name));

/** So many mappings of different people. */
const many = (length: number) =>
  Array.from({ length }, (_, index) => ({
    ...mappingNamed('globex'),
    name: `m-${index}`,
    principals: [`group:m-${index}`],
  }));

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

  it('draws of a long list only what is in sight', async () => {
    admin.policy = { ...admin.policy, mappings: many(1200) };
    renderApp(admin);
    const list = await table();
    expect(within(list).getAllByRole('row').length).toBeLessThan(50);
    expect(list).toHaveAttribute('aria-rowcount', '1201');
    await waitFor(() => expect(screen.getByText('1,200 mappings')).toBeVisible());
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

  it('filters by tenant and state, and goes back to all', async () => {
    const { user, url } = renderApp(admin, pluginMeta(), 'mappings?principal=group');
    await table();
    expect(screen.getByText('1 of 2 mappings')).toBeVisible();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Filter by tenant' }), 'globex');
    expect(url()).toBe('?principal=group&tenant=globex');
    expect(screen.getByRole('heading', { name: 'No mapping matches' })).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(url()).toBe('');
    await user.click(screen.getByRole('button', { name: 'Disable globex' }));
    await user.selectOptions(screen.getByRole('combobox', { name: 'Filter by state' }), 'Changed in the draft');
    expect(screen.getByText('1 of 2 mappings')).toBeVisible();
    expect(await rowOf('globex')).toHaveTextContent('Changed');
  });

  it('says at a mapping what is questionable about it, and lists those', async () => {
    const [acme] = admin.policy.mappings;
    admin.policy = {
      ...admin.policy,
      mappings: [{ ...acme, grants: [{ tenant: 'acme', access: 'read', filters: ['{env!="prod"}'] }] }] as Mapping[],
    };
    const { user } = renderApp(admin);
    await user.click(await screen.findByRole('button', { name: '1 warning about acme-developers' }));
    expect(
      await screen.findByText('Env!="prod" also matches series without the label env.', { exact: false })
    ).toBeVisible();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Filter by state' }), 'With warnings');
    expect(screen.getByText('1 of 1 mapping')).toBeVisible();
  });

  describe('with a selection', () => {
    it('changes many as one step, which is undone as one', async () => {
      const { user } = renderApp(admin);
      await table();
      await user.click(screen.getByRole('checkbox', { name: 'Select all 2 listed mappings' }));
      await user.click(within(screen.getByRole('toolbar')).getByRole('button', { name: 'Disable' }));
      expect(screen.getByText('2 unpublished changes: 2 changed')).toBeVisible();
      expect(screen.getByText('2 mappings disabled in the draft')).toBeVisible();
      await user.click(screen.getByRole('button', { name: 'Undo' }));
      expect(screen.queryByText(/unpublished change/)).not.toBeInTheDocument();
    });

    it('changes only what is listed', async () => {
      const { user } = renderApp(admin);
      await table();
      await user.click(screen.getByRole('checkbox', { name: 'Select all 2 listed mappings' }));
      await user.type(screen.getByRole('textbox', { name: 'Search mappings' }), 'bob');
      expect(screen.getByText('1 selected')).toBeVisible();
      await user.click(within(screen.getByRole('toolbar')).getByRole('button', { name: 'Remove' }));
      expect(screen.getByText('1 unpublished change: 1 removed')).toBeVisible();
    });

    it('adds a principal to all, and says before to how many', async () => {
      const { user } = renderApp(admin);
      await table();
      await user.click(screen.getByRole('checkbox', { name: 'Select all 2 listed mappings' }));
      await user.click(screen.getByRole('button', { name: 'Change…' }));
      const question = within(await screen.findByRole('dialog', { name: 'Change 2 mappings' }));
      await user.click(question.getByRole('button', { name: 'Change in draft' }));
      await user.type(question.getByRole('textbox', { name: /^Principal/ }), 'group:acme-dev');
      expect(question.getByText(/^It changes 1; 1 stays as it is/)).toBeVisible();
      await user.click(question.getByRole('button', { name: 'Change in draft' }));
      expect(await rowOf('globex')).toHaveTextContent('group:acme-dev');
      expect(screen.getByText('group:acme-dev added to 1 mapping in the draft')).toBeVisible();
    });

    it('takes back what the draft does to them', async () => {
      const { user } = renderApp(admin);
      await table();
      await user.click(screen.getByRole('button', { name: 'Remove globex' }));
      await user.click(screen.getByRole('button', { name: 'Disable acme-developers' }));
      await user.click(screen.getByRole('checkbox', { name: 'Select globex' }));
      await user.click(within(screen.getByRole('toolbar')).getByRole('button', { name: 'Revert' }));
      expect(screen.getByText('1 unpublished change: 1 changed')).toBeVisible();
      expect(await rowOf('globex')).not.toHaveTextContent('Removed');
    });
  });

  describe('by keyboard', () => {
    const names = ['m-0', 'm-1', 'm-2', 'm-3', 'm-4'];
    const selected = () =>
      names.filter((name) => screen.getByTestId(testIds.mappings.row(name)).getAttribute('aria-selected') === 'true');

    const focusOn = async (name: string) => {
      const row = await rowOf(name);
      act(() => row.focus());
    };

    beforeEach(() => {
      admin.policy = { ...admin.policy, mappings: many(names.length) };
    });

    it('goes from row to row, selects and opens', async () => {
      const { user, url } = renderApp(admin);
      await table();
      await focusOn('m-0');
      await user.keyboard('{ArrowDown}');
      expect(await rowOf('m-1')).toHaveFocus();
      await user.keyboard(' ');
      expect(selected()).toEqual(['m-1']);
      await user.keyboard('{Shift>}{ArrowDown}{/Shift}');
      expect(selected()).toEqual(['m-1', 'm-2']);
      await user.keyboard('{End}');
      expect(await rowOf('m-4')).toHaveFocus();
      await user.keyboard('{Shift>} {/Shift}');
      expect(selected()).toEqual(['m-1', 'm-2', 'm-3', 'm-4']);
      await user.keyboard('{Escape}');
      expect(selected()).toEqual([]);
      await user.keyboard('{Home}{Enter}');
      expect(url()).toBe('?edit=m-0');
    });

    it('Tab stops at one row and its buttons only', async () => {
      const { user } = renderApp(admin);
      await table();
      await focusOn('m-1');
      await user.keyboard('{Tab}');
      expect(screen.getByRole('checkbox', { name: 'Select m-1' })).toHaveFocus();
      await user.keyboard('{ArrowRight}');
      expect(screen.getByRole('button', { name: 'Edit m-1' })).toHaveFocus();
      expect(screen.getByRole('button', { name: 'Edit m-2' })).toHaveAttribute('tabindex', '-1');
    });

    it('a click with Shift selects all rows up to it', async () => {
      const { user } = renderApp(admin);
      await table();
      await user.click(screen.getByRole('checkbox', { name: 'Select m-3' }));
      await user.keyboard('{Shift>}');
      await user.click(screen.getByRole('checkbox', { name: 'Select m-1' }));
      await user.keyboard('{/Shift}');
      expect(selected()).toEqual(['m-1', 'm-2', 'm-3']);
    });

    it('/ leads to the search, but not out of a field', async () => {
      const { user } = renderApp(admin);
      await table();
      await user.keyboard('/');
      const search = screen.getByRole('textbox', { name: 'Search mappings' });
      expect(search).toHaveFocus();
      await user.keyboard('a/b');
      expect(search).toHaveValue('a/b');
    });
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
