import { act, screen, within } from '@testing-library/react';
import { ADMIN_ROUTE } from '../constants';
import { activityPage, ALLOWED, RECORD, REFUSAL, STATS } from '../test/activityDocuments';
import { InMemoryAdmin, problem, type Reply } from '../test/inMemoryAdmin';
import { giveElementsASize, pluginMeta, renderApp } from '../test/renderApp';
import { saveFile } from './saveFile';

jest.mock('@grafana/runtime', () => jest.requireActual('../test/grafanaRuntime'));
jest.mock('@grafana/ui', () => jest.requireActual('../test/grafanaUi'));
jest.mock('./saveFile', () => ({ saveFile: jest.fn() }));

let admin: InMemoryAdmin;
/** What is answered, by the beginning of what is asked for; the rest as the stand-in does. */
let replies: Record<string, Reply>;

beforeEach(() => {
  localStorage.clear();
  giveElementsASize();
  jest.mocked(saveFile).mockClear();
  admin = new InMemoryAdmin();
  replies = {
    'activity?kind=refused': { status: 200, body: activityPage({ refusals: [REFUSAL] }) },
    'activity?kind=allowed': { status: 200, body: activityPage({ allowed: [ALLOWED] }) },
    [`activity/${REFUSAL.requestId}`]: { status: 200, body: REFUSAL },
    'activity/export': { status: 200, body: '{"a":1}\n' },
    'activity/': problem(404, 'not-found', 'no refusal by this number is known'),
    'audit/12': { status: 200, body: RECORD },
    'audit/export': { status: 200, body: '{"number":1}\n' },
    'audit?': { status: 200, body: { records: [RECORD], next: null } },
    'stats?': { status: 200, body: STATS },
  };
  admin.answer = ({ url }) => {
    const asked = url.replace(`${ADMIN_ROUTE}/`, '');
    return Object.entries(replies).find(([start]) => asked.startsWith(start))?.[1];
  };
});

afterEach(() => jest.useRealTimers());

const open = (page = 'activity') => renderApp(admin, pluginMeta(), page);
const asked = (start: string) =>
  admin.requests.map(({ url }) => url.replace(`${ADMIN_ROUTE}/`, '')).filter((url) => url.startsWith(start));
const lastParameters = (start: string) => new URLSearchParams(asked(start).at(-1)?.split('?')[1]);

