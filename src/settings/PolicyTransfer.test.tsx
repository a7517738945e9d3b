import React from 'react';
import { config, locationService, setBackendSrv } from '@grafana/runtime';
import { EMPTY_POLICY, type Policy } from '@gatehouse/model';
import { QueryClientProvider } from '@tanstack/react-query';
import { screen, render, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createQueryClient } from '../api/queryClient';
import { PATHS } from '../constants';
import { draftBetween } from '../draft/draftBetween';
import { browserDraftStorage } from '../draft/draftStorage';
import { InMemoryAdmin } from '../test/inMemoryAdmin';
import { POLICY } from '../test/policies';
import { giveElementsASize, pluginMeta, renderApp } from '../test/renderApp';
import { testIds } from '../testIds';
import { download } from './download';
import { PolicyTransfer } from './PolicyTransfer';

jest.mock('@grafana/runtime', () => jest.requireActual('../test/grafanaRuntime'));
jest.mock('@grafana/ui', () => jest.requireActual('../test/grafanaUi'));
jest.mock('./download', () => ({ download: jest.fn() }));

const WITHOUT_GLOBEX: Policy = { ...POLICY, mappings: POLICY.mappings.filter(({ name }) => name !== 'globex') };
const OTHER_TENANT: Policy = {
  ...POLICY,
  tenants: [...POLICY.tenants, { name: 'initech', backend: 'cluster', account: 9, project: 0 }],
};
let admin: InMemoryAdmin;
let push: jest.SpyInstance;

beforeEach(() => {
  localStorage.clear();
  giveElementsASize();
  Object.assign(config.bootData.user, { orgId: 1, login: 'carol', authenticatedBy: 'oauth_generic_oauth' });
  push = jest.spyOn(locationService, 'push').mockReturnValue();
  jest.mocked(download).mockClear();
  admin = new InMemoryAdmin();
});

afterEach(() => {
  jest.restoreAllMocks();
});

const storage = () => browserDraftStorage(1, 'carol');

function open() {
  setBackendSrv(admin.backendSrv());
  const { unmount } = render(
    <QueryClientProvider client={createQueryClient()}>
      <PolicyTransfer />
    </QueryClientProvider>
  );
  return { user: userEvent.setup(), unmount };
}

/** Chooses a file with this content. */
async function choose(content: unknown, name = 'policy.json') {
  const { user, unmount } = open();
  await screen.findByText('Import policy…');
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const file = new File([text], name, { type: 'application/json' });
  // jsdom's files cannot be read as texts.
  Object.assign(file, { text: () => Promise.resolve(text) });
  const input = document.querySelector<HTMLInputElement>('input[type=file]');
  await user.upload(input ?? document.body, file);
  return { user, unmount };
}

const submit = () => screen.findByRole('button', { name: 'Make it the draft and review' });

describe('exporting the policy', () => {
  it('saves what is in force, under a name that tells the revision', async () => {
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: 'Export policy' }));
    const [name, text, type] = jest.mocked(download).mock.calls[0] ?? [];
    expect([name, type]).toEqual(['gatehouse-policy-6.json', 'application/json']);
    expect(JSON.parse(text ?? '')).toEqual(POLICY);
  });

  it('waits for something that is published', async () => {
    admin.revision = 0;
    admin.policy = EMPTY_POLICY;
    open();
    expect(await screen.findByText('Nothing is published yet')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Export policy' })).toBeDisabled();
  });
});

describe('importing a policy', () => {
  it('says what differs, and hands it over as a draft, publishing nothing', async () => {
    const { user } = await choose(WITHOUT_GLOBEX, 'mine.json');
    expect(await screen.findByText('mine.json is a policy')).toBeVisible();
    expect(screen.getByText('1 unpublished change: 1 removed')).toBeVisible();
    await user.click(await submit());
    expect(push).toHaveBeenCalledWith(PATHS.publish);
    expect(storage().handedOver()).toEqual({
      draft: draftBetween(POLICY, 6, WITHOUT_GLOBEX),
      text: 'The draft was replaced by the file mine.json',
    });
    expect(admin.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('has nothing to do where the file says what is in force', async () => {
    await choose(POLICY);
    expect(await screen.findByText(/^It says what is in force already/)).toBeVisible();
    expect(screen.queryByRole('button', { name: /^Make it the draft/ })).not.toBeInTheDocument();
  });

  it.each([
    ['half a file', '{"tenants": ['],
    ['a dashboard', { title: 'CPU', panels: [] }],
    ['a policy for other backends', { tenants: [{ name: 'a', backend: 'elsewhere', account: 1 }] }],
  ])('does not take %s, and changes nothing', async (_name, content) => {
    storage().write(draftBetween(POLICY, 6, OTHER_TENANT));
    await choose(content, 'wrong.json');
    expect(await screen.findByText('wrong.json cannot become the policy')).toBeVisible();
    expect(screen.queryByRole('button', { name: /^Make it the draft/ })).not.toBeInTheDocument();
    expect(storage().read()).toEqual(draftBetween(POLICY, 6, OTHER_TENANT));
    expect(storage().handedOver()).toBeUndefined();
  });

  it('says that it replaces a draft, which is untouched until then and comes back by undo', async () => {
    storage().write(draftBetween(POLICY, 6, OTHER_TENANT));
    const { user, unmount } = await choose(WITHOUT_GLOBEX);
    expect(await screen.findByText(/^Your draft is replaced by it \(1 unpublished change: 1 added\)/)).toBeVisible();
    expect(storage().read()).toEqual(draftBetween(POLICY, 6, OTHER_TENANT));
    await user.click(await submit());
    unmount();

    const app = renderApp(admin, pluginMeta(), 'mappings');
    expect(await screen.findByText('The draft was replaced by the file policy.json')).toBeVisible();
    expect(screen.getByText('1 unpublished change: 1 removed')).toBeVisible();
    await app.user.click(screen.getByTestId(testIds.draft.undo));
    expect(screen.getByText('1 unpublished change: 1 added')).toBeVisible();
    await waitFor(() => expect(storage().read()).toEqual(draftBetween(POLICY, 6, OTHER_TENANT)));
  });

  it('says when the browser has no room, and keeps what is there', async () => {
    storage().write(draftBetween(POLICY, 6, OTHER_TENANT));
    const { user } = await choose(WITHOUT_GLOBEX);
    jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await user.click(await submit());
    expect(await screen.findByText('The browser has no room for this draft')).toBeVisible();
    expect(push).not.toHaveBeenCalled();
    expect(storage().read()).toEqual(draftBetween(POLICY, 6, OTHER_TENANT));
  });

  it.each([
    ['the admin token only reads', () => (admin.role = 'viewer'), /may not change the policy/],
    ['the policy is a file’s', () => (admin.source = { kind: 'file' }), /change that file/],
  ])('is not offered where %s', async (_name, arrange, reason) => {
    arrange();
    open();
    expect(await screen.findByText(reason)).toBeVisible();
    expect(screen.queryByText('Import policy…')).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Export policy' })).toBeEnabled();
  });
});
