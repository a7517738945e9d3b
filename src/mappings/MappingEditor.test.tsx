import { screen, within } from '@testing-library/react';
import { InMemoryAdmin } from '../test/inMemoryAdmin';
import { testIds } from '../testIds';
import { ALLOW } from '../test/every';
import { giveElementsASize, publish, renderApp } from '../test/renderApp';

jest.mock('@grafana/runtime', () => jest.requireActual('../test/grafanaRuntime'));
jest.mock('@grafana/ui', () => jest.requireActual('../test/grafanaUi'));

beforeEach(() => {
  localStorage.clear();
  giveElementsASize();
});

async function openEditor(button: string, admin = new InMemoryAdmin()) {
  const { user } = renderApp(admin);
  await user.click(await screen.findByRole('button', { name: button }));
  return { user, editor: within(await screen.findByRole('dialog')) };
}

/** An administration whose policy has the mapping with every field of the schema. */
function adminWithEverything() {
  const admin = new InMemoryAdmin();
  admin.policy = { ...admin.policy, mappings: [ALLOW] };
  return admin;
}

type Editor = Awaited<ReturnType<typeof openEditor>>;

/** Shows a filter of the first grant as text. */
async function asText({ user, editor }: Editor, filter = 1) {
  const mode = editor.getByRole('radiogroup', { name: `How to write filter ${filter} of grant 1` });
  await user.click(within(mode).getByRole('radio', { name: 'Text' }));
  return editor.getByRole('textbox', { name: `Filter ${filter} of grant 1` });
}

const row = (name: string) => screen.findByTestId(testIds.mappings.row(name));

