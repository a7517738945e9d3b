import { config } from '@grafana/runtime';
import { screen, waitFor, within } from '@testing-library/react';
import { InMemoryCredentials, SECRET } from '../test/credentialReplies';
import { InMemoryAdmin, problem, type Reply, STATUS } from '../test/inMemoryAdmin';
import { dataSource, InMemoryDataSources } from '../test/inMemoryDataSources';
import { giveElementsASize, pluginMeta, renderApp } from '../test/renderApp';
import { testIds } from '../testIds';

jest.mock('@grafana/runtime', () => jest.requireActual('../test/grafanaRuntime'));
jest.mock('@grafana/ui', () => jest.requireActual('../test/grafanaUiModal'));

const NOT_FORWARDING = { jsonData: { prometheusType: 'Prometheus', prometheusVersion: '2.24.0', timeInterval: '30s' } };
let admin: InMemoryAdmin;
let grafana: InMemoryDataSources;
let credentials: InMemoryCredentials;

beforeEach(() => {
  localStorage.clear();
  giveElementsASize();
  Object.assign(config.bootData.user, { authenticatedBy: 'oauth_generic_oauth' });
  grafana = new InMemoryDataSources([dataSource()]);
  credentials = new InMemoryCredentials([]);
  admin = new InMemoryAdmin();
  admin.answer = (request) => grafana.answer(request) ?? credentials.answer(request);
});

const open = (search = '') => renderApp(admin, pluginMeta(), `data-source${search}`);
const card = async (name: string) => within(await screen.findByRole('article', { name }));
const sent = (method: string, url: RegExp) =>
  admin.requests.filter((request) => request.method === method && url.test(request.url));

describe('the list of data sources', () => {
  it('tells where each leads, and loudly which go past Gatehouse', async () => {
    grafana.kept = [
      dataSource(),
      dataSource({ uid: 'off', name: 'Off', ...NOT_FORWARDING }),
      dataSource({ uid: 'past', name: 'Past', url: 'http://vmselect:8481/select/0/prometheus' }),
      dataSource({ uid: 'other', name: 'Other', url: 'http://other:9090' }),
      dataSource({ uid: 'logs', name: 'Logs', type: 'loki' }),
    ];
    open();
    expect((await card('Metrics')).getByText('Through Gatehouse')).toBeVisible();
    expect((await card('Off')).getByText('Needs repair')).toBeVisible();
    expect((await card('Past')).getByText('Everybody sees everything')).toBeVisible();
    expect((await card('Other')).getByText('Not through Gatehouse')).toBeVisible();
    expect(screen.getByText('Some data sources go past Gatehouse: Past')).toBeVisible();
    expect(screen.queryByRole('article', { name: 'Logs' })).not.toBeInTheDocument();
  });

  it('offers no repair of what a file provisions, and says where it is changed', async () => {
    grafana.kept = [dataSource({ readOnly: true, ...NOT_FORWARDING })];
    open();
    expect((await card('Metrics')).getByText('Change it in its provisioning file')).toBeVisible();
    expect(screen.queryByRole('button', { name: /^Repair/ })).not.toBeInTheDocument();
  });

  it('leads on to Explore, each to its own data source', async () => {
    grafana.kept = [dataSource({ uid: 'metrics-2' })];
    open();
    const href = (await card('Metrics')).getByRole('link', { name: 'Explore Metrics' }).getAttribute('href') ?? '';
    const { pathname, searchParams } = new URL(href, 'http://grafana.example');
    expect(pathname).toBe('/explore');
    expect(JSON.parse(searchParams.get('panes') ?? '')).toMatchObject({ gatehouse: { datasource: 'metrics-2' } });
  });

  it('can be tried, one by one', async () => {
    const { user } = open();
    await user.click((await card('Metrics')).getByRole('button', { name: 'Test Metrics' }));
    expect(await screen.findByText('It answers you')).toBeVisible();
    grafana.queryError = 'Gatehouse: no mapping lets you read anything (no-mapping, request 1f)';
    await user.click((await card('Metrics')).getByRole('button', { name: 'Test Metrics' }));
    expect(await screen.findByText('Gatehouse is reached, and refuses you')).toBeVisible();
    expect(screen.getByText(/no-mapping, request 1f/)).toBeVisible();
  });
});

