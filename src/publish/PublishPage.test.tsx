import { cleanup, screen, within } from '@testing-library/react';
import { InMemoryAdmin, problem } from '../test/inMemoryAdmin';
import { BOB_LOSES, impactDocument } from '../test/impacts';
import { POLICY } from '../test/policies';
import { testIds } from '../testIds';
import { unseenStyle } from '../ui/unseenStyle';
import { giveElementsASize, pluginMeta, renderApp } from '../test/renderApp';

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
  const { user, url } = renderApp(admin);
  await user.click(await screen.findByRole('button', { name: 'Disable globex' }));
  await user.click(screen.getByRole('link', { name: 'Publish…' }));
  const form = within(await screen.findByTestId(testIds.publish.form));
  const publish = async (comment = 'Globex has left') => {
    await user.type(form.getByRole('textbox', { name: /^Comment/ }), comment);
    await user.click(form.getByRole('button', { name: 'Publish' }));
  };
  return { user, url, form, publish };
}

const puts = () => admin.requests.filter(({ method }) => method === 'PUT');
const globexDisabled = {
  ...POLICY,
  mappings: POLICY.mappings.map((mapping) => (mapping.name === 'globex' ? { ...mapping, enabled: false } : mapping)),
};

describe('publishing', () => {
  it('shows the changes in words and what is questionable about them', async () => {
    await review();
    expect(screen.getByRole('table', { name: 'Changes' })).toHaveTextContent(
      'Change mapping globexStateenableddisabled: it has no effect'
    );
    expect(screen.getByText(/warnings? about what you did not change/)).toBeVisible();
  });

  it('wants a comment', async () => {
    const { user, form } = await review();
    await user.click(form.getByRole('button', { name: 'Publish' }));
    expect(await form.findByText(/Say why you make these changes/)).toBeVisible();
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

  it('keeps the comment with the draft over a reload, and forgets it with the draft', async () => {
    const { user, form } = await review();
    await user.type(form.getByRole('textbox', { name: /^Comment/ }), 'Globex has left');
    cleanup();
    const again = renderApp(admin, undefined, 'publish').user;
    const comment = await screen.findByRole('textbox', { name: /^Comment/ });
    expect(comment).toHaveValue('Globex has left');
    await again.click(screen.getByRole('button', { name: 'Discard' }));
    expect(localStorage).toHaveLength(0);
  });

  it('shows nothing at the side where a removed mapping has nothing, and says so to screen readers', async () => {
    const { user } = renderApp(admin);
    await user.click(await screen.findByRole('button', { name: 'Remove globex' }));
    await user.click(screen.getByRole('link', { name: 'Publish…' }));
    const table = await screen.findByRole('table', { name: 'Changes' });
    const row = within(table).getByRole('row', { name: /^Principals/ });
    expect(within(row).getByText('none')).toHaveClass(unseenStyle());
  });

  it('goes on top of what somebody else published', async () => {
    const { user, form, publish } = await review();
    const theirs = POLICY.mappings.map((one) => (one.name === 'globex' ? one : { ...one, principals: ['group:devs'] }));
    admin.publishElsewhere({ ...POLICY, mappings: theirs });
    await publish();
    expect(await form.findByText(/dave published revision 7.*, approved by erin: “Globex moves”/)).toBeVisible();
    expect(form.getByText('and 3 revisions before')).toBeVisible();
    expect(form.getByRole('list', { name: 'What changed meanwhile' })).toHaveTextContent(
      'Mapping globex: is disabled.and 4 more'
    );
    await user.click(form.getByRole('button', { name: 'Load theirs and keep my changes' }));
    expect(await screen.findByText('On top of revision 7')).toBeVisible();
    await user.click(screen.getByRole('link', { name: 'Keep editing' }));
    expect(await screen.findByTestId(testIds.mappings.row('acme-developers'))).toHaveTextContent('group:devs');
    expect(screen.getByTestId(testIds.mappings.row('globex'))).toHaveTextContent('Disabled');
  });

  it('tells of a conflict also when the proxy does not say what was missed', async () => {
    const { form, publish } = await review();
    admin.answer = ({ method }) =>
      method === 'PUT'
        ? problem(412, 'revision-conflict', 'newer', { revision: 9, author: 'dave', changes: 'unreadable' })
        : undefined;
    await publish();
    expect(await form.findByText('dave published revision 9.')).toBeVisible();
  });

  it('asks whose change holds where both changed the same mapping', async () => {
    const { user, form, publish } = await review();
    const theirs = POLICY.mappings.map((one) => (one.name === 'globex' ? { ...one, principals: ['group:x'] } : one));
    admin.publishElsewhere({ ...POLICY, mappings: theirs });
    await publish();
    await user.click(await form.findByRole('button', { name: 'Load theirs and keep my changes' }));
    expect(await screen.findByText('Revision 7 changed what you changed, too')).toBeVisible();
    expect(screen.getByText(/^They: Mapping globex: adds group:x/)).toBeVisible();
    expect(form.getByRole('button', { name: 'Publish' })).toHaveAttribute('aria-disabled', 'true');
    await user.click(screen.getByRole('button', { name: 'Keep mine: mapping globex' }));
    expect(screen.getByText('1 unpublished change: 1 changed')).toBeVisible();
    expect(form.getByRole('button', { name: 'Publish' })).not.toHaveAttribute('aria-disabled', 'true');
  });

  it('shows what the proxy finds wrong, at its place', async () => {
    const { form, publish } = await review();
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
    expect(await form.findByText('The proxy does not accept this policy')).toBeVisible();
    expect(form.getByText('Mapping acme-developers, grant 1, filter 1').closest('li')).toHaveTextContent(
      'not a filter today'
    );
    expect(form.getByText('Write it tomorrow.')).toBeVisible();
  });

  it('keeps the draft when the proxy cannot be reached', async () => {
    const { user, form, publish } = await review();
    admin.answer = ({ method }) => (method === 'PUT' ? { status: 502, body: '' } : undefined);
    await publish();
    expect(await form.findByText('Not published: Grafana cannot reach the proxy')).toBeVisible();
    await user.click(form.getByRole('link', { name: 'Keep editing' }));
    expect(screen.getByText('1 unpublished change: 1 changed')).toBeVisible();
  });

  it('does not publish what the model refuses', async () => {
    admin.policy = { ...POLICY, tenants: POLICY.tenants.filter(({ name }) => name !== 'acme') };
    const { form } = await review();
    expect(screen.getByText('This cannot be published yet')).toBeVisible();
    expect(form.getByRole('button', { name: 'Publish' })).toHaveAttribute('aria-disabled', 'true');
    expect(admin.requests.some(({ url }) => url.endsWith('impact'))).toBe(false);
  });

  it('goes where a problem can be mended', async () => {
    admin.policy = { ...POLICY, tenants: POLICY.tenants.filter(({ name }) => name !== 'acme') };
    const { user, url } = await review();
    await user.click(screen.getByRole('link', { name: /^Mapping acme-developers, grant 1/ }));
    expect(url()).toContain('?edit=acme-developers');
  });

  it('leads on to the history, and to undoing it', async () => {
    const { publish } = await review();
    await publish();
    const done = within(await screen.findByTestId(testIds.publish.done));
    expect(done.getByRole('link', { name: 'Show it in the history' })).toHaveAttribute(
      'href',
      expect.stringContaining('/history?revision=7')
    );
    expect(done.getByRole('link', { name: 'Undo…' })).toHaveAttribute(
      'href',
      expect.stringContaining('/history?revision=6&restore=true')
    );
  });
});

describe('what a draft means for people', () => {
  it('is told in numbers and words, and loudly where somebody loses everything', async () => {
    admin.impact = BOB_LOSES;
    await review();
    expect(await screen.findByText('1 person or service loses everything.')).toBeVisible();
    expect(screen.getByRole('list', { name: 'Who gains and loses what' })).toHaveTextContent(
      'bob@globex.example loses read on globex. nothing left'
    );
    expect(screen.getByRole('link', { name: 'bob@globex.example' })).toHaveAttribute(
      'href',
      expect.stringContaining('/explain?subject=bob-key')
    );
  });

  it('is not waited for', async () => {
    admin.answer = ({ url }) => (url.endsWith('impact') ? new Promise(() => {}) : undefined);
    const { publish } = await review();
    expect(screen.getByText('Who gains and who loses is not known yet.')).toBeVisible();
    await publish();
    expect(await screen.findByText('Revision 7 is in force')).toBeVisible();
  });

  it('can be asked for again when it could not be told', async () => {
    admin.answer = ({ url }) => (url.endsWith('impact') ? problem(503, 'policy-desk-busy', 'busy') : undefined);
    const { user } = await review();
    expect(await screen.findByText(/^Who gains and loses cannot be told: The proxy is busy/)).toBeVisible();
    admin.answer = undefined;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('For those who came lately nothing becomes different.')).toBeVisible();
  });

  it('is tried on the queries of the last hour, for who asks', async () => {
    const { user } = await review();
    expect(admin.requests.filter(({ data }) => data?.replay === true)).toEqual([]);
    admin.answer = ({ url }) =>
      url.endsWith('impact') ? { status: 200, body: { ...impactDocument(BOB_LOSES), replay: REPLAY } } : undefined;
    await user.click(screen.getByRole('button', { name: 'Try it on the queries of the last hour' }));
    expect(await screen.findByText('7 of 40 requests of the last hour would now be refused')).toBeVisible();
    expect(screen.getByText('7 reads of globex by bob would be refused.')).toBeVisible();
  });

  it('tells before publishing that somebody else has published', async () => {
    const { user } = renderApp(admin);
    await user.click(await screen.findByRole('button', { name: 'Disable globex' }));
    admin.publishElsewhere(POLICY);
    await user.click(screen.getByRole('link', { name: 'Publish…' }));
    await user.click(await screen.findByRole('button', { name: 'Load it and keep my changes' }));
    expect(await screen.findByText('On top of revision 7')).toBeVisible();
  });
});

it('explains the next step while nothing is changed', async () => {
  renderApp(admin, pluginMeta(), 'publish');
  expect(await screen.findByRole('heading', { name: 'Nothing to publish' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'Change mappings' })).toBeVisible();
});

const REPLAY = {
  requests: 40,
  same: 33,
  refused: 7,
  allowed: 0,
  more: 0,
  less: 0,
  other: 0,
  kinds: [
    {
      outcome: 'refused',
      access: 'read',
      tenant: 'globex',
      backend: null,
      endpoint: 'query',
      reason: 'no-mapping',
      requests: 7,
      subjects: 1,
      examples: [],
      requestId: null,
      words: '7 reads of globex by bob would be refused',
    },
  ],
  leftOut: 0,
  since: '2026-11-21T10:00:00.000Z',
  skipped: 0,
};
