import { screen, within } from '@testing-library/react';
import { ADMIN_ROUTE } from '../constants';
import { ALLOWED, activityPage, STATS } from '../test/activityDocuments';
import { InMemoryAdmin, problem, type Reply, STATUS } from '../test/inMemoryAdmin';
import { giveElementsASize, pluginMeta, renderApp } from '../test/renderApp';

jest.mock('@grafana/runtime', () => jest.requireActual('../test/grafanaRuntime'));
jest.mock('@grafana/ui', () => jest.requireActual('../test/grafanaUi'));

let admin: InMemoryAdmin;
/** What is answered, by the beginning of what is asked for; the rest as the stand-in does. */
let replies: Record<string, Reply>;

beforeEach(() => {
  localStorage.clear();
  giveElementsASize();
  admin = new InMemoryAdmin();
  replies = {
    'stats?': { status: 200, body: STATS },
    'subjects?': { status: 200, body: { subjects: [{}], next: null } },
    'activity?': { status: 200, body: activityPage({ allowed: [ALLOWED] }) },
  };
  admin.answer = ({ url }) => {
    const asked = url.replace(`${ADMIN_ROUTE}/`, '');
    return Object.entries(replies).find(([start]) => asked.startsWith(start))?.[1];
  };
});

const open = (page = 'overview') => renderApp(admin, pluginMeta(), page);
const checks = async () => within(await screen.findByRole('list', { name: 'What was looked at' }));
const asked = (start: string) => admin.requests.filter(({ url }) => url.startsWith(`${ADMIN_ROUTE}/${start}`));

