import type { DataSourceFindingCode, Destination } from '../dataSource/judgeDataSource';
import { PATHS } from '../constants';
import { type GrafanaFacts, grafanaNeeds } from './grafanaNeeds';

function dataSource(name: string, destination: Destination, ...bad: DataSourceFindingCode[]) {
  return { name, destination, findings: bad.map((code) => ({ code, severity: 'bad' as const })) };
}

const WELL: GrafanaFacts = {
  version: '13.2.2',
  neededVersion: '>=12.2.0',
  login: 'oauth_generic_oauth',
  anonymous: false,
  route: 'open',
  dataSources: [dataSource('Metrics', 'gatehouse'), dataSource('Logs', 'elsewhere')],
};
const need = (changed: Partial<GrafanaFacts>, what: string) =>
  grafanaNeeds({ ...WELL, ...changed }).find((one) => one.what === what);

describe('what the app needs of Grafana', () => {
  it('is told need by need when all is well', () => {
    expect(grafanaNeeds(WELL).map(({ state, what, text }) => `${state} ${what}: ${text}`)).toEqual([
      'good Version of Grafana: 13.2.2 will do',
      'good Way to the proxy: Grafana’s server passes on what this app asks',
      'good Your log-in: By OAuth: Grafana can forward a token of yours with each query',
      'good Visitors: Nobody is let in without logging in',
      'good Data sources: Through Gatehouse, and tells who asks: Metrics',
    ]);
  });

  it.each<[string, Partial<GrafanaFacts>, string, string, string]>([
    ['an old Grafana', { version: '11.6.0' }, 'Version of Grafana', 'bad', 'the app is made for >=12.2.0'],
    ['a way that is closed', { route: { problem: 'No route.' } }, 'Way to the proxy', 'bad', 'No route.'],
    ['a log-in by password', { login: 'password' }, 'Your log-in', 'warning', 'Not by OAuth (password)'],
    ['a log-in of which nothing is said', { login: '' }, 'Your log-in', 'warning', 'Grafana does not say how'],
    ['anonymous visitors', { anonymous: true }, 'Visitors', 'warning', 'they could claim to be a rule'],
    ['data sources that are not shown', { dataSources: 'unlisted' }, 'Data sources', 'warning', 'does not show you'],
    ['an unknown data listener', { dataSources: 'unjudged' }, 'Data sources', 'warning', 'nobody has entered yet'],
    ['no data source', { dataSources: [] }, 'Data sources', 'warning', 'None leads through Gatehouse'],
    [
      'data sources to other places only',
      { dataSources: [dataSource('Logs', 'elsewhere')] },
      'Data sources',
      'warning',
      'None leads through Gatehouse',
    ],
    [
      'one that does not tell who asks',
      { dataSources: [dataSource('Metrics', 'gatehouse', 'identity-not-forwarded'), dataSource('More', 'gatehouse')] },
      'Data sources',
      'bad',
      'Metrics: ',
    ],
    [
      'one past Gatehouse',
      { dataSources: [dataSource('Metrics', 'gatehouse'), dataSource('Old', 'past-gatehouse', 'url-of-backend')] },
      'Data sources past Gatehouse',
      'bad',
      'Old: whoever may query them sees every tenant',
    ],
  ])('tells of %s, and what to do', (_name, changed, what, state, text) => {
    expect(need(changed, what)).toMatchObject({ state, text: expect.stringContaining(text) });
  });

  it('does not take a note for trouble', () => {
    const noted = {
      name: 'Metrics',
      destination: 'gatehouse',
      findings: [{ code: 'backend-unnamed', severity: 'note' }],
    };
    expect(need({ dataSources: [noted as never] }, 'Data sources')?.state).toBe('good');
  });

  it('leads to where data sources are set right', () => {
    for (const dataSources of ['unjudged', [], [dataSource('Old', 'past-gatehouse')]] as const) {
      const lines = grafanaNeeds({ ...WELL, dataSources }).filter(({ what }) => what.startsWith('Data sources'));
      expect(lines.map(({ action }) => action?.href)).toEqual(lines.map(() => PATHS.dataSource));
    }
  });

  it('says nothing of what is not known', () => {
    const unknown = { ...WELL, neededVersion: undefined, route: undefined, dataSources: undefined };
    expect(grafanaNeeds(unknown).map(({ what }) => what)).toEqual(['Your log-in', 'Visitors']);
  });
});
