import { config } from '@grafana/runtime';
import { screen, waitFor, within } from '@testing-library/react';
import { InMemoryAdmin, problem } from '../test/inMemoryAdmin';
import { POLICY } from '../test/policies';
import { giveElementsASize, pluginMeta, renderApp } from '../test/renderApp';
import { testIds } from '../testIds';

jest.mock('@grafana/runtime', () => jest.requireActual('../test/grafanaRuntime'));
jest.mock('@grafana/ui', () => jest.requireActual('../test/grafanaUi'));

const APPROVED_ONLY = { ...POLICY, settings: { ...POLICY.settings, approvals: 1 as const } };
const GLOBEX_DISABLED = {
  ...APPROVED_ONLY,
  mappings: POLICY.mappings.map((mapping) => (mapping.name === 'globex' ? { ...mapping, enabled: false } : mapping)),
};
const NOW = '2026-11-21T10:00:00.000Z';
const CAROL = { name: 'carol', by: 'grafana-id', token: 'default' };
let admin: InMemoryAdmin;

beforeEach(() => {
  localStorage.clear();
  giveElementsASize();
  admin = new InMemoryAdmin();
  admin.policy = APPROVED_ONLY;
  signIn('carol');
});

function signIn(login: string) {
  Object.assign(config.bootData.user, { login, email: `${login}@platform.example` });
  admin.person = `${login}@platform.example`;
}

/** Somebody's change that waits. */
function propose(author = 'dave@platform.example') {
  admin.proposals.push({ id: 4, base: admin.revision, comment: 'Globex has left', author, policy: GLOBEX_DISABLED });
}

const card = async () => within(await screen.findByTestId(testIds.proposals.proposal('4')));

/** Decides about the proposal, and gives the question that is asked before. */
async function decide(user: ReturnType<typeof renderApp>['user'], decision: 'Approve' | 'Reject' | 'Withdraw') {
  await user.click(await (await card()).findByRole('button', { name: `${decision}…` }));
  const question = within(await screen.findByRole('dialog'));
  await user.click(question.getByRole('button', { name: decision }));
  return question;
}

describe('while changes need an approval', () => {
  it('a draft is proposed, and cleared when the proposal exists', async () => {
    const { user } = renderApp(admin);
    await user.click(await screen.findByRole('button', { name: 'Disable globex' }));
    await user.click(screen.getByRole('link', { name: 'Propose…' }));
    const form = within(await screen.findByTestId(testIds.publish.form));
    expect(form.getByText('A second person must approve')).toBeVisible();
    await user.type(form.getByRole('textbox', { name: /^Comment/ }), 'Globex has left');
    await user.click(form.getByRole('button', { name: 'Propose' }));
    expect(await screen.findByText('Your change waits for another person')).toBeVisible();
    expect(screen.queryByText(/unpublished change/)).not.toBeInTheDocument();
    expect(localStorage).toHaveLength(0);
    const proposal = within(await screen.findByTestId(testIds.proposals.proposal('1')));
    expect(proposal.getByText('“Globex has left”')).toBeVisible();
    expect(await proposal.findByRole('table', { name: 'What you propose' })).toHaveTextContent('Change mapping globex');
    expect(proposal.queryByRole('button', { name: 'Approve…' })).not.toBeInTheDocument();
  });

  it('a draft is kept when what is answered is no proposal', async () => {
    const { user } = renderApp(admin);
    await user.click(await screen.findByRole('button', { name: 'Disable globex' }));
    await user.click(screen.getByRole('link', { name: 'Propose…' }));
    const drawer = within(await screen.findByTestId(testIds.publish.form));
    admin.answer = ({ method }) => (method === 'PUT' ? { status: 202, body: {} } : undefined);
    await user.type(drawer.getByRole('textbox', { name: /^Comment/ }), 'Globex has left');
    await user.click(drawer.getByRole('button', { name: 'Propose' }));
    expect(await drawer.findByText(/^Not published/)).toBeVisible();
    expect(screen.getByText('1 unpublished change: 1 changed')).toBeVisible();
  });
});