describe('the states of the page', () => {
  const replyTo = (end: string, reply: Reply | Promise<Reply>) => {
    admin.answer = (request) => (request.url.endsWith(end) ? reply : grafana.answer(request));
  };

  it('shows that it is loading', async () => {
    replyTo('/api/datasources', new Promise<Reply>(() => {}));
    open();
    expect(await screen.findByRole('status', { name: 'Loading the data sources' })).toBeVisible();
  });

  it('says when there is none, and offers to add one', async () => {
    grafana.kept = [dataSource({ type: 'loki' })];
    open();
    const empty = within(await screen.findByTestId(testIds.states.empty));
    expect(empty.getByText('No data source asks metrics yet')).toBeVisible();
    expect(empty.getByRole('button', { name: 'Add data source' })).toBeVisible();
  });

  it('says when Grafana does not show them, and tries again on request', async () => {
    replyTo('/api/datasources', { status: 403, body: { message: 'no' } });
    const { user } = open();
    expect(await screen.findByTestId(testIds.states.forbidden)).toHaveTextContent('Only administrators');
    admin.answer = grafana.answer;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect((await card('Metrics')).getByText('Through Gatehouse')).toBeVisible();
  });

  it('says when the proxy cannot be asked', async () => {
    replyTo('/admin/status', problem(401, 'admin-token-wrong', 'no'));
    open();
    expect(await screen.findByTestId(testIds.states.failure)).toHaveTextContent('The proxy refuses the admin token');
  });

  it('asks first where the data listener is, and judges then', async () => {
    grafana.dataUrl = undefined;
    const { user } = open();
    const form = within(await screen.findByRole('form', { name: 'Data listener' }));
    expect(form.getByRole('textbox')).toHaveValue('http://gatehouse:8431');
    expect(screen.queryByRole('article')).not.toBeInTheDocument();
    await user.click(form.getByRole('button', { name: 'Save' }));
    expect((await card('Metrics')).getByText('Through Gatehouse')).toBeVisible();
    expect(sent('POST', /settings$/)[0]?.data).toMatchObject({
      jsonData: { proxyUrl: 'http://gatehouse:8432', dataUrl: 'http://gatehouse:8431' },
    });
  });
});

describe('a repair', () => {
  beforeEach(() => {
    grafana.kept = [dataSource({ ...NOT_FORWARDING, user: 'kept', secureJsonFields: { httpHeaderValue1: true } })];
  });

  async function start() {
    const { user } = open();
    await user.click((await card('Metrics')).getByRole('button', { name: /^Repair Metrics/ }));
    return { user, dialog: within(await screen.findByRole('dialog', { name: 'Repair Metrics' })) };
  }

  it('shows what it changes, changes that, and nothing else', async () => {
    const { user, dialog } = await start();
    expect(dialog.getByRole('table', { name: 'What changes' })).toHaveTextContent('Forward OAuth identitynot seton');
    await user.click(dialog.getByRole('button', { name: 'Repair' }));
    expect(await screen.findByText('Through Gatehouse')).toBeVisible();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(grafana.kept).toEqual([
      dataSource({
        jsonData: { ...NOT_FORWARDING.jsonData, oauthPassThru: true },
        user: 'kept',
        secureJsonFields: { httpHeaderValue1: true },
      }),
    ]);
  });

  it('does not set back what somebody changed meanwhile', async () => {
    const { user, dialog } = await start();
    grafana.kept = [dataSource({ ...NOT_FORWARDING, name: 'Renamed' })];
    await user.click(dialog.getByRole('button', { name: 'Repair' }));
    expect((await card('Renamed')).getByText('Through Gatehouse')).toBeVisible();
  });

  it('changes nothing when it is cancelled', async () => {
    const { user, dialog } = await start();
    await user.click(dialog.getByRole('button', { name: 'Cancel' }));
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(sent('PUT', /datasources/)).toEqual([]);
  });

  it('says what Grafana says when it does not save, and stays open', async () => {
    grafana.refusal = { status: 409, body: { message: 'datasource was updated by someone else' } };
    const { user, dialog } = await start();
    await user.click(dialog.getByRole('button', { name: 'Repair' }));
    expect(await dialog.findByText('Grafana says: datasource was updated by someone else')).toBeVisible();
    expect(dialog.getByRole('button', { name: 'Repair' })).toBeEnabled();
  });
});

