import React from 'react';
import { type AppPluginMeta, PluginConfigPageProps } from '@grafana/data';
import { setBackendSrv } from '@grafana/runtime';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { InMemoryAdmin, problem } from '../test/inMemoryAdmin';
import { pluginMeta } from '../test/renderApp';
import ConfigurationPage from './ConfigurationPage';
import type { ConnectionSettings } from './connectionSettings';
import { reloadPage } from './reloadPage';

jest.mock('./reloadPage', () => ({ reloadPage: jest.fn() }));

let admin: InMemoryAdmin;

beforeEach(() => {
  admin = new InMemoryAdmin();
  jest.mocked(reloadPage).mockClear();
});

function open(meta: AppPluginMeta<ConnectionSettings> = pluginMeta()) {
  setBackendSrv(admin.backendSrv());
  const props = { plugin: { meta }, query: {} } as PluginConfigPageProps<AppPluginMeta<ConnectionSettings>>;
  render(<ConfigurationPage {...props} />);
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
    expect(admin.requests[0]?.data).not.toHaveProperty('secureJsonData');
  });

  it('wants the token again after a reset', async () => {
    const user = open();
    await user.click(screen.getByRole('button', { name: 'Reset' }));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/Enter the admin token/)).toBeVisible();
    expect(admin.requests).toEqual([]);
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

  it('tests the saved connection and lists the parts of the proxy', async () => {
    const user = open();
    await user.click(test());
    expect(await screen.findByText('Connected, and all is well')).toBeVisible();
    const list = screen.getByRole('list', { name: 'Status of the proxy' });
    expect(list).toHaveTextContent('Revision 6: 3 tenants, 2 mappings');
    expect(list).toHaveTextContent('Issuer keycloak2 keys of https://id.example');
    expect(list).toHaveTextContent('Backend clusterReachable: answers');
  });

  it('does not test what is not saved', async () => {
    const user = open();
    await user.type(url(), '/gate');
    await user.click(test());
    expect(screen.getByText('There are unsaved changes')).toBeVisible();
    expect(admin.requests).toEqual([]);
  });

  it('says that there is nothing to test yet', async () => {
    const user = open(unset());
    await user.click(test());
    expect(screen.getByText('Nothing to test yet')).toBeVisible();
  });

  it('says why a test failed', async () => {
    admin.answer = () => problem(401, 'admin-token-wrong', 'no');
    const user = open();
    await user.click(test());
    expect(await screen.findByText('The proxy refuses the admin token')).toBeVisible();
  });
});
