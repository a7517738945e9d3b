import { screen, waitFor, within } from '@testing-library/react';
import { BOB_LOSES } from '../test/impacts';
import { InMemoryAdmin, problem } from '../test/inMemoryAdmin';
import { POLICY } from '../test/policies';
import { giveElementsASize, pluginMeta, renderApp } from '../test/renderApp';
import { answersOfHistory } from '../test/revisions';
import { testIds } from '../testIds';

jest.mock('@grafana/runtime', () => jest.requireActual('../test/grafanaRuntime'));
jest.mock('@grafana/ui', () => jest.requireActual('../test/grafanaUi'));

let admin: InMemoryAdmin;

beforeEach(() => {
  localStorage.clear();
  giveElementsASize();
  admin = new InMemoryAdmin();
  admin.answer = answersOfHistory(admin);
});

const open = (parameters = '') => renderApp(admin, pluginMeta(), `history${parameters}`);
const restores = () => admin.requests.filter(({ url }) => url.endsWith('/restore'));

describe('the history', () => {
  it('lists revisions with who made them and why, and older ones for who asks', async () => {
    admin.revision = 60;
    const { user } = open();
    const table = await screen.findByTestId(testIds.history.table);
    expect(within(table).getByTestId(testIds.history.row(60))).toHaveTextContent(
      /60in forceChange 60carol.*2 mappings3 tenants/
    );
    expect(within(table).queryByTestId(testIds.history.row(10))).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Show older revisions' }));
    expect(await within(table).findByTestId(testIds.history.row(1))).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Show older revisions' })).not.toBeInTheDocument();
  });

  it('compares two that are chosen, under a link of their own', async () => {
    const { user, url, goBack } = open();
    await user.click(await screen.findByRole('checkbox', { name: 'Compare revision 5' }));
    await user.click(screen.getByRole('checkbox', { name: 'Compare revision 2' }));
    await user.click(screen.getByRole('button', { name: 'Compare 2 and 5' }));
    expect(url()).toBe('?from=2&to=5');
    expect(await screen.findByRole('table', { name: 'What changes' })).toHaveTextContent('Change mapping globex');
    expect(admin.requests.at(-1)?.url).toMatch(/revisions\/5\/diff\?from=2$/);
    await goBack();
    expect(await screen.findByTestId(testIds.history.table)).toBeVisible();
  });

  it('explains what will be here while it is empty', async () => {
    admin.revision = 0;
    open();
    expect(await screen.findByRole('heading', { name: 'Nothing was published yet' })).toBeVisible();
  });

  it('says so when it cannot be had', async () => {
    admin.answer = () => problem(503, 'store-unavailable', 'the store does not answer');
    open();
    expect(await screen.findByText('The proxy cannot reach its store')).toBeVisible();
  });
});

describe('a revision', () => {
  it('tells what it changed, and of whom', async () => {
    open('?revision=5');
    expect(await screen.findByRole('heading', { name: 'Revision 5' })).toBeVisible();
    expect(screen.getByText('Change 5')).toBeVisible();
    expect(await screen.findByRole('table', { name: 'What changes' })).toHaveTextContent(
      'Change mapping globexStatedisabled: it has no effectenabled'
    );
  });

  it('is restored after a look at what that changes and for whom', async () => {
    admin.impact = BOB_LOSES;
    const { user, url } = open('?revision=4');
    await user.click(await screen.findByRole('button', { name: 'Restore…' }));
    expect(url()).toBe('?revision=4&restore=true');
    const drawer = within(await screen.findByRole('dialog', { name: 'Restore revision 4' }));
    expect(await drawer.findByRole('table', { name: 'What changes' })).toHaveTextContent('Change mapping globex');
    expect(await drawer.findByText('bob@globex.example')).toBeVisible();
    expect(drawer.getByText('1 person or service loses everything.')).toBeVisible();
    admin.answer = (request) =>
      request.url.endsWith('/restore')
        ? { status: 200, body: { revision: 7, policy: POLICY, comment: '', author: 'carol', createdAt: '' } }
        : answersOfHistory(admin)(request);
    await user.click(drawer.getByRole('button', { name: 'Restore' }));
    expect(await screen.findByTestId(testIds.history.restored)).toHaveTextContent('Revision 7 is in force');
    expect(restores()[0]).toMatchObject({
      headers: { 'If-Match': '"6"' },
      data: { comment: 'Back to revision 4' },
    });
    await waitFor(() => expect(url()).toBe('?revision=4'));
  });

  it('is not restored over what somebody else published meanwhile', async () => {
    const { user } = open('?revision=4&restore=true');
    const drawer = within(await screen.findByRole('dialog', { name: 'Restore revision 4' }));
    admin.publishElsewhere(POLICY);
    admin.answer = (request) =>
      request.url.endsWith('/restore')
        ? problem(412, 'revision-conflict', 'newer', { revision: 7 })
        : answersOfHistory(admin)(request);
    await user.click(drawer.getByRole('button', { name: 'Restore' }));
    expect(await drawer.findByText('Somebody else published first')).toBeVisible();
    await user.click(drawer.getByRole('button', { name: 'Restore' }));
    await waitFor(() => expect(restores().at(-1)?.headers).toEqual({ 'If-Match': '"7"' }));
  });

  it('is not restored while it is in force, nor where that is not allowed', async () => {
    const first = open('?revision=6');
    await screen.findByRole('heading', { name: 'Revision 6' });
    expect(await screen.findAllByText('in force')).toHaveLength(1);
    expect(screen.queryByRole('button', { name: 'Restore…' })).not.toBeInTheDocument();
    first.unmount();
    admin.source = { kind: 'file', file: 'policy.yaml' };
    open('?revision=4');
    expect(await screen.findByRole('link', { name: 'Compare with the one in force' })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Restore…' })).not.toBeInTheDocument();
  });

  it('is downloaded as the proxy takes it', async () => {
    const files: Blob[] = [];
    Object.assign(URL, { createObjectURL: (file: Blob) => `blob:${files.push(file)}`, revokeObjectURL: () => {} });
    const click = jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {});
    const { user } = open('?revision=5');
    await user.click(await screen.findByRole('button', { name: 'Download the policy' }));
    expect(click).toHaveBeenCalledTimes(1);
    expect(files[0]?.size).toBe(new Blob([`${JSON.stringify(POLICY, null, 2)}\n`]).size);
  });
});
