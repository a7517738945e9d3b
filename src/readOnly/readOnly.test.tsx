import { screen, waitFor, within } from '@testing-library/react';
import { EMPTY_POLICY } from '@gatehouse/model';
import { InMemoryAdmin } from '../test/inMemoryAdmin';
import { giveElementsASize, pluginMeta, renderApp } from '../test/renderApp';
import { testIds } from '../testIds';

jest.mock('@grafana/runtime', () => jest.requireActual('../test/grafanaRuntime'));
jest.mock('@grafana/ui', () => jest.requireActual('../test/grafanaUi'));

const FILE = { kind: 'file', file: '/etc/gatehouse/policy.yaml' };
let admin: InMemoryAdmin;

beforeEach(() => {
  localStorage.clear();
  giveElementsASize();
  admin = new InMemoryAdmin();
});

const banner = () => screen.findByTestId(testIds.readOnly.banner);
/** What changes something, on whichever page. */
const CHANGES = /^(Add|Edit|Remove|Disable|Enable|Restore|Revert|Publish|Propose|Approve|Save)/;

describe('a policy that is a file’s', () => {
  it.each(['mappings', 'tenants', 'settings', 'publish'])(
    'is told of on %s, without anything that would change it',
    async (page) => {
      admin.source = FILE;
      renderApp(admin, pluginMeta(), page);
      expect(await banner()).toHaveTextContent('/etc/gatehouse/policy.yaml');
      expect(screen.queryByRole('button', { name: CHANGES })).not.toBeInTheDocument();
      expect(screen.queryByRole('radio')).not.toBeInTheDocument();
      expect(admin.requests.some(({ url }) => url.includes('proposals'))).toBe(false);
    }
  );

  it('can be viewed in every detail', async () => {
    admin.source = FILE;
    const { user, url } = renderApp(admin);
    await user.click(await screen.findByRole('button', { name: 'View acme-developers' }));
    const details = within(screen.getByRole('dialog', { name: 'Mapping acme-developers' }));
    expect(details.getByText('read acme, only {team="dev"}')).toBeVisible();
    expect(details.queryByRole('textbox')).not.toBeInTheDocument();
    expect(url()).toBe('?edit=acme-developers');
    await user.click(details.getByRole('button', { name: 'Close' }));
    expect(url()).toBe('');
  });

  it('shows its settings in words', async () => {
    admin.source = FILE;
    renderApp(admin, pluginMeta(), 'settings');
    expect(await screen.findByText('Changes take effect at once.')).toBeVisible();
  });

  it('opens no editor by a link', async () => {
    admin.source = FILE;
    renderApp(admin, pluginMeta(), 'mappings?add=');
    await banner();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('says what is wrong with the file now', async () => {
    admin.source = { ...FILE, problem: 'policy.yaml:3:7: tenants.0.name: expected a name' };
    renderApp(admin);
    expect(await screen.findByTestId(testIds.readOnly.problem)).toHaveTextContent('policy.yaml:3:7');
  });

  it('offers no first step while it is empty', async () => {
    admin.source = FILE;
    admin.policy = EMPTY_POLICY;
    renderApp(admin);
    await banner();
    expect(screen.getByText(/until a mapping in the policy’s file says/)).toBeVisible();
    expect(screen.queryByRole('link', { name: /first tenant/ })).not.toBeInTheDocument();
  });
});

describe('changes from before the policy was a file’s', () => {
  it('are kept, told and not mixed into what is in force', async () => {
    const first = renderApp(admin);
    await first.user.click(await screen.findByRole('button', { name: 'Disable globex' }));
    first.unmount();
    admin.source = FILE;
    const { user, unmount } = renderApp(admin);
    const kept = within(await screen.findByTestId(testIds.readOnly.keptDraft));
    expect(kept.getByText('Kept in this browser: 1 unpublished change: 1 changed')).toBeVisible();
    expect(screen.getByTestId(testIds.mappings.row('globex'))).toHaveTextContent('Enabled');
    await user.click(kept.getByRole('button', { name: 'Show changes' }));
    expect(kept.getByText('Change mapping globex')).toBeVisible();
    unmount();
    admin.source = { kind: 'store' };
    renderApp(admin);
    expect(await screen.findByText('1 unpublished change: 1 changed')).toBeVisible();
  });

  it('can be discarded, and taken back', async () => {
    const first = renderApp(admin);
    await first.user.click(await screen.findByRole('button', { name: 'Disable globex' }));
    first.unmount();
    admin.source = FILE;
    const { user } = renderApp(admin);
    await user.click(await screen.findByRole('button', { name: 'Discard' }));
    expect(localStorage).toHaveLength(0);
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(screen.getByTestId(testIds.readOnly.keptDraft)).toBeVisible();
  });

  it('are kept when the proxy refuses them because the policy became a file’s meanwhile', async () => {
    const { user } = renderApp(admin);
    await user.click(await screen.findByRole('button', { name: 'Disable globex' }));
    admin.source = FILE;
    await user.click(screen.getByRole('link', { name: 'Publish…' }));
    const form = within(await screen.findByTestId(testIds.publish.form));
    await user.type(form.getByRole('textbox', { name: /^Comment/ }), 'Because');
    await user.click(form.getByRole('button', { name: 'Publish' }));
    await waitFor(async () => expect(await banner()).toHaveTextContent('/etc/gatehouse/policy.yaml'));
    expect(screen.getByTestId(testIds.readOnly.keptDraft)).toBeVisible();
    expect(screen.queryByRole('button', { name: CHANGES })).not.toBeInTheDocument();
  });
});
