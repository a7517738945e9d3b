import { createHttpBrowser, type HttpBrowser } from '../grafana/testing/httpBrowser';
import { PERSON_NAMES, type PersonName } from '../identity/people';
import { type Expected, expectedView, STORY_POLICY, type StoryMetric } from '../story';
import type { Installation } from './installation';
import { look, type Sight } from './look';
import { publish } from './publish';
import { why } from './why';

export const METRIC: StoryMetric = 'checkout_orders_total';
const BACKENDS = ['cluster', 'single'] as const;
const REVOKED = 'globex';

/** One row of the table: what somebody saw, why, and what it had to be. */
export interface Row {
  /** Who, and when if it matters. */
  who: string;
  backend: string;
  sight: Sight;
  why: string;
  expected: Expected | 'forbidden';
}

type People = Readonly<Record<PersonName, HttpBrowser>>;

/** Signs the four people in to Grafana, each in a browser of their own. */
export async function signInEverybody({ grafanaUrl }: Installation): Promise<People> {
  const browserOf = async (name: PersonName) => {
    const browser = createHttpBrowser(grafanaUrl);
    await browser.signIn(name);
    return browser;
  };
  const [alice, bob, carol, mallory] = await Promise.all([
    browserOf('alice'),
    browserOf('bob'),
    browserOf('carol'),
    browserOf('mallory'),
  ]);
  return { alice, bob, carol, mallory };
}

/** Carol, who administrates, publishes the story's policy. */
export async function publishStoryPolicy({ carol }: People): Promise<number> {
  return publish(
    carol,
    STORY_POLICY,
    'Demo: developers see their team, operators their company, the platform team both'
  );
}

/** The same query, through the same data source URL, by each of the four. */
export async function everybodyLooks(people: People, { story }: Installation): Promise<Row[]> {
  const rows: Row[] = [];
  for (const backend of BACKENDS) {
    for (const name of PERSON_NAMES) {
      rows.push({
        who: name,
        backend,
        sight: await look(people[name], backend, METRIC, story.end / 1000),
        why: await why(people.carol, name, backend, METRIC),
        expected: expectedView(name, METRIC),
      });
    }
  }
  return rows;
}

/** Bob's mapping is disabled, he looks, and it is enabled again: nothing is restarted in between. */
export async function revokeAndRestore(people: People, { story }: Installation): Promise<Row[]> {
  const bobLooks = async (who: string, expected: Row['expected']): Promise<Row> => ({
    who,
    backend: 'cluster',
    sight: await look(people.bob, 'cluster', METRIC, story.end / 1000),
    why: await why(people.carol, 'bob', 'cluster', METRIC),
    expected,
  });
  const mappings = STORY_POLICY.mappings?.map((mapping) =>
    typeof mapping === 'object' && mapping !== null && 'name' in mapping && mapping.name === REVOKED
      ? { ...mapping, enabled: false }
      : mapping
  );
  await publish(people.carol, { ...STORY_POLICY, mappings }, `Demo: the mapping ${REVOKED} is disabled`);
  const revoked = await bobLooks('bob, revoked', 'forbidden');
  await publish(people.carol, STORY_POLICY, `Demo: the mapping ${REVOKED} is enabled again`);
  return [revoked, await bobLooks('bob, restored', expectedView('bob', METRIC))];
}