describe('the Activity page', () => {
  it('lists what was refused, who asked, and why', async () => {
    open();
    const table = within(await screen.findByRole('table', { name: 'Refused requests' }));
    const row = table.getByText('bob@example.com').closest('tr');
    expect(row).toHaveTextContent('acme/api/v1/query_range');
    expect(row).toHaveTextContent('No mapping grants bob@example.com the tenant acme.');
    expect(row).toHaveTextContent('and 3 more like it within a minute');
    expect(screen.getByText('1 refusal shown')).toBeVisible();
    expect(screen.getByText(/at most 100,000; the log has the others/)).toBeVisible();
  });

  it('asks for what the filters in the URL say', async () => {
    open('activity?subject=bob&tenant=acme&reason=no-mapping&from=now-1h');
    await screen.findByRole('table', { name: 'Refused requests' });
    const parameters = lastParameters('activity?kind=refused');
    expect([parameters.get('subject'), parameters.get('tenant'), parameters.get('reason')]).toEqual([
      'bob',
      'acme',
      'no-mapping',
    ]);
    expect(Date.now() - Date.parse(parameters.get('since') ?? '')).toBeLessThan(3_700_000);
    expect(parameters.has('until')).toBe(false);
  });

  it('does not trip over what a link says of the time', async () => {
    open('activity?from=yesterday&to=%00');
    expect(await screen.findByRole('table', { name: 'Refused requests' })).toBeVisible();
  });

  it('offers what occurred lately as filters, and keeps the choice in the URL', async () => {
    const { user, url } = open();
    await screen.findByRole('option', { name: 'token-expired' });
    await user.selectOptions(screen.getByRole('combobox', { name: 'Only with this reason' }), 'token-expired');
    expect(url()).toBe('?reason=token-expired');
    await screen.findByRole('table', { name: 'Refused requests' });
    expect(lastParameters('activity?kind=refused').get('reason')).toBe('token-expired');
  });

  it('says when nothing matches, and takes the filters away', async () => {
    replies['activity?kind=refused'] = { status: 200, body: activityPage({}) };
    const { user, url } = open('activity?subject=nobody&tenant=acme');
    await user.click(await screen.findByRole('button', { name: 'Clear filters' }));
    expect(url()).toBe('');
    expect(await screen.findByText('Nothing was refused in this time')).toBeVisible();
  });

  it('shows what was allowed, counted, with the way to the mappings', async () => {
    const { user, url } = open();
    await user.click(await screen.findByRole('radio', { name: 'Allowed' }));
    expect(url()).toBe('?kind=allowed');
    const table = within(await screen.findByRole('table', { name: 'Allowed requests' }));
    expect(table.getByText('alice@example.com').closest('tr')).toHaveTextContent('Read12acme-developers');
    expect(table.getByRole('link', { name: 'acme-developers' })).toHaveAttribute(
      'href',
      '/a/gatehouse-tenancy-app/mappings?edit=acme-developers'
    );
  });

  it('opens the details of a refusal, with the way to its explanation, and closes them by going back', async () => {
    const { user, url, goBack } = open();
    await user.click(await screen.findByRole('button', { name: 'Details of request 1f2e3d4c5b6a7980' }));
    const drawer = within(await screen.findByRole('dialog', { name: 'Request 1f2e3d4c5b6a7980' }));
    expect(await drawer.findByRole('link', { name: 'Explain this refusal' })).toHaveAttribute(
      'href',
      '/a/gatehouse-tenancy-app/explain?refusal=1f2e3d4c5b6a7980'
    );
    expect(drawer.getByRole('link', { name: 'Revision 6' })).toHaveAttribute(
      'href',
      '/a/gatehouse-tenancy-app/history?revision=6'
    );
    expect(drawer.getByText('403 with the code no-mapping')).toBeVisible();
    expect(url()).toBe('?request=1f2e3d4c5b6a7980');
    await goBack();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('finds a request by the text of a panel', async () => {
    const { user, url } = open();
    await user.type(
      screen.getByRole('textbox', { name: /^Request number/ }),
      'Gatehouse: no (no-mapping, request 1f2e3d4c5b6a7980)'
    );
    await user.click(screen.getByRole('button', { name: 'Look up' }));
    expect(url()).toBe('?request=1f2e3d4c5b6a7980');
    expect(await screen.findByRole('link', { name: 'Explain this refusal' })).toBeVisible();
  });

  it('finds what was allowed by its number too', async () => {
    open('activity?request=aaaabbbbccccdddd');
    expect(await screen.findByText('Allowed, 12 times within five minutes')).toBeVisible();
  });

  it('says when nothing is known of a request, in the words of the proxy', async () => {
    replies['activity?kind=allowed'] = { status: 200, body: activityPage({}) };
    open('activity?request=0000000000000000');
    expect(await screen.findByText('No refusal by this number is known.')).toBeVisible();
  });

  it('says when there is no number in what was pasted', async () => {
    const { user } = open();
    await user.type(screen.getByRole('textbox', { name: /^Request number/ }), 'no data');
    await user.click(screen.getByRole('button', { name: 'Look up' }));
    expect(await screen.findByText(/^There is no request number in it/)).toBeVisible();
    expect(asked('activity/')).toEqual([]);
  });

  it('follows what happens until it is paused', async () => {
    jest.useFakeTimers({ advanceTimers: true });
    const { url } = open();
    await screen.findByText('1 refusal shown');
    replies['activity?kind=refused'] = {
      status: 200,
      body: activityPage({ refusals: [{ ...REFUSAL, requestId: 'ffff000011112222' }, REFUSAL] }),
    };
    await act(() => jest.advanceTimersByTimeAsync(5_100));
    expect(await screen.findByText('2 refusals shown')).toBeVisible();
    act(() => screen.getByRole('button', { name: 'Pause' }).click());
    expect(await screen.findByRole('button', { name: 'Go live' })).toBeVisible();
    expect(url()).toBe('?live=off');
    const before = asked('activity?kind=refused').length;
    await act(() => jest.advanceTimersByTimeAsync(20_000));
    expect(asked('activity?kind=refused')).toHaveLength(before);
  });

  it('shows older ones below, and stands still meanwhile', async () => {
    jest.useFakeTimers({ advanceTimers: true });
    const older = { ...REFUSAL, requestId: 'eeee000011112222' };
    replies = {
      ...replies,
      'activity?kind=refused': { status: 200, body: activityPage({ refusals: [REFUSAL], next: '1.abc' }) },
    };
    open();
    const more = await screen.findByRole('button', { name: 'Show older ones' });
    replies['activity?kind=refused'] = { status: 200, body: activityPage({ refusals: [older] }) };
    act(() => more.click());
    expect(await screen.findByText('2 refusals shown')).toBeVisible();
    expect(lastParameters('activity?kind=refused').get('before')).toBe('1.abc');
    expect(screen.getByText('The list stands still while older ones are shown.')).toBeVisible();
    const before = asked('activity?kind=refused').length;
    await act(() => jest.advanceTimersByTimeAsync(20_000));
    expect(asked('activity?kind=refused')).toHaveLength(before);
  });

  it('saves refusals as a file', async () => {
    const { user } = open();
    await screen.findByRole('table', { name: 'Refused requests' });
    await user.click(screen.getByRole('button', { name: 'Export' }));
    expect(saveFile).toHaveBeenCalledWith('gatehouse-refusals.jsonl', '{"a":1}\n', 'application/jsonl');
    expect(lastParameters('activity/export').has('since')).toBe(true);
  });

  it('exports nothing with a token that may not', async () => {
    replies.configuration = { status: 200, body: { backends: [], issuers: [], role: 'editor' } };
    open();
    await screen.findByRole('table', { name: 'Refused requests' });
    expect(screen.getByRole('button', { name: 'Export' })).toHaveAttribute('aria-disabled', 'true');
  });

  it('says why nothing can be listed', async () => {
    replies['activity?kind=refused'] = problem(503, 'store-unavailable', 'gone');
    open();
    expect(await screen.findByRole('alert', { name: 'The proxy cannot reach its store' })).toBeVisible();
  });

  it('tells whoever may not look', async () => {
    replies['activity?kind=refused'] = { status: 403, body: { message: 'plugin proxy route access denied' } };
    open();
    expect(await screen.findByTestId('gatehouse-forbidden')).toBeVisible();
  });

  describe('about changes', () => {
    it('lists who changed what and why, with the way to the revision', async () => {
      const { user, url } = open();
      await user.click(await screen.findByRole('tab', { name: 'Changes' }));
      expect(url()).toBe('?view=changes');
      const table = within(await screen.findByRole('table', { name: 'Changes' }));
      expect(table.getByText('carol').closest('tr')).toHaveTextContent('carolsigned by GrafanaPolicy published');
      expect(table.getByText('Globex moves')).toBeVisible();
      expect(table.getByRole('link', { name: 'Revision 6' })).toHaveAttribute(
        'href',
        '/a/gatehouse-tenancy-app/history?revision=6'
      );
    });

    it('asks for what the filters say', async () => {
      const { user, url } = open('activity?view=changes&actor=carol');
      await user.selectOptions(
        await screen.findByRole('combobox', { name: 'Only changes of this kind' }),
        'Credential revoked'
      );
      await screen.findByRole('table', { name: 'Changes' });
      expect(url()).toContain('event=credential-revoked');
      const parameters = lastParameters('audit?');
      expect([parameters.get('event'), parameters.get('actor')]).toEqual(['credential-revoked', 'carol']);
    });

    it('shows one change as it was recorded, also by a link', async () => {
      open('activity?view=changes&record=12');
      const drawer = within(await screen.findByRole('dialog', { name: 'Change 12' }));
      expect(await drawer.findByText('b'.repeat(64))).toBeVisible();
      expect(drawer.getByRole('link', { name: 'Show Revision 6' })).toBeVisible();
      expect(drawer.getByText(/"comment": "Globex moves"/)).toBeVisible();
    });

    it('shows a kind of change that it does not know as it is', async () => {
      replies['audit?'] = {
        status: 200,
        body: { records: [{ ...RECORD, event: 'moon-landed', target: 'moon:1' }], next: null },
      };
      open('activity?view=changes');
      const table = within(await screen.findByRole('table', { name: 'Changes' }));
      expect(table.getByText('moon-landed').closest('tr')).toHaveTextContent('moon:1');
    });

    it('saves the whole chain as a file', async () => {
      const { user } = open('activity?view=changes');
      await screen.findByRole('table', { name: 'Changes' });
      await user.click(screen.getByRole('button', { name: 'Export' }));
      expect(saveFile).toHaveBeenCalledWith('gatehouse-audit.jsonl', '{"number":1}\n', 'application/jsonl');
    });
  });
});
