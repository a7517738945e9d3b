import type { APIRequestContext, Page } from '@playwright/test';
import { z } from 'zod';
import { STORY_POLICY } from '../../dev/story';
import { PATHS } from '../../src/constants';
import { expectAccessible } from './expectAccessible';
import { expect, test } from './fixtures';
import { settle } from './pages/appPages';
import { MappingsPage } from './pages/MappingsPage';

const ADMIN = '/api/plugin-proxy/gatehouse-tenancy-app/admin';
const THEMES = ['dark', 'light'] as const;

/** What opens a drawer or a question, and from which address. */
interface Opening {
  what: string;
  url: string;
  /** What is pressed there, one after the other; a text for the names of buttons. */
  press?: ReadonlyArray<string | RegExp>;
  /** Something else that leads to it. */
  before?: (page: Page) => Promise<void>;
}

const { mappings = [] } = STORY_POLICY;
/** Filters that people are warned of. */
const DOUBTFUL = {
  name: 'doubtful',
  principals: ['group:nobody-came-with-it'],
  grants: [{ tenant: 'acme', access: 'read', filters: ['{team!="dev"}'] }],
};
const HISTORY = { ...STORY_POLICY, mappings: [...mappings, DOUBTFUL] };

const OF_THE_POLICY: readonly Opening[] = [
  {
    what: 'the change of several mappings',
    url: PATHS.mappings,
    press: ['Change…'],
    before: (page) => page.getByRole('checkbox', { name: 'Select acme-developers' }).check({ force: true }),
  },
  { what: 'what is questionable about a mapping', url: PATHS.mappings, press: [/warnings? about doubtful$/] },
  { what: 'a mapping that is not there', url: `${PATHS.mappings}?edit=nothing` },
  { what: 'the editor of a tenant', url: `${PATHS.tenants}?edit=acme` },
  { what: 'the question before a tenant is removed', url: PATHS.tenants, press: ['Remove acme'] },
  { what: 'a tenant that is not there', url: `${PATHS.tenants}?edit=nothing` },
  {
    what: 'the question before what was typed is discarded',
    url: `${PATHS.tenants}?add=`,
    before: async (page) => {
      await page.getByRole('dialog').getByRole('textbox').first().fill('half-done');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('button', { name: 'Keep editing' })).toBeVisible();
    },
  },
];

const OF_WHAT_HAPPENED: readonly Opening[] = [
  { what: 'a request that was refused', url: PATHS.activity, press: [/^Details of request/] },
  { what: 'a request that was allowed', url: `${PATHS.activity}?kind=allowed`, press: [/^Details of request/] },
  { what: 'a request that nobody knows', url: `${PATHS.activity}?request=00000000-0000-4000-8000-000000000000` },
  { what: 'a change', url: `${PATHS.activity}?view=changes`, press: [/^Details of change/] },
  { what: 'a change that was never made', url: `${PATHS.activity}?view=changes&record=987654321` },
  { what: 'the way back to a revision', url: `${PATHS.history}?revision=1`, press: ['Restore…'] },
];

async function open(page: Page, { what, url, press = [], before }: Opening): Promise<void> {
  await test.step(what, async () => {
    await page.goto(url);
    await settle(page);
    await before?.(page);
    for (const name of press) {
      await page
        .getByRole('button', { name, exact: typeof name === 'string' })
        .first()
        .click();
    }
    await expect(page.getByRole('dialog').last()).toBeVisible();
    await settle(page);
  });
}

/** Makes a credential, beside the page under test. @returns its id */
async function makeCredential(carol: APIRequestContext, name: string): Promise<string> {
  const response = await carol.post(`${ADMIN}/credentials`, {
    headers: { 'Idempotency-Key': `to-look-at-${name}` },
    data: { name, comment: 'To look at its dialogs' },
  });
  expect(response.status()).toBeLessThan(300);
  return z.object({ id: z.string() }).parse(await response.json()).id;
}

