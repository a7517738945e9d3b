import React, { useState } from 'react';
import { setBackendSrv } from '@grafana/runtime';
import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createQueryClient } from '../api/queryClient';
import { InMemoryAdmin, problem } from '../test/inMemoryAdmin';
import type { PrincipalsValue } from './mappingForm';
import { PrincipalsInput } from './PrincipalsInput';

jest.mock('@grafana/ui', () => jest.requireActual('../test/grafanaUi'));

const GROUPS = [
  { principal: 'group:acme-dev', subjects: 12 },
  { principal: 'group:acme:ops', subjects: 3 },
];

function renderInput(answer: InMemoryAdmin['answer']) {
  const admin = new InMemoryAdmin();
  admin.answer = answer;
  setBackendSrv(admin.backendSrv());
  const Form = () => {
    const [value, setValue] = useState<PrincipalsValue>({ list: [], pending: '' });
    return <PrincipalsInput id="who" noun="principal" value={value} onChange={setValue} invalid={false} />;
  };
  render(
    <QueryClientProvider client={createQueryClient()}>
      <Form />
    </QueryClientProvider>
  );
  const input = () => screen.getByLabelText<HTMLInputElement>('principal to add');
  return {
    user: userEvent.setup(),
    input,
    offered: () => [...(input().list?.options ?? [])].map(({ value }) => value),
    /** What was asked for, one after the other. */
    asked: () => admin.requests.map(({ url }) => Object.fromEntries(new URL(url, 'http://grafana').searchParams)),
  };
}

describe('the input for principals', () => {
  it('offers the names of those who came lately, and adds what was chosen', async () => {
    const { user, input, offered, asked } = renderInput(() => ({ status: 200, body: { principals: GROUPS } }));
    expect(asked()).toEqual([]);
    await user.click(input());
    await waitFor(() => expect(offered()).toEqual(['acme-dev', 'acme:ops']));
    expect(asked()).toEqual([{ kind: 'group', limit: '20', search: '' }]);
    await user.type(input(), 'acme-dev{Enter}');
    expect(screen.getByRole('list', { name: 'principals' })).toHaveTextContent('group:acme-dev');
    expect(input()).toHaveFocus();
  });

  it('looks up what is typed when the typing pauses, whatever kind it names', async () => {
    const { user, input, offered, asked } = renderInput(() => ({
      status: 200,
      body: { principals: [{ principal: 'user:alice@example.com', subjects: 1 }] },
    }));
    await user.type(input(), 'user:ali');
    await waitFor(() => expect(offered()).toEqual(['user:alice@example.com']));
    expect(asked().at(-1)).toEqual({ limit: '20', search: 'user:ali' });
    expect(asked().length).toBeLessThan(5);
  });

  it('never offers a name of another kind', async () => {
    const { user, input, offered, asked } = renderInput(({ url }) =>
      url.includes('kind=group') ? { status: 200, body: { principals: GROUPS } } : new Promise(() => {})
    );
    await user.click(input());
    await waitFor(() => expect(offered()).toHaveLength(2));
    await user.selectOptions(screen.getByLabelText('Kind of principal'), 'user');
    await waitFor(() => expect(asked()).toHaveLength(2));
    expect(offered()).toEqual([]);
  });

  it.each([
    ['does not answer', () => problem(502, 'bad-gateway', 'the proxy is away')],
    ['does not know the question', () => problem(404, 'not-found', 'there is no such resource')],
    ['cannot read who came', () => problem(503, 'store-unavailable', 'the store is away')],
    ['remembers nobody', () => ({ status: 200, body: { principals: [] } })],
    ['answers something else', () => ({ status: 200, body: {} })],
  ])('is a plain input when the proxy %s', async (_, answer) => {
    const { user, input, offered, asked } = renderInput(answer);
    await user.click(input());
    await waitFor(() => expect(asked()).toHaveLength(1));
    await user.type(input(), 'dev{Enter}');
    expect(offered()).toEqual([]);
    expect(screen.getByRole('textbox', { name: 'principal to add' })).toHaveFocus();
    expect(screen.getByRole('list', { name: 'principals' })).toHaveTextContent('group:dev');
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });
});
