import { STORY_POLICY } from '../../dev/story';
import { expect, test } from './fixtures';
import { MappingsPage } from './pages/MappingsPage';
import { PolicySettingsPage } from './pages/PolicySettingsPage';
import { Proposals } from './pages/Proposals';

const ADMIN = '/api/plugin-proxy/gatehouse-tenancy-app/admin';
/** Pages look for what others decided this often, and some. */
const LOOK = { timeout: 30_000 };

test.afterEach(async ({ policy }) => {
  // The next test publishes without asking anybody.
  await policy.reset();
});

test('a change takes effect when another administrator has approved it', async ({
  pageOf,
  policy,
  carol,
  queriesOn,
  picture,
}) => {
  test.slow();
  const bob = queriesOn(await pageOf('bob'));
  const [carolPage, adminPage] = [await pageOf('carol'), await pageOf('admin')];
  const [mappings, adminMappings] = [new MappingsPage(carolPage), new MappingsPage(adminPage)];
  const [proposals, adminProposals] = [new Proposals(carolPage), new Proposals(adminPage)];

  await test.step('carol makes approvals a rule', async () => {
    const settings = new PolicySettingsPage(carolPage);
    await settings.open();
    await settings.requireApproval();
    await picture(carolPage, 'approval-1-settings');
    await mappings.publish('Two of us from now on');
  });

  await test.step('what she changes then waits', async () => {
    await mappings.open();
    await mappings.remove('globex');
    const review = await mappings.review();
    await review.comment('Globex has left');
    await picture(carolPage, 'approval-2-propose');
    await review.submit();
    await expect(review.proposed).toBeVisible();
    await expect(mappings.draftBar).toHaveCount(0);
    await expect(proposals.withComment('Globex has left')).toContainText('Remove mapping globex');
    await expect(proposals.all.getByRole('button', { name: 'Approve…' })).toHaveCount(0);
    await picture(carolPage, 'approval-3-waits');
    await mappings.open();
    await expect(mappings.row('globex')).toBeVisible();
    expect(await bob.run('cluster')).not.toMatchObject({ status: 403 });
  });

  await test.step('she cannot approve it herself, whatever she sends', async () => {
    const [{ id, base }] = (await (await carol.get(`${ADMIN}/proposals?state=open`)).json()).proposals;
    const response = await carol.post(`${ADMIN}/proposals/${id}/approve`, {
      headers: { 'If-Match': `"${base}"` },
      data: {},
    });
    expect([response.status(), (await response.json()).code]).toEqual([403, 'approval-by-author']);
  });

  await test.step('the other administrator sees who changes what and why, and approves', async () => {
    await adminMappings.open();
    const proposal = adminProposals.withComment('Globex has left');
    await expect(proposal).toContainText('carol');
    await expect(proposal).toContainText('Remove mapping globex');
    await picture(adminPage, 'approval-4-asked');
    await adminProposals.start('Approve', 'Globex has left');
    await picture(adminPage, 'approval-5-question');
    await adminPage.keyboard.press('Escape');
    await adminProposals.decide('Approve', 'Globex has left');
    await expect(adminProposals.outcome).toContainText('is in force');
    await expect(adminMappings.row('globex')).toHaveCount(0);
    await picture(adminPage, 'approval-6-approved');
  });

  await test.step('it is in force, also on carol’s page', async () => {
    expect(await bob.run('cluster')).toMatchObject({ status: 403 });
    expect((await policy.read()).policy.mappings).toHaveLength(2);
    await expect(mappings.row('globex')).toHaveCount(0, LOOK);
    await expect(proposals.all).toHaveCount(0);
  });
});

test('proposals are rejected, outdated and withdrawn', async ({ pageOf, policy, picture }) => {
  test.slow();
  await policy.publish({ ...STORY_POLICY, settings: { approvals: 1 } }, 'Two of us from now on');
  const [carolPage, adminPage] = [await pageOf('carol', 'light'), await pageOf('admin', 'light')];
  const [mappings, adminMappings] = [new MappingsPage(carolPage), new MappingsPage(adminPage)];
  const [proposals, adminProposals] = [new Proposals(carolPage), new Proposals(adminPage)];
  const propose = async (page: MappingsPage, mapping: string, comment: string) => {
    await page.open();
    await page.remove(mapping);
    const review = await page.review();
    await review.comment(comment);
    await review.submit();
    await expect(review.proposed).toBeVisible();
  };

  await test.step('each proposes something', async () => {
    await propose(mappings, 'globex', 'Globex has left');
    await propose(mappings, 'platform-team', 'No more platform');
    await propose(adminMappings, 'acme-developers', 'Acme has left');
    await picture(adminPage, 'approval-light-1-both');
    await adminMappings.open();
  });

  await test.step('one is rejected, another approved', async () => {
    await adminProposals.decide('Reject', 'No more platform');
    await expect(adminProposals.outcome).toContainText('rejected');
    await mappings.open();
    await expect(proposals.all).toHaveCount(2);
    await proposals.decide('Approve', 'Acme has left');
    await expect(mappings.row('acme-developers')).toHaveCount(0);
  });

  await test.step('the third does not fit any more: it says why, and is withdrawn', async () => {
    const outdated = proposals.withComment('Globex has left');
    await expect(outdated).toContainText('cannot be approved any more');
    await expect(outdated).toContainText('Mapping acme-developers is removed');
    await picture(carolPage, 'approval-light-2-outdated');
    await proposals.decide('Withdraw', 'Globex has left');
    await expect(proposals.outcome).toContainText('withdrawn');
    await expect(proposals.all).toHaveCount(0);
  });

  const { policy: published } = await policy.read();
  expect(published.mappings).toHaveLength(2);
  expect(JSON.stringify(published.mappings)).not.toContain('acme-developers');
});