describe('a proposal', () => {
  it('of somebody else is approved, and is in force', async () => {
    propose();
    const { user } = renderApp(admin);
    expect(await (await card()).findByText('dave@platform.example proposes')).toBeVisible();
    await decide(user, 'Approve');
    expect(await screen.findByText('Revision 7 is in force')).toBeVisible();
    expect(admin.requests.find(({ url }) => url.endsWith('/approve'))?.headers).toEqual({ 'If-Match': '"6"' });
    await waitFor(() => expect(screen.getByTestId(testIds.mappings.row('globex'))).toHaveTextContent('Disabled'));
    expect(screen.queryByTestId(testIds.proposals.list)).not.toBeInTheDocument();
  });

  it('of somebody else is rejected', async () => {
    propose();
    const { user } = renderApp(admin);
    await card();
    // What came of it is told at once, also while the policy is still on its way and the card is gone.
    admin.answer = ({ url }) => (url.endsWith('/admin/policy') ? new Promise(() => {}) : undefined);
    await decide(user, 'Reject');
    expect(await screen.findByText('The change is rejected')).toBeVisible();
    expect(admin.revision).toBe(6);
    expect(screen.queryByTestId(testIds.proposals.list)).not.toBeInTheDocument();
  });

  it('of one’s own can only be withdrawn', async () => {
    propose('Carol@Platform.example');
    const { user } = renderApp(admin);
    expect((await card()).getByText('Another administrator has to approve it.')).toBeVisible();
    expect((await card()).queryByRole('button', { name: /Approve|Reject/ })).not.toBeInTheDocument();
    await decide(user, 'Withdraw');
    expect(await screen.findByText('Your change is withdrawn')).toBeVisible();
  });

  it('is not approved when the proxy knows that it is one’s own', async () => {
    propose('carola');
    admin.person = 'carola';
    const { user } = renderApp(admin);
    const question = await decide(user, 'Approve');
    expect(await question.findByText('Another person must approve this')).toBeVisible();
    expect(admin.revision).toBe(6);
  });

  it('is not approved when the proxy cannot tell two persons apart', async () => {
    propose();
    const { user } = renderApp(admin);
    admin.answer = ({ url }) =>
      url.endsWith('/approve') ? problem(403, 'approval-unverified', 'nobody is named by the request') : undefined;
    const question = await decide(user, 'Approve');
    expect(await question.findByText('The proxy cannot tell you and the author apart')).toBeVisible();
    expect(question.getByText(/nobody is named by the request\./)).toBeVisible();
  });

  it('is not approved on top of what was published meanwhile, and says what that was', async () => {
    propose();
    const { user } = renderApp(admin);
    await (await card()).findByRole('button', { name: 'Approve…' });
    admin.publishElsewhere(APPROVED_ONLY);
    const question = await decide(user, 'Approve');
    expect(await question.findByText('Another change was published since')).toBeVisible();
    expect(question.getByText(/dave published revision 7/)).toBeVisible();
    expect(await (await card()).findByText(/Something else was published since/)).toBeVisible();
    expect(await (await card()).findByText(/dave published revision 7/)).toBeVisible();
    expect((await card()).queryByRole('button', { name: 'Approve…' })).not.toBeInTheDocument();
  });

  it('is not approved unseen', async () => {
    propose();
    admin.answer = ({ url }) => (/proposals\/\d+$/.test(url) ? { status: 502, body: '' } : undefined);
    renderApp(admin);
    expect(await (await card()).findByText('What it changes could not be read.')).toBeVisible();
    expect((await card()).queryByRole('button', { name: 'Approve…' })).not.toBeInTheDocument();
    expect((await card()).getByRole('button', { name: 'Reject…' })).toBeVisible();
  });
});

it('is not approved when today’s configuration forbids it, and says why', async () => {
  propose();
  admin.proposalProblems = [
    { code: 'x', path: ['tenants', 2, 'backend'], message: 'no backend is named old', hint: 'name another' },
  ];
  renderApp(admin);
  expect(await (await card()).findByText('It cannot be approved')).toBeVisible();
  expect((await card()).getByText('Name another.')).toBeVisible();
  expect((await card()).queryByRole('button', { name: 'Approve…' })).not.toBeInTheDocument();
});

it('that is outdated is taken into the draft, on top of what was published since', async () => {
  propose();
  const before = { revision: 6, policy: APPROVED_ONLY, comment: '', author: 'carol', createdAt: NOW };
  admin.publishElsewhere({ ...APPROVED_ONLY, tenants: POLICY.tenants.filter(({ name }) => name !== 'shop') });
  admin.answer = ({ url }) =>
    url.endsWith('revisions/6')
      ? {
          status: 200,
          body: { ...before, actor: CAROL, approvedBy: null, restoredFrom: null, warnings: [] },
        }
      : undefined;
  const { user } = renderApp(admin, pluginMeta(), 'publish');
  await user.click(await (await card()).findByRole('button', { name: 'Take it into my draft' }));
  expect(await screen.findByRole('table', { name: 'Changes' })).toHaveTextContent(
    'Change mapping globexStateenableddisabled: it has no effect'
  );
  expect(screen.getByText('1 unpublished change: 1 changed')).toBeVisible();
});

it('says when more wait than fit, and asks what each changes only when it is shown', async () => {
  for (let number = 0; number < 12; number += 1) {
    propose();
    Object.assign(admin.proposals.at(-1) ?? {}, { id: 100 + number });
  }
  const { user } = renderApp(admin);
  expect(await screen.findByText('12 changes wait for approval')).toBeVisible();
  expect(screen.getAllByRole('article')).toHaveLength(10);
  expect(admin.requests.filter(({ url }) => /proposals\/\d+$/.test(url))).toHaveLength(10);
  await user.click(screen.getByRole('button', { name: 'Show 2 more proposals' }));
  expect(screen.getAllByRole('article')).toHaveLength(12);
});

it('says when proposals cannot be had, but not of proxies that need no approvals', async () => {
  admin.answer = ({ url }) => (url.includes('proposals') ? problem(404, 'not-found', 'unknown') : undefined);
  const first = renderApp(admin);
  expect(await screen.findByText(/^Proposals cannot be shown/)).toBeVisible();
  first.unmount();
  admin.policy = POLICY;
  renderApp(admin);
  await screen.findByRole('button', { name: 'Disable globex' });
  expect(screen.queryByText(/^Proposals cannot be shown/)).not.toBeInTheDocument();
});