describe('the Overview page', () => {
  it('says whether everything is well, and what was looked at', async () => {
    open();
    expect(await screen.findByRole('heading', { name: 'Connected, and all is well' })).toBeVisible();
    const list = await checks();
    expect(list.getByText('Proxy').closest('li')).toHaveTextContent('Gatehouse 0.1.0');
    expect(list.getByText('Policy').closest('li')).toHaveTextContent('Revision 6: 3 tenants, 2 mappings');
    expect(list.getByText('Backend cluster').closest('li')).toHaveTextContent('2 URLs answerSafety check passed');
    expect((await list.findByText('Replicas')).closest('li')).toHaveTextContent(
      '1 process answered requests in this time'
    );
  });

  it('warns of a backend that is not safe, with the reason', async () => {
    const [cluster] = STATUS.backends;
    const findings = [{ code: 'labels-unfiltered', severity: 'unsafe', message: 'it ignores filters' }];
    replies.status = { status: 200, body: { ...STATUS, backends: [{ ...cluster, findings }] } };
    open();
    expect(await screen.findByText('Connected, but a backend is not safe: cluster')).toBeVisible();
    const item = (await checks()).getByText('Backend cluster').closest('li');
    expect(item).toHaveTextContent('Not safe: Gatehouse refuses what this would let through.It ignores filters.');
    expect(item).toHaveAttribute('data-state', 'bad');
  });

  it('counts requests and refusals, with the share that was refused', async () => {
    open();
    expect(await screen.findByRole('img', { name: 'Requests by tenant: 60 in this time' })).toBeVisible();
    const legend = within(screen.getByRole('list', { name: 'Requests by tenant: 60 in this time' }));
    expect(legend.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'acme49',
      'globex10',
      'Several tenants, or none1',
    ]);
    expect(screen.getByText('Share that was refused').closest('div')).toHaveTextContent('6.7 %');
  });

  it('shows the refusals by reason, and keeps that in the URL', async () => {
    const { user, url } = open();
    await user.click(await screen.findByRole('radio', { name: 'By reason' }));
    const legend = within(screen.getByRole('list', { name: 'Refusals: 4 in this time' }));
    expect(legend.getByRole('link', { name: 'no-mapping' })).toHaveAttribute(
      'href',
      '/a/gatehouse-tenancy-app/activity?reason=no-mapping'
    );
    expect(url()).toBe('?by=reason');
  });

  it('shows the same numbers as a table', async () => {
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: 'Show Requests by tenant as a table' }));
    const table = within(screen.getByRole('table', { name: 'Requests by tenant: 60 in this time' }));
    expect(table.getAllByRole('columnheader').map(({ textContent }) => textContent)).toEqual([
      'Time',
      'acme',
      'globex',
      'Several tenants, or none',
      'Together',
    ]);
    const [, first] = table.getAllByRole('row');
    expect(
      within(first ?? document.body)
        .getAllByRole('cell')
        .map(({ textContent }) => textContent)
    ).toEqual(['30', '0', '1', '31']);
  });

  it('asks for the time that is chosen, in steps that fit it', async () => {
    const { user, url } = open();
    await screen.findByRole('img', { name: /^Requests by tenant/ });
    expect(asked('stats?')[0]?.url).toMatch(/step=1800$/);
    await user.click(screen.getByRole('radio', { name: '7d' }));
    expect(url()).toBe('?range=7d');
    expect(asked('stats?').at(-1)?.url).toMatch(/step=10800$/);
  });

  it('names who was refused most, with the way to what they see', async () => {
    open();
    const table = within(await screen.findByRole('table', { name: 'Refused most often' }));
    expect(table.getByRole('link', { name: 'What bob@example.com sees, and why' })).toHaveAttribute(
      'href',
      '/a/gatehouse-tenancy-app/explain?subject=bobs-key'
    );
    expect(table.getByText('Somebody who is not remembered any more').closest('tr')).not.toContainElement(
      table.queryByRole('link', { name: /Somebody/ })
    );
  });

  it('says how the proxy is also while nothing can be counted', async () => {
    replies['stats?'] = problem(503, 'store-unavailable', 'gone');
    open();
    expect(await screen.findByText('The proxy cannot reach its store')).toBeVisible();
    expect((await checks()).getByText('Proxy')).toBeVisible();
  });

  it('says why there is nothing to see', async () => {
    replies.status = { status: 502, body: {} };
    open();
    expect(await screen.findByRole('alert', { name: 'Grafana cannot reach the proxy' })).toBeVisible();
  });

  it('wants to be connected first', async () => {
    renderApp(admin, pluginMeta({ jsonData: {} }), 'overview');
    expect(await screen.findByText('Connect the Gatehouse proxy')).toBeVisible();
    expect(admin.requests).toEqual([]);
  });

  describe('for a new installation', () => {
    beforeEach(() => {
      replies.status = {
        status: 200,
        body: { ...STATUS, policy: { ...STATUS.policy, revision: 0, tenants: 0, mappings: 0 } },
      };
      replies['subjects?'] = { status: 200, body: { subjects: [], next: null } };
      replies['activity?'] = { status: 200, body: activityPage({}) };
      replies['/api/datasources'] = { status: 200, body: [{ url: 'http://elsewhere:9090' }] };
    });
    const steps = async () => within(await screen.findByRole('region', { name: 'Next steps' }));
    const step = async (title: string) => (await steps()).getByText(title).closest('li');

    it('says what comes next, with the way there', async () => {
      open();
      expect(await step('Connect the proxy')).toHaveTextContent(/^Done:/);
      expect(await step('Add a tenant')).toHaveAttribute('aria-current', 'step');
      expect((await steps()).getByRole('link', { name: 'Add a tenant' })).toHaveAttribute(
        'href',
        '/a/gatehouse-tenancy-app/tenants?add='
      );
      expect((await steps()).getByText('6 steps left until somebody sees their own view')).toBeVisible();
    });

    it('knows a data source that leads to the data listener', async () => {
      replies['/api/datasources'] = { status: 200, body: [{ url: 'http://gatehouse:8431/backend/cluster' }] };
      open();
      expect(await step('Add a data source that leads through Gatehouse')).toHaveTextContent(/^Done:/);
    });

    it('counts what is in the draft', async () => {
      const acme = { name: 'acme', backend: 'cluster', account: 1, project: 0 };
      localStorage.setItem(
        'gatehouse-tenancy-app.draft.1.',
        JSON.stringify({
          revision: 0,
          tenants: { changes: [{ after: acme }], conflicts: [] },
          mappings: { changes: [], conflicts: [] },
        })
      );
      open();
      await steps();
      await screen.findByRole('link', { name: 'Add a mapping' });
    });

    it('goes for good when somebody does not want to see it', async () => {
      const { user, unmount } = open();
      await user.click((await steps()).getByRole('button', { name: 'Hide the next steps for good' }));
      expect(screen.queryByRole('region', { name: 'Next steps' })).not.toBeInTheDocument();
      unmount();
      open();
      await checks();
      expect(screen.queryByRole('region', { name: 'Next steps' })).not.toBeInTheDocument();
    });
  });

  it('speaks of no next steps once all is done, also when what happened is forgotten', async () => {
    const { unmount } = open();
    await checks();
    await screen.findByRole('img', { name: /^Requests by tenant/ });
    expect(screen.queryByRole('region', { name: 'Next steps' })).not.toBeInTheDocument();
    unmount();
    replies['activity?'] = { status: 200, body: activityPage({}) };
    open();
    await checks();
    expect(screen.queryByRole('region', { name: 'Next steps' })).not.toBeInTheDocument();
  });
});
