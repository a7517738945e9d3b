import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { testIds } from '../../src/testIds';
import { expect, test } from './fixtures';
import { ConfigurationPage } from './pages/ConfigurationPage';
import { MappingsPage } from './pages/MappingsPage';
import { PublishPage } from './pages/PublishPage';

const policySchema = z.looseObject({ mappings: z.array(z.looseObject({ name: z.string() })) });

test('the policy leaves as a file and comes back as a draft; what it replaces is brought back or discarded', async ({
  pageOf,
  policy,
  picture,
}) => {
  test.slow();
  const published = await policy.read();
  const page = await pageOf('carol');
  const mappings = new MappingsPage(page);
  const configuration = new ConfigurationPage(page);
  await mappings.open();
  await mappings.remove('globex');
  await expect(mappings.draftBar).toContainText('1 unpublished change');
  await configuration.open();

  const exported = await test.step('it is exported as it is in force, whatever the draft', async () => {
    const download = await configuration.exportPolicy();
    expect(download.suggestedFilename()).toBe(`gatehouse-policy-${published.revision}.json`);
    const content = policySchema.parse(JSON.parse(await readFile(await download.path(), 'utf8')));
    expect(content).toEqual(published.policy);
    return content;
  });

  await test.step('a file that is no policy changes nothing', async () => {
    await configuration.importPolicy('broken.json', '{"tenants": [{"name": 7}]}');
    await expect(configuration.transfer).toContainText('broken.json cannot become the policy');
    await expect(configuration.makeDraft).toHaveCount(0);
    await picture(page, 'policy-file-broken');
  });

  await test.step('a policy says what it would change, and replaces the draft', async () => {
    const changed = { ...exported, mappings: exported.mappings.filter(({ name }) => name !== 'acme-developers') };
    await configuration.importPolicy('changed.json', JSON.stringify(changed));
    await expect(configuration.transfer).toContainText('changed.json is a policy');
    await expect(configuration.transfer).toContainText(
      'Your draft is replaced by it (1 unpublished change: 1 removed)'
    );
    await picture(page, 'policy-file-right');
    await configuration.makeDraft.click();
    const review = new PublishPage(page);
    await review.form.waitFor();
    await expect(page.getByRole('table', { name: 'Changes' })).toContainText('acme-developers');
    await expect(page.getByRole('table', { name: 'Changes' })).not.toContainText('globex');
    await review.backToMappings();
    await expect(mappings.row('acme-developers')).toContainText('Removed');
    await expect(mappings.row('globex')).not.toContainText('Removed');
    await expect(mappings.draftBar).toContainText('The draft was replaced by the file changed.json');
  });

  await test.step('undo brings the draft back that was there before', async () => {
    await mappings.undo.click();
    await expect(mappings.row('globex')).toContainText('Removed');
    await expect(mappings.row('acme-developers')).not.toContainText('Removed');
    await page.reload();
    await expect(mappings.row('globex')).toContainText('Removed');
    await expect(mappings.row('acme-developers')).not.toContainText('Removed');
  });

  await test.step('discarding leaves what is in force', async () => {
    await mappings.discard();
    await expect(mappings.row('globex')).not.toContainText('Removed');
    await expect(page.getByTestId(testIds.draft.review)).toHaveCount(0);
    expect(await policy.read()).toEqual(published);
  });
});
