import { screen, within } from '@testing-library/react';
import { InMemoryAdmin } from '../test/inMemoryAdmin';
import { testIds } from '../testIds';
import { giveElementsASize, renderApp } from '../test/renderApp';

jest.mock('@grafana/runtime', () => jest.requireActual('../test/grafanaRuntime'));
jest.mock('@grafana/ui', () => jest.requireActual('../test/grafanaUi'));

beforeEach(() => {
  localStorage.clear();
  giveElementsASize();
});

async function openEditor(button: string) {
  const { user } = renderApp(new InMemoryAdmin());
  await user.click(await screen.findByRole('button', { name: button }));
  return { user, editor: within(await screen.findByRole('dialog')) };
}

const row = (name: string) => screen.findByTestId(testIds.mappings.row(name));

describe('the mapping editor', () => {
  it('adds a mapping to the draft', async () => {
    const { user, editor } = await openEditor('Add mapping');
    await user.type(editor.getByRole('textbox', { name: /^Name/ }), 'finance');
    await user.type(editor.getByRole('textbox', { name: 'principal to add' }), 'finance{Enter}');
    await user.selectOptions(editor.getByRole('combobox', { name: 'Tenant' }), 'globex');
    await user.click(editor.getByRole('button', { name: 'Add filter to grant 1' }));
    await user.click(editor.getByRole('textbox', { name: 'Filter 1 of grant 1' }));
    await user.paste('{env="aws"}');
    await user.click(editor.getByRole('button', { name: 'Add to draft' }));
    expect(await row('finance')).toHaveTextContent('group:finance');
    expect(await row('finance')).toHaveTextContent('globexread{env="aws"}');
    expect(await row('finance')).toHaveTextContent('Added');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('reads filters while they are typed', async () => {
    const { user, editor } = await openEditor('Edit acme-developers');
    const filter = editor.getByRole('textbox', { name: 'Filter 1 of grant 1' });
    await user.clear(filter);
    await user.paste('{team!="dev"}');
    expect(editor.getByText('team!="dev" also matches series without the label team.')).toBeVisible();
    await user.clear(filter);
    await user.paste('{team="dev" or env="aws"}');
    expect(editor.getByText(/write two filters \(at character 13\)/)).toBeVisible();
    expect(filter).toBeInvalid();
  });

  it('keeps the focus while a filter is typed', async () => {
    const { user, editor } = await openEditor('Edit acme-developers');
    const filter = editor.getByRole('textbox', { name: 'Filter 1 of grant 1' });
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
});
