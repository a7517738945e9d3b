import React from 'react';
import { type AppPluginMeta, PluginConfigPageProps } from '@grafana/data';
import { config, setBackendSrv } from '@grafana/runtime';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter } from 'react-router-dom';
import { InMemoryAdmin, problem, type Reply, STATUS } from '../test/inMemoryAdmin';
import { pluginMeta } from '../test/renderApp';
import ConfigurationPage from './ConfigurationPage';
import type { ConnectionSettings } from './connectionSettings';
import { reloadPage } from './reloadPage';

jest.mock('./reloadPage', () => ({ reloadPage: jest.fn() }));

const ROUTER_V7 = { v7_startTransition: true, v7_relativeSplatPath: true };
let admin: InMemoryAdmin;

beforeEach(() => {
  Object.assign(config.bootData.user, { authenticatedBy: 'oauth_generic_oauth' });
  admin = new InMemoryAdmin();
  jest.mocked(reloadPage).mockClear();
});

function open(meta: AppPluginMeta<ConnectionSettings> = pluginMeta()) {
  setBackendSrv(admin.backendSrv());
  const props = { plugin: { meta }, query: {} } as PluginConfigPageProps<AppPluginMeta<ConnectionSettings>>;
  render(
    <MemoryRouter future={ROUTER_V7}>
      <ConfigurationPage {...props} />
    </MemoryRouter>
  );
  return userEvent.setup();
}

const unset = () => pluginMeta({ enabled: false, pinned: false, jsonData: {}, secureJsonFields: {} });
const url = () => screen.getByRole('textbox', { name: /^Proxy admin URL/ });
const test = () => screen.getByRole('button', { name: 'Test connection' });

