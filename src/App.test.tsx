import { screen } from '@testing-library/react';
import { InMemoryAdmin } from './test/inMemoryAdmin';
import { giveElementsASize, pluginMeta, renderApp } from './test/renderApp';
import { reloadPage } from './settings/reloadPage';
import { testIds } from './testIds';

jest.mock('@grafana/runtime', () => jest.requireActual('./test/grafanaRuntime'));
jest.mock('@grafana/ui', () => jest.requireActual('./test/grafanaUi'));
jest.mock('./settings/reloadPage', () => ({ reloadPage: jest.fn() }));

/** What goes wrong while the page of tenants is drawn. */
let fault: Error | undefined;
jest.mock('./tenants/TenantsPage', () => ({
  TenantsPage: () => {
    if (fault !== undefined) {
      throw fault;
    }
    return 'The tenants';
  },
}));

beforeEach(() => {
  localStorage.clear();
  giveElementsASize();
  // React tells on the console of each error that a boundary caught.
  jest.spyOn(console, 'error').mockImplementation(() => {});
});

const open = (page = 'tenants') => renderApp(new InMemoryAdmin(), pluginMeta(), page);

describe('a page that cannot be drawn', () => {
  it('keeps its title, tells what to do, and shows what to report', async () => {
    fault = new TypeError('tenants is not iterable');
    const { user } = open();
    expect(await screen.findByTestId(testIds.states.crash)).toHaveAccessibleName('This page failed');
    expect(screen.getByRole('alert')).toHaveTextContent('Your draft is kept.');
    expect(screen.getByText('Details').closest('details')).toHaveTextContent('TypeError: tenants is not iterable');
    expect(screen.getByRole('heading', { level: 1, name: 'Tenants' })).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Reload page' }));
    expect(reloadPage).toHaveBeenCalledTimes(1);
  });

  it('names an update as the likely cause where its script could not be fetched', async () => {
    fault = Object.assign(new Error('Loading chunk 7 failed.'), { name: 'ChunkLoadError' });
    open();
    expect(await screen.findByTestId(testIds.states.crash)).toHaveAccessibleName('This page could not be loaded');
    expect(screen.getByRole('alert')).toHaveTextContent('the app was updated since you opened it');
  });

  it('gives way to the page that somebody goes on to', async () => {
    fault = new Error('on the tenants only');
    const { user, goBack } = open('settings');
    await user.click(await screen.findByRole('tab', { name: /^Tenants/ }));
    expect(await screen.findByTestId(testIds.states.crash)).toBeVisible();
    await goBack();
    expect(await screen.findByRole('heading', { level: 1, name: 'Policy settings' })).toBeVisible();
    expect(screen.queryByTestId(testIds.states.crash)).not.toBeInTheDocument();
  });
});