for (const theme of THEMES) {
  test(`axe finds nothing wrong with drawers and questions about the policy, ${theme}`, async ({ pageOf, policy }) => {
    test.setTimeout(180_000);
    await policy.publish(HISTORY, 'With a doubtful mapping');
    const page = await pageOf('carol', theme);
    for (const opening of OF_THE_POLICY) {
      await open(page, opening);
      await expectAccessible(page, opening.what, theme);
    }
  });

  test(`axe finds nothing wrong with drawers of Activity and History, ${theme}`, async ({
    pageOf,
    policy,
    queriesOn,
  }) => {
    test.setTimeout(180_000);
    await policy.publish(HISTORY, 'With a doubtful mapping');
    for (const person of ['bob', 'mallory'] as const) {
      await queriesOn(await pageOf(person)).run('cluster');
    }
    const page = await pageOf('carol', theme);
    for (const opening of OF_WHAT_HAPPENED) {
      await open(page, opening);
      await expectAccessible(page, opening.what, theme);
    }
    const { revision } = await policy.read();
    for (const [what, search] of [
      ['a revision', `?revision=${revision}`],
      ['a comparison', `?from=${revision - 1}&to=${revision}`],
    ] as const) {
      await page.goto(PATHS.history + search);
      await settle(page);
      await expectAccessible(page, what, theme);
    }
  });

  test(`axe finds nothing wrong with the dialogs of credentials, ${theme}`, async ({ pageOf, carol }) => {
    test.setTimeout(180_000);
    const id = await makeCredential(carol, `dialogs-${theme}`);
    const page = await pageOf('carol', theme);
    for (const [what, search] of [
      ['a change of a credential', `?edit=${id}`],
      ['a rotation', `?rotate=${id}`],
      ['a revocation', `?revoke=${id}`],
      ['a credential that is not there', '?edit=nothing'],
    ] as const) {
      await open(page, { what, url: PATHS.credentials + search });
      await expectAccessible(page, what, theme);
    }
    await open(page, { what: 'a new credential', url: `${PATHS.credentials}?add=secret-${theme}` });
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Create/ })
      .click();
    await expect(page.getByRole('button', { name: 'Done' })).toBeVisible();
    // The colours of a button that has the focus, or lies below the mouse, are Grafana's own.
    const rest = async () => {
      await page.mouse.move(0, 0);
      await page.getByRole('textbox', { name: 'Secret', exact: true }).focus();
    };
    await rest();
    await settle(page);
    await expectAccessible(page, 'the secret of a new credential', theme);
    await page.getByRole('button', { name: 'Done' }).click();
    await expect(page.getByRole('button', { name: 'Close without copying' })).toBeVisible();
    await rest();
    await expectAccessible(page, 'the question before a secret is gone', theme);
    await page.getByRole('button', { name: 'Close without copying' }).click();
  });

  test(`axe finds nothing wrong with the repair of a data source, ${theme}`, async ({ pageOf, carol, environment }) => {
    test.skip(!environment.isEmulated, 'a data source of a real Grafana is left as it is');
    const before = await (await carol.get('/api/datasources/uid/cluster')).json();
    const change = async (jsonData: object) => {
      const response = await carol.put('/api/datasources/uid/cluster', { data: { ...before, version: 0, jsonData } });
      expect(response.ok()).toBe(true);
    };
    await change({ ...before.jsonData, oauthPassThru: false });
    try {
      const page = await pageOf('carol', theme);
      await open(page, { what: 'a repair', url: PATHS.dataSource, press: [/^Repair/] });
      await expectAccessible(page, 'the repair of a data source', theme);
    } finally {
      await change(before.jsonData);
    }
  });

  test(`axe finds nothing wrong with the question before an approval, ${theme}`, async ({ pageOf, policy }) => {
    test.slow();
    await policy.publish({ ...STORY_POLICY, settings: { approvals: 1 } }, 'Two of us from now on');
    const proposing = new MappingsPage(await pageOf('admin'));
    await proposing.open();
    await proposing.remove('globex');
    const review = await proposing.review();
    await review.comment('Globex has left');
    await review.submit();
    await expect(review.proposed).toBeVisible();
    const page = await pageOf('carol', theme);
    for (const decision of ['Approve', 'Reject']) {
      await open(page, { what: decision, url: PATHS.mappings, press: [`${decision}…`] });
      await expectAccessible(page, `the question before a proposal is decided: ${decision}`, theme);
    }
    await policy.reset();
  });
}
