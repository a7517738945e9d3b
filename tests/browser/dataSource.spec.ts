import { z } from 'zod';
import { expectAccessible } from './expectAccessible';
import { expect, test } from './fixtures';
import { DataSourcesPage } from './pages/DataSourcesPage';
import { ofTeams } from './pages/QueryAnswer';

const CLUSTER = '/api/datasources/uid/cluster';
const NAME = 'VictoriaMetrics cluster';
const dataSourceSchema = z.looseObject({ jsonData: z.record(z.string(), z.unknown()) });
let before: z.output<typeof dataSourceSchema>;

test.beforeEach(async ({ carol, environment }) => {
  test.skip(!environment.isEmulated, 'those of a real Grafana are provisioned, and not to be changed');
  before = dataSourceSchema.parse(await (await carol.get(CLUSTER)).json());
  await carol.put(CLUSTER, { data: { ...before, jsonData: { ...before.jsonData, oauthPassThru: false } } });
});

test.afterEach(async ({ carol }) => {
  await carol.put(CLUSTER, { data: { ...before, version: undefined } });
});

test('a data source that does not tell who asks is repaired, and people see their tenants through it', async ({
  pageOf,
  carol,
  queriesOn,
  picture,
}) => {
  test.slow();
  const alice = queriesOn(await pageOf('alice'));
  expect(await alice.run('cluster')).toHaveProperty('reason');

  const page = await pageOf('carol');
  const dataSources = new DataSourcesPage(page);
  await dataSources.open();
  const card = dataSources.card(NAME);
  await expect(card).toContainText('Needs repair');
  const problem = card.locator('[data-finding=identity-not-forwarded]');
  const title = (await problem.getByRole('button').getAttribute('aria-label'))?.replace(`Repair ${NAME}: `, '') ?? '';

  await test.step('nothing is changed before somebody says so', async () => {
    await dataSources.startRepair(NAME, title);
    await expect(dataSources.changes.getByRole('row')).toHaveText([/Setting/, /Forward OAuth identity.*off.*on/]);
    await expectAccessible(page, 'the question before a repair');
    await picture(page, 'data-source-repair');
    await dataSources.answer('Cancel');
    await expect(card).toContainText('Needs repair');
  });

  await test.step('the repair changes that and nothing else', async () => {
    await dataSources.startRepair(NAME, title);
    await dataSources.answer('Repair');
    await expect(card).toContainText('Through Gatehouse');
    await expect(problem).toHaveCount(0);
    const { version: _version, ...now } = dataSourceSchema.parse(await (await carol.get(CLUSTER)).json());
    const { version: _before, ...then } = before;
    expect(now).toEqual({ ...then, jsonData: { ...then.jsonData, oauthPassThru: true } });
  });

  expect(await alice.run('cluster')).toEqual(ofTeams('dev'));
});
