import React, { useState } from 'react';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ExpiryInput } from './ExpiryInput';

const NOW = Date.parse('2026-11-20T10:20:30.500Z');

function renderInput(start: string) {
  jest.spyOn(Date, 'now').mockReturnValue(NOW);
  const values: string[] = [];
  const Form = () => {
    const [value, setValue] = useState(start);
    return (
      <>
        <label htmlFor="ends">Ends</label>
        <ExpiryInput
          id="ends"
          value={value}
          onChange={(next) => {
            values.push(next);
            setValue(next);
          }}
        />
      </>
    );
  };
  render(<Form />);
  return { user: userEvent.setup(), input: () => screen.getByLabelText('Ends'), values };
}

afterEach(() => jest.restoreAllMocks());

describe('the end of a mapping', () => {
  it('can be a usual span from now on, and be taken away again', async () => {
    const { user, input, values } = renderInput('');
    await user.click(screen.getByRole('button', { name: '1 week' }));
    expect(values).toEqual(['2026-11-27T10:21:00Z']);
    expect(input()).toHaveValue('2026-11-27 10:21');
    await user.click(screen.getByRole('button', { name: 'Does not end' }));
    expect(values.at(-1)).toBe('');
    expect(input()).toHaveValue('');
  });

  it('can be typed', async () => {
    const { user, input, values } = renderInput('');
    await user.type(input(), '2027-02-01 08:00');
    await user.tab();
    expect(values).toEqual(['2027-02-01T08:00:00Z']);
  });

  it('keeps seconds and offset when nobody touches it', async () => {
    const { user, input, values } = renderInput('2027-01-31T01:00:30+01:00');
    await user.click(input());
    await user.tab();
    expect(values).toEqual([]);
  });

  it('never stays when something else was typed, of which the console says nothing', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation();
    const { user, input, values } = renderInput('2027-01-31T00:00:00Z');
    await user.clear(input());
    await user.type(input(), 'tomorrow');
    await user.tab();
    expect(values.at(-1)).toBe('tomorrow');
    await user.clear(input());
    await user.tab();
    expect(values.at(-1)).toBe('');
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });
});
