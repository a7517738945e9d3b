import { screen, within } from '@testing-library/react';
import { InMemoryAdmin } from '../test/inMemoryAdmin';
import { giveElementsASize, pluginMeta, publish, renderApp } from '../test/renderApp';
import { testIds } from '../testIds';

jest.mock('@grafana/runtime', () => jest.requireActual('../test/grafanaRuntime'));
jest.mock('@grafana/ui', () => jest.requireActual('../test/grafanaUi'));

let admin: InMemoryAdmin;

beforeEach(() => {
  localStorage.clear();
  giveElementsASize();
  admin = new InMemoryAdmin();
});

const setting = async (name: string) => within(await screen.findByTestId(testIds.policySettings.setting(name)));
const AFTER_APPROVAL = 'Changes take effect only when a second person has approved them';

describe('the settings of the policy', () => {
  it('change in the draft, with words about what that means', async () => {
    const { user } = renderApp(admin, pluginMeta(), 'settings');
    await user.click((await setting('approvals')).getByRole('radio', { name: AFTER_APPROVAL }));
    expect(screen.getByText('1 unpublished change: 1 changed')).toBeVisible();
    expect((await setting('severalTenants')).queryByText('Changed')).not.toBeInTheDocument();
    await user.click(screen.getByRole('link', { name: 'Publish…' }));
    expect(await screen.findByRole('table', { name: 'Changes' })).toHaveTextContent(
      'Change setting ApprovalsMeaningchanges take effect at oncechanges take effect only when a second person has approved them'
    );
  });

  it('are published with the rest, and decide about the next change', async () => {
    const { user } = renderApp(admin, pluginMeta(), 'settings');
    await user.click((await setting('approvals')).getByRole('radio', { name: AFTER_APPROVAL }));
    await publish(user);
    expect(admin.policy.settings).toEqual({ severalTenants: 'federate', approvals: 1 });
    await user.click(screen.getByRole('link', { name: 'Back to the mappings' }));
    await user.click(await screen.findByRole('tab', { name: 'Settings' }));
    await user.click((await setting('severalTenants')).getByRole('radio', { name: /is refused$/ }));
    expect(screen.getByRole('link', { name: 'Propose…' })).toBeVisible();
  });

  it('go back to what is published', async () => {
    const { user } = renderApp(admin, pluginMeta(), 'settings');
    await user.click((await setting('approvals')).getByRole('radio', { name: AFTER_APPROVAL }));
    await user.click(screen.getByRole('button', { name: 'Revert Approvals to the published one' }));
    expect(screen.queryByText(/unpublished change/)).not.toBeInTheDocument();
    expect((await setting('approvals')).getByRole('radio', { name: 'Changes take effect at once' })).toBeChecked();
  });
});