describe('the Configuration page', () => {
  it('saves URL and token, enables the app and reloads', async () => {
    const user = open(unset());
    await user.type(url(), 'http://gatehouse:8432/');
    await user.type(screen.getByLabelText(/^Admin token/), 'a-long-admin-token');
    await user.click(screen.getByRole('button', { name: 'Save and enable' }));
    expect(admin.requests).toEqual([
      expect.objectContaining({
        url: '/api/plugins/gatehouse-tenancy-app/settings',
        method: 'POST',
        data: {
          enabled: true,
          pinned: true,
          jsonData: { proxyUrl: 'http://gatehouse:8432' },
          secureJsonData: { adminToken: 'a-long-admin-token' },
        },
      }),
    ]);
    expect(reloadPage).toHaveBeenCalledTimes(1);
  });

  it('does not send the token again when it is kept', async () => {
    const user = open();
    await user.clear(url());
    await user.type(url(), 'http://other:8432');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    const [saved] = admin.requests.filter(({ method }) => method === 'POST');
    expect(saved?.data).toMatchObject({ jsonData: { proxyUrl: 'http://other:8432' } });
    expect(saved?.data).not.toHaveProperty('secureJsonData');
  });

  it('wants the token again after a reset', async () => {
    const user = open();
    await user.click(screen.getByRole('button', { name: 'Reset' }));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/Enter the admin token/)).toBeVisible();
    expect(admin.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('refuses a URL with /v1 and says what to do', async () => {
    const user = open();
    await user.type(url(), '/v1');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Leave out /v1; the app adds it.')).toBeVisible();
  });

  it('says when Grafana does not save', async () => {
    admin.answer = () => ({ status: 403, body: { message: 'no' } });
    const user = open();
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Grafana did not save the settings')).toBeVisible();
    expect(reloadPage).not.toHaveBeenCalled();
  });

  it('says at once how the proxy and its backends are', async () => {
    open();
    expect(await screen.findByText('Connected, and all is well')).toBeVisible();
    const list = screen.getByRole('list', { name: 'Status of the proxy' });
    expect(list).toHaveTextContent('Revision 6: 3 tenants, 2 mappings');
    expect(list).toHaveTextContent('Issuer keycloak2 keys of https://id.example');
    expect(list).toHaveTextContent('Admin tokengrafana, role admin: this app may do everything');
    const cluster = screen.getByRole('article', { name: 'Backend cluster' });
    expect(cluster).toHaveTextContent('VictoriaMetrics cluster2 URLs answer');
    expect(cluster).toHaveTextContent('http://vmselect:8481vmselect, v1.150.0, 3 requests running');
  });

  it('shows that it is asking until there is an answer', async () => {
    let answer: (reply: Reply) => void = () => {};
    admin.answer = ({ url }) =>
      url.endsWith('/admin/status') ? new Promise((resolve) => (answer = resolve)) : undefined;
    open();
    expect(screen.getByRole('status', { name: 'Asking the proxy' })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Testing' })).toBeDisabled();
    answer({ status: 200, body: STATUS });
    expect(await screen.findByText('Connected, and all is well')).toBeVisible();
    expect(screen.queryByRole('status', { name: 'Asking the proxy' })).not.toBeInTheDocument();
  });

  it('tests again on request', async () => {
    admin.answer = () => problem(401, 'admin-token-wrong', 'no');
    const user = open();
    expect(await screen.findByText('The proxy refuses the admin token')).toBeVisible();
    admin.answer = undefined;
    await user.click(test());
    expect(await screen.findByText('Connected, and all is well')).toBeVisible();
    admin.answer = () => problem(503, 'store-unavailable', 'gone');
    await user.click(test());
    expect(await screen.findByText('The proxy cannot reach its store')).toBeVisible();
    expect(screen.queryByText('Connected, and all is well')).not.toBeInTheDocument();
  });

  it('does not test what is not saved', async () => {
    const user = open();
    await screen.findByText('Connected, and all is well');
    await screen.findByRole('list', { name: 'What the app needs of Grafana' });
    const asked = () => admin.requests.filter((request) => request.url.endsWith('/admin/status')).length;
    await user.type(url(), '/gate');
    const before = asked();
    await user.click(test());
    expect(screen.getByText('There are unsaved changes')).toBeVisible();
    expect(asked()).toBe(before);
  });

  it('asks nobody before a URL is saved, and says that there is nothing to test yet', async () => {
    const user = open(unset());
    expect(admin.requests).toEqual([]);
    await user.click(test());
    expect(screen.getByText('Nothing to test yet')).toBeVisible();
  });

  describe('about what the app needs of Grafana', () => {
    const PROMETHEUS = { uid: 'p', name: 'Metrics', type: 'prometheus', access: 'proxy', url: 'http://gatehouse:8431' };
    const replies: Record<string, Reply> = {};
    beforeEach(() => {
      Object.assign(config.bootData.user, { authenticatedBy: 'password' });
      Object.assign(replies, {
        '/api/plugins/gatehouse-tenancy-app/settings': {
          status: 200,
          body: { jsonData: { proxyUrl: 'http://gatehouse:8432', dataUrl: 'http://gatehouse:8431' } },
        },
        '/api/datasources': { status: 200, body: [{ ...PROMETHEUS, jsonData: { oauthPassThru: true } }] },
      });
      admin.answer = ({ url }) => replies[url];
    });
    const list = () => screen.findByRole('list', { name: 'What the app needs of Grafana' });

    it('looks at Grafana, its data sources and the person', async () => {
      open(pluginMeta({ dependencies: { grafanaDependency: '>=12.2.0' } as AppPluginMeta['dependencies'] }));
      expect(await screen.findByText('Through Gatehouse, and tells who asks: Metrics')).toBeVisible();
      expect(await list()).toHaveTextContent('Way to the proxyGrafana’s server passes on');
      expect(await list()).toHaveTextContent('Your log-inNot by OAuth (password)');
      expect(await list()).toHaveTextContent('VisitorsNobody is let in');
      // jsdom's Grafana calls itself 1.0.
      expect(await list()).not.toHaveTextContent('Version of Grafana');
    });

    it('tells of a data source that does not say who asks, and leads to its repair', async () => {
      replies['/api/datasources'] = { status: 200, body: [{ ...PROMETHEUS, jsonData: {} }] };
      open();
      expect(await screen.findByText(/^Metrics: /)).toBeVisible();
      expect(within(await list()).getByRole('link', { name: 'Open Data sources' })).toHaveAttribute(
        'href',
        expect.stringMatching(/\/data-source$/)
      );
    });

    it('tells when Grafana does not list data sources', async () => {
      replies['/api/datasources'] = { status: 403, body: { message: 'no' } };
      open();
      expect(await screen.findByText(/^Grafana does not show you its data sources/)).toBeVisible();
    });

    it('takes a proxy that refuses the token for a way that is open', async () => {
      admin.answer = ({ url }) => replies[url] ?? problem(401, 'admin-token-wrong', 'no');
      open();
      expect(await screen.findByText(/^Grafana’s server passes on/)).toBeVisible();
    });

    it('tells when Grafana cannot reach the proxy', async () => {
      admin.answer = ({ url }) => replies[url] ?? { status: 502, body: 'Bad gateway' };
      open();
      expect(await screen.findByText(/^Grafana cannot reach the proxy\. Check that/)).toBeVisible();
    });
  });

  describe('about backends', () => {
    const [cluster] = STATUS.backends;
    const openWith = (...backends: object[]) => {
      admin.answer = () => ({ status: 200, body: { ...STATUS, backends } });
      open();
    };
    const unsafe = { code: 'labels-unfiltered', severity: 'unsafe', message: 'it ignores filters; remove the flag' };
    const warning = {
      code: 'version-unknown',
      severity: 'warning',
      message: 'it does not tell its version',
      url: 'http://vmselect:8481',
    };

    it('warns of what is not safe, and says the way out', async () => {
      openWith({ ...cluster, findings: [warning, unsafe] });
      expect(await screen.findByText('Connected, but a backend is not safe: cluster')).toBeVisible();
      const alert = screen.getByRole('article', { name: 'Backend cluster' });
      expect(alert).toHaveTextContent('Not safe: Gatehouse refuses what this would let through');
      expect(alert).toHaveTextContent('It ignores filters; remove the flag.');
      expect(alert).toHaveTextContent('safety: vouched');
    });

    it('lists calmly what is not certain', async () => {
      openWith({ ...cluster, findings: [warning] });
      expect(await screen.findByText('Connected, with 1 remark about the backends')).toBeVisible();
      expect(screen.getByRole('list', { name: 'Remarks about cluster' })).toHaveTextContent(
        'It does not tell its version. (http://vmselect:8481)'
      );
      expect(screen.queryByText(/^Not safe/)).not.toBeInTheDocument();
    });

    it('says which URL does not answer', async () => {
      const [first, second] = cluster?.urls ?? [];
      openWith({ ...cluster, reachable: false, urls: [{ ...first, up: false, running: 0 }, second] });
      expect(await screen.findByText('Connected, but not all is well')).toBeVisible();
      const article = screen.getByRole('article', { name: 'Backend cluster' });
      expect(article).toHaveTextContent('1 of 2 URLs answers');
      expect(article).toHaveTextContent('http://vmselect:8481does not answer');
    });

    it('does with what an older proxy tells', async () => {
      openWith({ name: 'single', kind: 'victoriametrics', reachable: true, detail: 'answers' });
      expect(await screen.findByText('Connected, and all is well')).toBeVisible();
      expect(screen.getByRole('article', { name: 'Backend single' })).toHaveTextContent(
        'VictoriaMetrics, single nodeAnswers'
      );
    });

    it('says when there are none', async () => {
      openWith();
      expect(await screen.findByText(/^The proxy’s configuration names none/)).toBeVisible();
    });
  });
});
