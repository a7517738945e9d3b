import { screen, within } from '@testing-library/react';
import { InMemoryAdmin, problem } from '../test/inMemoryAdmin';
import { POLICY } from '../test/policies';
import { testIds } from '../testIds';
import { giveElementsASize, renderApp } from '../test/renderApp';

jest.mock('@grafana/runtime', () => jest.requireActual('../test/grafanaRuntime'));
jest.mock('@grafana/ui', () => jest.requireActual('../test/grafanaUi'));

let admin: InMemoryAdmin;

beforeEach(() => {
  localStorage.clear();
  giveElementsASize();
  admin = new InMemoryAdmin();
});

/** Disables globex in the draft and opens the last look. */
async function review() {
  const { user } = renderApp(admin);
  await user.click(await screen.findByRole('button', { name: 'Disable globex' }));
  await user.click(screen.getByRole('button', { name: 'Publish…' }));
  const drawer = within(await screen.findByRole('dialog'));
  const publish = async (comment = 'Globex has left') => {
    await user.type(drawer.getByRole('textbox', { name: /^Comment/ }), comment);
    await user.click(drawer.getByRole('button', { name: 'Publish' }));
  };
  return { user, drawer, publish };
}

const puts = () => admin.requests.filter(({ method }) => method === 'PUT');
const globexDisabled = {
  ...POLICY,
  mappings: POLICY.mappings.map((mapping) => (mapping.name === 'globex' ? { ...mapping, enabled: false } : mapping)),
};

describe('publishing', () => {
  it('shows the changes in words and what is questionable about them', async () => {
    const { drawer } = await review();
    expect(drawer.getByRole('list', { name: 'Changes' })).toHaveTextContent(
      'Change mapping globexdisabled: has no effect any more'
    );
    expect(drawer.getByText(/warnings? about what you did not change/)).toBeVisible();
  });

  it('wants a comment', async () => {
    const { user, drawer } = await review();
    await user.click(drawer.getByRole('button', { name: 'Publish' }));
    expect(await drawer.findByText(/Say why you make these changes/)).toBeVisible();
    expect(puts()).toEqual([]);
  });

  it('sends the draft for the revision that it stands on, and says what is in force', async () => {
    const { publish } = await review();
    await publish();
    expect(await screen.findByText('Revision 7 is in force')).toBeVisible();
    expect(puts()[0]).toMatchObject({
      headers: { 'If-Match': '"6"' },
      data: { policy: globexDisabled, comment: 'Globex has left' },
    });
    expect(screen.queryByText(/unpublished change/)).not.toBeInTheDocument();
    expect(localStorage).toHaveLength(0);
  });

  it('goes on top of what somebody else published', async () => {
    const { user, drawer, publish } = await review();
    const theirs = POLICY.mappings.map((one) => (one.name === 'globex' ? one : { ...one, principals: ['group:devs'] }));
    admin.publishElsewhere({ ...POLICY, mappings: theirs });
    await publish();
    expect(await drawer.findByText(/dave published revision 7.*, approved by erin: “Globex moves”/)).toBeVisible();
    expect(drawer.getByText('and 3 revisions before')).toBeVisible();
    expect(drawer.getByRole('list', { name: 'What changed meanwhile' })).toHaveTextContent(
      'Mapping globex: is disabled.and 4 more'
    );
    await user.click(drawer.getByRole('button', { name: 'Load theirs and keep my changes' }));
    expect(await screen.findByText('Revision 7 is loaded, with your changes on top')).toBeVisible();
    expect(screen.getByTestId(testIds.mappings.row('acme-developers'))).toHaveTextContent('group:devs');
    expect(screen.getByTestId(testIds.mappings.row('globex'))).toHaveTextContent('Disabled');
  });

  it('tells of a conflict also when the proxy does not say what was missed', async () => {
    const { drawer, publish } = await review();
    admin.answer = ({ method }) =>
      method === 'PUT'
        ? problem(412, 'revision-conflict', 'newer', { revision: 9, author: 'dave', changes: 'unreadable' })
        : undefined;
    await publish();
    expect(await drawer.findByText('dave published revision 9.')).toBeVisible();
  });

  it('asks whose change holds where both changed the same mapping', async () => {
    const { user, drawer, publish } = await review();
    const theirs = POLICY.mappings.map((one) => (one.name === 'globex' ? { ...one, principals: ['group:x'] } : one));
    admin.publishElsewhere({ ...POLICY, mappings: theirs });
    await publish();
    await user.click(await drawer.findByRole('button', { name: 'Load theirs and keep my changes' }));
    expect(await screen.findByText('Revision 7 changed what you changed, too')).toBeVisible();
    expect(screen.getByText(/^They: changed it \(adds principal group:x/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Publish…' })).toHaveAttribute('aria-disabled', 'true');
    await user.click(screen.getByRole('button', { name: 'Keep mine: mapping globex' }));
    expect(screen.getByText('1 unpublished change: 1 changed')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Publish…' })).not.toHaveAttribute('aria-disabled', 'true');
  });

  it('shows what the proxy finds wrong, at its place', async () => {
    const { drawer, publish } = await review();
    admin.answer = ({ method }) =>
      method === 'PUT'
        ? problem(422, 'policy-invalid', 'the policy has problems', {
            problems: [
              {
                code: 'x',
                path: ['mappings', 0, 'grants', 0, 'filters', 0],
                message: 'not a filter today',
                hint: 'write it tomorrow',
              },
            ],
          })
        : undefined;
    await publish();
    expect(await drawer.findByText('The proxy does not accept this policy')).toBeVisible();
    expect(drawer.getByText('Mapping acme-developers, grant 1, filter 1').parentElement).toHaveTextContent(
      'not a filter today'
    );
    expect(drawer.getByText('Write it tomorrow.')).toBeVisible();
  });

  it('keeps the draft when the proxy cannot be reached', async () => {
    const { user, drawer, publish } = await review();
    admin.answer = ({ method }) => (method === 'PUT' ? { status: 502, body: '' } : undefined);
    await publish();
    expect(await drawer.findByText('Not published: Grafana cannot reach the proxy')).toBeVisible();
    await user.click(drawer.getByRole('button', { name: 'Cancel' }));
    expect(screen.getByText('1 unpublished change: 1 changed')).toBeVisible();
  });

  it('does not publish what the model refuses', async () => {
    admin.policy = { ...POLICY, tenants: POLICY.tenants.filter(({ name }) => name !== 'acme') };
    const { drawer } = await review();
    expect(drawer.getByText('This cannot be published yet')).toBeVisible();
    expect(drawer.getByRole('button', { name: 'Publish' })).toBeDisabled();
  });
});
