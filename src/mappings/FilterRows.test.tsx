import React from 'react';
import { setBackendSrv } from '@grafana/runtime';
import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useForm } from 'react-hook-form';
import type { NoPlace, Place } from '../api/discovery';
import { createQueryClient } from '../api/queryClient';
import { InMemoryAdmin, problem, type Reply } from '../test/inMemoryAdmin';
import { giveElementsASize } from '../test/renderApp';
import { FilterRows } from './FilterRows';
import { emptyGrant, formValuesOf, type MappingFormValues } from './mappingForm';

jest.mock('@grafana/ui', () => jest.requireActual('../test/grafanaUiWithLists'));

const PLACE: Place = { backend: 'cluster', tenant: 'acme' };

beforeEach(giveElementsASize);

/** A backend with two labels, and 5,678 series of which every filter lets 1,234 through. */
function backend(path: string): Reply {
  const { pathname, searchParams } = new URL(path, 'http://grafana');
  const body = pathname.endsWith('/labels')
    ? { found: ['env', 'team'], complete: true }
    : pathname.endsWith('/values')
      ? { found: ['10.0.0.1', 'dev', 'gcp'], complete: true }
      : { series: searchParams.has('filter') ? 1234 : 5678 };
  return { status: 200, body };
}

function renderFilters(
  filters: string[],
  {
    answer = backend,
    place = PLACE,
  }: { answer?: (path: string) => Reply | Promise<Reply>; place?: Place | NoPlace } = {}
) {
  const admin = new InMemoryAdmin();
  admin.answer = ({ url }) => answer(url);
  setBackendSrv(admin.backendSrv());
  const saved: { values?: MappingFormValues } = {};
  const Form = () => {
    const { control, handleSubmit } = useForm<MappingFormValues>({
      defaultValues: {
        ...formValuesOf(undefined, []),
        grants: [{ ...emptyGrant('acme'), filters: filters.map((text) => ({ text })) }],
      },
    });
    return (
      <form
        onSubmit={(event) =>
          void handleSubmit((values) => {
            saved.values = values;
          })(event)
        }
      >
        <FilterRows
          control={control}
          position={0}
          errors={undefined}
          problems={{ ofAll: [], ofOne: new Map() }}
          place={place}
        />
        <button>Save</button>
      </form>
    );
  };
  render(
    <QueryClientProvider client={createQueryClient()}>
      <Form />
    </QueryClientProvider>
  );
  const user = userEvent.setup({ pointerEventsCheck: 0 });
  const mode = (name: string, filter = 1) =>
    within(screen.getByRole('radiogroup', { name: `How to write filter ${filter} of grant 1` })).getByRole('radio', {
      name,
    });
  return {
    user,
    mode,
    matcher: (number: number) =>
      within(screen.getByRole('group', { name: `Matcher ${number} of filter 1 of grant 1` })),
    text: () => screen.getByRole('textbox', { name: 'Filter 1 of grant 1' }),
    asked: () => admin.requests.map(({ url }) => decodeURIComponent(url.split('/admin/')[1] ?? url)),
    texts: async () => {
      await user.click(screen.getByRole('button', { name: 'Save' }));
      await waitFor(() => expect(saved.values).toBeDefined());
      return saved.values?.grants[0]?.filters.map(({ text }) => text);
    },
  };
}

describe('the filters of a grant', () => {
  it('are put together from what the tenant holds', async () => {
    const { user, matcher, texts } = renderFilters([]);
    await user.click(screen.getByRole('button', { name: 'Add filter to grant 1' }));
    await matcher(1).findByRole('option', { name: 'env' });
    await user.selectOptions(matcher(1).getByRole('combobox', { name: 'Label' }), 'env');
    await user.selectOptions(matcher(1).getByRole('combobox', { name: 'Operator' }), '=~');
    await matcher(1).findByRole('option', { name: 'gcp' });
    await user.selectOptions(matcher(1).getByRole('listbox', { name: 'Values' }), ['10.0.0.1', 'gcp']);
    expect(await screen.findByText('about 1,234 series of 5,678')).toBeVisible();
    expect(await texts()).toEqual(['{env=~"10\\\\.0\\\\.0\\\\.1|gcp"}']);
  });

  it('go between builder and text without loss, and stay text while they cannot be read', async () => {
    const { user, mode, text, matcher, texts } = renderFilters(['{team="dev",env=~"a.+"}']);
    expect(matcher(2).getByRole('textbox', { name: 'Values' })).toHaveValue('a.+');
    await user.click(mode('Text'));
    expect(text()).toHaveValue('{team="dev",env=~"a.+"}');
    await user.type(text(), ' or');
    expect(screen.getByText(/until then it stays text/)).toBeVisible();
    expect(mode('Builder')).toBeDisabled();
    expect(text()).toBeInvalid();
    await user.type(text(), '{Backspace}{Backspace}{Backspace}');
    await user.click(mode('Builder'));
    await waitFor(() => expect(matcher(1).getByRole('combobox', { name: 'Value' })).toHaveValue('dev'));
    expect(await texts()).toEqual(['{team="dev",env=~"a.+"}']);
  });

  it('warn beside the matcher that lets more through, and offer the way out', async () => {
    const { user, matcher, texts } = renderFilters(['{team!="dev"}']);
    expect(matcher(1).getByText(/team!="dev" also matches series without the label team\./)).toBeVisible();
    await user.click(matcher(1).getByRole('button', { name: 'Leave those out' }));
    expect(await texts()).toEqual(['{team!="dev",team=~".+"}']);
  });

  it('never lose half a matcher silently', async () => {
    const { user, mode, text, matcher, texts } = renderFilters(['{team="dev"}']);
    await user.click(screen.getByRole('button', { name: 'Add matcher to filter 1 of grant 1' }));
    await user.click(mode('Text'));
    expect(text()).toHaveValue('{team="dev",=}');
    await user.click(mode('Builder'));
    await user.click(matcher(2).getByRole('button', { name: 'Remove matcher 2 of filter 1 of grant 1' }));
    expect(await texts()).toEqual(['{team="dev"}']);
  });

  it('are typed where nothing can be looked up', async () => {
    const { asked } = renderFilters(['{team="dev"}'], { place: 'not-allowed' });
    expect(screen.getByText(/admin token may not look into backends/)).toBeVisible();
    expect(screen.queryByText(/series/, { selector: '[role=status] *' })).not.toBeInTheDocument();
    expect(asked()).toEqual([]);
  });

  it('can be typed while the backend does not answer', async () => {
    const { user, mode, text, texts } = renderFilters([], {
      answer: () => problem(502, 'backend-failed', 'the backend cluster does not answer'),
    });
    await user.click(screen.getByRole('button', { name: 'Add filter to grant 1' }));
    expect(await screen.findByText(/The backend cluster does not answer\.$/)).toBeVisible();
    await user.click(mode('Text'));
    await user.click(text());
    await user.paste('{team="dev"}');
    expect(await screen.findByText('series not counted')).toBeVisible();
    expect(await texts()).toEqual(['{team="dev"}']);
  });

  it('do not wait for the count of what is outdated', async () => {
    const { user, mode, text } = renderFilters(['{team="d"}'], {
      answer: (path) => (decodeURIComponent(path).includes('{team="d"}') ? new Promise(() => {}) : backend(path)),
    });
    expect(screen.getByText('counting…')).toBeVisible();
    await user.click(mode('Text'));
    await user.clear(text());
    await user.click(text());
    await user.paste('{team="dev"}');
    expect(await screen.findByText('about 1,234 series of 5,678', {}, { timeout: 10_000 })).toBeVisible();
  });
});
