import { config } from '@grafana/runtime';
import { screen, waitFor, within } from '@testing-library/react';
import { EMPTY_POLICY } from '@gatehouse/model';
import { PATHS } from '../constants';
import { InMemoryAdmin } from '../test/inMemoryAdmin';
import { POLICY } from '../test/policies';
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

describe('a token that only reads', () => {
  beforeEach(() => {
    admin.role = 'viewer';
    admin.tokenName = 'dashboards';
  });

  it.each(['mappings', 'tenants', 'settings', 'publish'])(
    'is told of on %s, and where to save another, without anything that would change the policy',
    async (page) => {
      renderApp(admin, pluginMeta(), page);
      const told = await banner();
      expect(told).toHaveTextContent('saved for this app, dashboards, has the role viewer');
      expect(within(told).getByRole('link', { name: 'Configuration' })).toHaveAttribute('href', PATHS.configuration);
      expect(screen.queryByRole('button', { name: CHANGES })).not.toBeInTheDocument();
      expect(screen.queryByRole('radio')).not.toBeInTheDocument();
      expect(screen.queryByText(/file/)).not.toBeInTheDocument();
    }
  );

  it('need not have a name', async () => {
    admin.tokenName = undefined;
    renderApp(admin);
    expect(await banner()).toHaveTextContent('saved for this app has the role viewer');
  });

  it('leaves every detail to be read, and says what may not change it', async () => {
    const { user } = renderApp(admin);
    await user.click(await screen.findByRole('button', { name: 'View acme-developers' }));
    const dialog = screen.getByRole('dialog', { name: 'Mapping acme-developers' });
    expect(within(dialog).getByText('read acme, only {team="dev"}')).toBeVisible();
    expect(dialog).toHaveTextContent('The admin token of this app may not change it.');
  });

  it.each(['mappings?add=', 'mappings?edit=acme-developers', 'tenants?add=', 'tenants?discover=cluster'])(
    'opens no editor by the link %s',
    async (page) => {
      renderApp(admin, pluginMeta(), page);
      await banner();
      expect(screen.queryByRole('textbox', { name: /^Name/ })).not.toBeInTheDocument();
      expect(screen.queryByRole('dialog', { name: /^(Add|Edit|Find)/ })).not.toBeInTheDocument();
    }
  );

  it('offers no first step while nothing is mapped', async () => {
    admin.policy = EMPTY_POLICY;
    renderApp(admin);
    await banner();
    expect(screen.getByText(/until a mapping says/)).toBeVisible();
    expect(screen.queryByRole('link', { name: /first tenant/ })).not.toBeInTheDocument();
  });

  it('shows what waits for approval, without a decision', async () => {
    Object.assign(config.bootData.user, { login: 'carol', email: 'carol@platform.example' });
    const { settings } = POLICY;
    admin.policy = { ...POLICY, settings: { ...settings, approvals: 1 } };
    admin.proposals.push({ id: 4, base: admin.revision, comment: 'Globex left', author: 'dave', policy: POLICY });
    renderApp(admin);
    const proposal = within(await screen.findByTestId(testIds.proposals.proposal('4')));
    expect(await proposal.findByText('Change mapping globex')).toBeVisible();
    expect(proposal.queryByRole('button', { name: /^(Approve|Reject|Withdraw|Take)/ })).not.toBeInTheDocument();
  });

  it('leaves a draft from before where it is, until a token that may publish is saved', async () => {
    admin.role = 'editor';
    const first = renderApp(admin);
    await first.user.click(await screen.findByRole('button', { name: 'Disable globex' }));
    first.unmount();
    admin.role = 'viewer';
    const second = renderApp(admin);
    const kept = within(await screen.findByTestId(testIds.readOnly.keptDraft));
    expect(kept.getByText('Kept in this browser: 1 unpublished change: 1 changed')).toBeVisible();
    expect(kept.getByText(/It waits here for one that may change the policy/)).toBeVisible();
    expect(screen.getByTestId(testIds.mappings.row('globex'))).toHaveTextContent('Enabled');
    second.unmount();
    admin.role = 'editor';
    renderApp(admin);
    expect(await screen.findByText('1 unpublished change: 1 changed')).toBeVisible();
  });

  it('is noticed when the proxy refuses to publish for its role, and the draft is kept', async () => {
    admin.role = 'editor';
    const { user } = renderApp(admin);
    await user.click(await screen.findByRole('button', { name: 'Disable globex' }));
    await user.click(screen.getByRole('link', { name: 'Publish…' }));
    const form = within(await screen.findByTestId(testIds.publish.form));
    await user.type(form.getByRole('textbox', { name: /^Comment/ }), 'Because');
    admin.role = 'viewer';
    await user.click(form.getByRole('button', { name: 'Publish' }));
    expect(await banner()).toHaveTextContent('role viewer');
    expect(screen.getByTestId(testIds.readOnly.keptDraft)).toBeVisible();
    expect(screen.queryByRole('button', { name: CHANGES })).not.toBeInTheDocument();
  });

  it('matters less than a file, which another token would not open either', async () => {
    admin.source = FILE;
    renderApp(admin);
    expect(await banner()).toHaveTextContent('/etc/gatehouse/policy.yaml');
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