describe('the mapping editor', () => {
  it('adds a mapping to the draft', async () => {
    const opened = await openEditor('Add mapping');
    const { user, editor } = opened;
    await user.type(editor.getByRole('textbox', { name: /^Name/ }), 'finance');
    await user.type(editor.getByRole('textbox', { name: 'principal to add' }), 'finance{Enter}');
    await user.selectOptions(editor.getByRole('combobox', { name: 'Tenant' }), 'globex');
    await user.click(editor.getByRole('button', { name: 'Add filter to grant 1' }));
    await user.click(await asText(opened));
    await user.paste('{env="aws"}');
    await user.click(editor.getByRole('button', { name: 'Add to draft' }));
    expect(await row('finance')).toHaveTextContent('group:finance');
    expect(await row('finance')).toHaveTextContent('globexread{env="aws"}');
    expect(await row('finance')).toHaveTextContent('Added');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('reads filters while they are typed', async () => {
    const opened = await openEditor('Edit acme-developers');
    const { user, editor } = opened;
    const filter = await asText(opened);
    await user.clear(filter);
    await user.paste('{team!="dev"}');
    expect(editor.getByText('team!="dev" also matches series without the label team.')).toBeVisible();
    await user.clear(filter);
    await user.paste('{team="dev" or env="aws"}');
    expect(editor.getByText(/write two filters \(at character 13\)/)).toBeVisible();
    expect(filter).toBeInvalid();
  });

  it('keeps the focus while a filter is typed', async () => {
    const opened = await openEditor('Edit acme-developers');
    const { user } = opened;
    const filter = await asText(opened);
    await user.type(filter, 'x');
    expect(filter).toHaveFocus();
  });

  it('does not save what is wrong, and says what to do', async () => {
    const { user, editor } = await openEditor('Add mapping');
    await user.click(editor.getByRole('button', { name: 'Add to draft' }));
    expect(await editor.findByText(/Use 1 to 63 letters/)).toBeVisible();
    expect(editor.getByText('Name at least one principal.')).toBeVisible();
    expect(editor.getByText('Choose a tenant.')).toBeVisible();
    expect(editor.getByRole('textbox', { name: /^Name/ })).toHaveFocus();
  });

  it('says what is wrong with a principal', async () => {
    const { user, editor } = await openEditor('Add mapping');
    await user.type(editor.getByRole('textbox', { name: 'principal to add' }), 'user:al ice@@x{Enter}');
    expect(editor.getByRole('alert')).toHaveTextContent('is not an e-mail address');
  });

  it('takes several pasted lines for several principals', async () => {
    const { user, editor } = await openEditor('Add mapping');
    await user.click(editor.getByRole('textbox', { name: 'principal to add' }));
    await user.paste('group:a\nuser:bob@example.com\n');
    expect(editor.getByRole('list', { name: 'principals' })).toHaveTextContent('group:auser:bob@example.com');
  });

  it('turns a mapping into one that denies everything', async () => {
    const { user, editor } = await openEditor('Edit globex');
    await user.click(editor.getByRole('radio', { name: 'Deny' }));
    await user.click(editor.getByRole('checkbox', { name: /^Everything/ }));
    await user.click(editor.getByRole('button', { name: 'Save to draft' }));
    expect(await row('globex')).toHaveTextContent('DenyEverything');
  });

  it('closes at once when nothing was changed, and asks when something was', async () => {
    const { user, editor } = await openEditor('Edit globex');
    await user.type(editor.getByRole('textbox', { name: /^Name/ }), '-ops');
    await user.click(editor.getByRole('button', { name: 'Cancel' }));
    expect(screen.getByText('Discard what you entered?')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Keep editing' }));
    expect(editor.getByRole('textbox', { name: /^Name/ })).toHaveValue('globex-ops');
    await user.clear(editor.getByRole('textbox', { name: /^Name/ }));
    await user.type(editor.getByRole('textbox', { name: /^Name/ }), 'globex');
    await user.click(editor.getByRole('button', { name: 'Cancel' }));
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('sets limits for each person and for all of them, and keeps everything else', async () => {
    const admin = adminWithEverything();
    const { user, editor } = await openEditor('Edit all', admin);
    const limit = (of: string, name: string) =>
      within(editor.getByRole('group', { name: of })).getByRole('textbox', { name });
    expect(limit('Limits of grant 1', 'Longest range')).toHaveValue('30d');
    await user.clear(limit('Limits of grant 1', 'Requests per minute'));
    await user.type(limit('Limits of the mapping', 'At the same time'), '0');
    await user.clear(limit('Limits of the mapping', 'Longest range'));
    await user.click(editor.getByRole('button', { name: 'Save to draft' }));
    expect(await row('all')).toHaveTextContent('each person: 20 at once, range 30d');
    expect(await row('all')).toHaveTextContent('all together: 6,000/min, 1,000 at once');
    await publish(user);
    const [first, ...others] = ALLOW.grants;
    expect(admin.policy.mappings).toEqual([
      {
        ...ALLOW,
        limits: { requestsPerMinute: 6000, concurrency: 1000 },
        grants: [{ ...first, limits: { concurrency: 20, maxRange: '30d' } }, ...others],
      },
    ]);
  });

  it('folds limits away while there are none, and says beside the input what is wrong with one', async () => {
    const { user, editor } = await openEditor('Edit globex');
    const limits = within(editor.getByRole('group', { name: 'Limits of grant 1' }));
    expect(limits.queryByRole('textbox')).not.toBeInTheDocument();
    await user.click(limits.getByRole('button', { name: 'Limits of grant 1' }));
    expect(limits.getByText(/^For each person/)).toBeVisible();
    await user.type(limits.getByRole('textbox', { name: 'At the same time' }), '20');
    await user.click(limits.getByRole('button', { name: 'Limits of grant 1' }));
    expect(limits.getByText('For each person: 20 at once.')).toBeVisible();
    await user.click(limits.getByRole('button', { name: 'Limits of grant 1' }));
    await user.type(limits.getByRole('textbox', { name: 'At the same time' }), 'x');
    await user.click(limits.getByRole('button', { name: 'Limits of grant 1' }));
    await user.click(editor.getByRole('button', { name: 'Save to draft' }));
    expect(await limits.findByText(/^Use a whole number from 1 to 10,000/)).toBeVisible();
    expect(limits.getByRole('textbox', { name: 'At the same time' })).toBeInvalid();
  });

  it('records no change when nothing was changed', async () => {
    const { user, editor } = await openEditor('Edit all', adminWithEverything());
    await user.click(editor.getByRole('button', { name: 'Save to draft' }));
    expect(await row('all')).not.toHaveTextContent('Changed');
    expect(screen.queryByText(/unpublished change/)).not.toBeInTheDocument();
  });

  it('says what is stamped on samples, and what cannot be', async () => {
    const opened = await openEditor('Edit acme-developers');
    const { user, editor } = opened;
    expect(editor.queryByText(/^Samples/)).not.toBeInTheDocument();
    await user.click(editor.getByRole('radio', { name: 'Read and write' }));
    const grant = editor.getByTestId(testIds.mappings.grant(0));
    expect(grant).toHaveTextContent('Samples get team="dev"');
    await user.selectOptions(editor.getByRole('combobox', { name: 'Tenant' }), 'shop');
    expect(grant).toHaveTextContent('Samples get tenant="shop", team="dev"');
    const filter = await asText(opened);
    await user.clear(filter);
    await user.paste('{team=~"dev|ops"}');
    expect(grant).not.toHaveTextContent('Samples get');
    expect(filter).toBeInvalid();
    expect(filter).toHaveAccessibleDescription(/grants writing: use at most one filter/);
    await user.click(editor.getByRole('button', { name: 'Remove filter 1 of grant 1' }));
    await user.selectOptions(editor.getByRole('combobox', { name: 'Tenant' }), 'acme');
    expect(grant).toHaveTextContent('Samples are stored as they are sent in account 1, project 0.');
  });

  it('adds and removes grants', async () => {
    const { user, editor } = await openEditor('Edit acme-developers');
    await user.click(editor.getByRole('button', { name: 'Add grant' }));
    await user.selectOptions(within(editor.getByTestId(testIds.mappings.grant(1))).getByRole('combobox'), 'globex');
    await user.click(editor.getByRole('button', { name: 'Remove grant 1' }));
    await user.click(editor.getByRole('button', { name: 'Save to draft' }));
    expect(await row('acme-developers')).toHaveTextContent('globexreadwhole tenant');
    expect(await row('acme-developers')).not.toHaveTextContent('{team="dev"}');
  });

  it('says beside the fields what the proxy finds rarely meant, asking about few mappings', async () => {
    const admin = new InMemoryAdmin();
    admin.answer = ({ url, data }) =>
      url.endsWith('/policy/validate')
        ? {
            status: 200,
            body: {
              warnings: [
                {
                  code: 'principal-unseen',
                  path: ['mappings', 0, 'principals', 0],
                  message: 'nobody has it',
                  hint: '',
                },
                {
                  code: 'grant-covered',
                  path: ['mappings', 0, 'grants', 0],
                  message: 'another grants it',
                  hint: 'remove it',
                },
              ],
              asked: data,
            },
          }
        : undefined;
    const { editor } = await openEditor('Edit globex', admin);
    expect(await editor.findByText('Nobody has it.')).toBeVisible();
    expect(
      within(editor.getByTestId(testIds.mappings.grant(0))).getByText('Another grants it. Remove it.')
    ).toBeVisible();
    const asked = admin.requests.filter(({ url }) => url.endsWith('/policy/validate'));
    expect(asked.map(({ data }) => data)).toMatchObject([
      { policy: { tenants: [{ name: 'globex' }], mappings: [{ name: 'globex' }] } },
    ]);
  });

  it('makes a copy under a name of its own', async () => {
    const { user, editor } = await openEditor('Edit globex');
    await user.click(editor.getByRole('button', { name: 'Duplicate' }));
    expect(editor.getByRole('textbox', { name: /^Name/ })).toHaveValue('globex-copy');
    await user.click(editor.getByRole('button', { name: 'Add to draft' }));
    expect(await row('globex-copy')).toHaveTextContent('Added');
    expect(await row('globex')).not.toHaveTextContent('Changed');
  });
});