describe('alert rules that are refused', () => {
  beforeEach(() => {
    grafana.rules = ['metrics', 'metrics'];
  });

  async function start() {
    const { user } = open();
    await user.click(await (await card('Metrics')).findByRole('button', { name: /^Repair Metrics/ }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Let the alert rules of Metrics in' }));
    await user.click(dialog.getByRole('button', { name: 'Make it and put it in' }));
    return dialog;
  }

  it('get a credential of their own, whose secret nobody sees', async () => {
    const dialog = await start();
    expect(await dialog.findByText('The rules of this data source are service:grafana-rules now')).toBeVisible();
    expect(sent('PUT', /datasources/)[0]?.data).toMatchObject({
      jsonData: { oauthPassThru: true, httpHeaderName1: 'X-Gatehouse-Credential' },
      secureJsonData: { httpHeaderValue1: SECRET },
    });
    expect(document.body).not.toHaveTextContent(SECRET);
  });

  it('leave no credential behind that Grafana did not take', async () => {
    grafana.refusal = { status: 500, body: { message: 'database is locked' } };
    const dialog = await start();
    expect(await dialog.findByText(/the credential is revoked again\. database is locked/)).toBeVisible();
    expect(credentials.credentials).toEqual([expect.objectContaining({ state: 'revoked' })]);
  });

  it('are told of without a repair where the admin token makes no credentials', async () => {
    admin.role = 'editor';
    open();
    await waitFor(() => expect(sent('GET', /\/admin\/configuration$/)).not.toEqual([]));
    expect((await card('Metrics')).getByText(/Alert rules ask it/)).toBeVisible();
    expect(screen.queryByRole('button', { name: /^Repair/ })).not.toBeInTheDocument();
  });
});

describe('a new data source', () => {
  const dialog = async () => within(await screen.findByRole('dialog', { name: 'Add a data source' }));
  const name = async () => (await dialog()).getByRole('textbox', { name: /^Name/ });
  const submit = async () => (await dialog()).getByRole('button', { name: 'Add and test' });

  it('leads through Gatehouse with all that takes, and is tried at once', async () => {
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: 'Add data source' }));
    expect(await name()).toHaveValue('Gatehouse');
    await user.selectOptions((await dialog()).getByRole('combobox'), 'Only the tenant acme');
    expect(await name()).toHaveValue('Gatehouse acme');
    await user.click(await submit());
    expect(await screen.findByText('It answers you')).toBeVisible();
    expect(sent('POST', /^\/api\/datasources$/)[0]?.data).toEqual({
      name: 'Gatehouse acme',
      type: 'prometheus',
      access: 'proxy',
      url: 'http://gatehouse:8431/tenant/acme',
      jsonData: {
        httpMethod: 'POST',
        oauthPassThru: true,
        prometheusType: 'Prometheus',
        prometheusVersion: '2.24.0',
      },
    });
    expect((await card('Gatehouse acme')).getByText('Through Gatehouse')).toBeVisible();
    expect(screen.queryByText(/^Another data source has this name/)).not.toBeInTheDocument();
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  });

  it('can be started by a link', async () => {
    open('?add=');
    expect(await name()).toHaveValue('Gatehouse');
  });

  it('is left by the way back', async () => {
    const { user, url, goBack } = open();
    await user.click(await screen.findByRole('button', { name: 'Add data source' }));
    expect(url()).not.toBe('');
    await goBack();
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  });

  it('needs a name that is not taken', async () => {
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: 'Add data source' }));
    await user.clear(await name());
    await user.click(await submit());
    expect(await screen.findByText(/^Enter a name/)).toBeVisible();
    await user.type(await name(), 'Metrics');
    expect(await screen.findByText(/^Another data source has this name/)).toBeVisible();
    await user.click(await submit());
    expect(sent('POST', /^\/api\/datasources$/)).toEqual([]);
  });

  it('keeps what was typed when Grafana refuses', async () => {
    grafana.refusal = { status: 403, body: { message: 'quota reached' } };
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: 'Add data source' }));
    await user.clear(await name());
    await user.type(await name(), 'Mine');
    await user.click(await submit());
    expect(await screen.findByText('Grafana says: quota reached')).toBeVisible();
    expect(await name()).toHaveValue('Mine');
  });

  it('names the backend where there are several', async () => {
    const [cluster] = STATUS.backends;
    admin.answer = (request) =>
      request.url.endsWith('/admin/status')
        ? { status: 200, body: { ...STATUS, backends: [cluster, { ...cluster, name: 'm', kind: 'mimir', urls: [] }] } }
        : grafana.answer(request);
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: 'Add data source' }));
    await user.selectOptions((await dialog()).getByRole('combobox'), 'All tenants on m that somebody may read');
    await user.click(await submit());
    await waitFor(() =>
      expect(sent('POST', /^\/api\/datasources$/)[0]?.data).toMatchObject({
        url: 'http://gatehouse:8431/backend/m',
        jsonData: { prometheusType: 'Mimir' },
      })
    );
  });
});
