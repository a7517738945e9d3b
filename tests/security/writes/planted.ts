import type { Backends } from '../backends';
import { exchange } from '../exchange';
import type { Problem } from '../judge';
import { RawConnection } from '../rawConnection';
import { rawRequest } from '../rawRequest';
import { BACKENDS, type Sender } from '../senders';
import type { Stack } from '../stack';
import { ODD_TEAM, ODD_TENANT_LABEL, printTenant } from '../world';
import type { Entry } from './ledger';

/** A sample that was written by a case and stands where it must not, or is seen by somebody who must not. */
export interface PlantedProblem extends Problem {
  /** The sample's value, by which its case is found. */
  value: number;
  entry: Entry | undefined;
}

export interface PlantedReport {
  problems: readonly PlantedProblem[];
  /** How many of the written samples were found at all. */
  found: number;
}

/** What is stamped on a writer's samples, and the tenant of the cluster that they lie in. */
interface Territory {
  account?: 'acme' | 'globex';
  stamps: { cluster: Readonly<Record<string, string>>; single: Readonly<Record<string, string>> };
}

const TERRITORIES: Partial<Record<Sender, Territory>> = {
  wanda: { account: 'acme', stamps: { cluster: { team: 'dev' }, single: { tenant: 'acme', team: 'dev' } } },
  walt: { account: 'globex', stamps: { cluster: {}, single: { tenant: 'globex' } } },
  rita: { account: 'acme', stamps: { cluster: {}, single: { tenant: 'acme' } } },
  zed: { account: 'acme', stamps: { cluster: {}, single: { tenant: 'acme' } } },
  nick: { stamps: { cluster: {}, single: { team: 'dev' } } },
  olga: { stamps: { cluster: {}, single: { tenant: ODD_TENANT_LABEL, team: ODD_TEAM } } },
};

/** Whose samples a reader may come to see: those whose stamps do not contradict what the reader is confined to. */
const MAY_SEE: Partial<Record<Sender, readonly Sender[]>> = {
  alice: ['wanda', 'rita', 'zed', 'nick'],
  erin: ['wanda', 'rita', 'zed', 'nick'],
  bob: ['walt', 'nick'],
  carol: ['wanda', 'rita', 'zed', 'walt', 'nick'],
  fiona: ['rita', 'zed', 'walt'],
  oddny: ['olga'],
};
// With their help a series may bear a label twice; whoever reads by that label does not see it.
const TWINS = ['Tenant', '\0\x01\x30'];

/**
 * Finds out where everything that was written has come to lie: in every tenant as the storage has it, and in the answers that
 * each reader gets through the gateway.
 *
 * @param since the first value that counts: samples of earlier runs lie there as well
 */
export async function findPlanted(stack: Stack, since: number): Promise<PlantedReport> {
  await stack.backends.flush();
  const stored = await storedProblems(stack.backends, since);
  return { problems: [...stored.problems, ...(await seenProblems(stack, since))], found: stored.found };
}

async function storedProblems({ world, cluster, node, ledger }: Backends, since: number) {
  const places = [
    { name: 'the single node', backend: 'single' as const, url: node.url },
    ...(['acme', 'globex', 'initech', 'nobodys'] as const).map((account) => ({
      name: `${account} in the cluster`,
      backend: 'cluster' as const,
      account,
      url: `${cluster.selectUrl}/select/${printTenant(world[account])}/prometheus`,
    })),
  ];
  const problems: PlantedProblem[] = [];
  const found = new Set<number>();
  for (const { name, backend, url, ...place } of places) {
    for (const { labels, values } of await exportAll(url, since)) {
      for (const value of values) {
        const entry = ledger.of(value);
        found.add(value);
        const territory = entry && TERRITORIES[entry.writer];
        const elsewhere = 'account' in place && territory?.account !== place.account;
        const unstamped = territory === undefined ? ['anything'] : missingStamps(labels, territory.stamps[backend]);
        if (elsewhere || unstamped.length > 0) {
          const what = `a sample of ${entry?.writer} lies in ${name} as ${JSON.stringify(labels)}${
            elsewhere ? '' : `, not stamped with ${unstamped.join(', ')} alone`
          }`;
          problems.push({ kind: 'leak', what, value, entry });
        }
      }
    }
  }
  return { problems, found: found.size };
}

function missingStamps(labels: Labels, stamps: Readonly<Record<string, string>>): string[] {
  return Object.entries(stamps).flatMap(([name, stamp]) => {
    const values = labels.filter(([label]) => label === name).map(([, value]) => value);
    const several = name === 'tenant' && labels.some(([label, value]) => TWINS.includes(label) && value !== '');
    return values.includes(stamp) && (values.length === 1 || several) ? [] : [`${name}=${stamp}`];
  });
}

async function seenProblems({ backends, port }: Stack, since: number): Promise<PlantedProblem[]> {
  const connection = new RawConnection(port);
  const problems: PlantedProblem[] = [];
  for (const [reader, writers = []] of Object.entries(MAY_SEE) as Array<[Sender, readonly Sender[] | undefined]>) {
    for (const backend of BACKENDS) {
      const line = `GET /backend/${backend}/api/v1/export?match[]=${encodeURIComponent('{__name__!=""}')}&start=0`;
      const bytes = rawRequest({ line, headers: [`Authorization: Bearer ${backends.tokenOf(reader) ?? ''}`] });
      const { answer } = await exchange(backends, connection, reader, bytes, { timeout: 60_000 });
      for (const { labels, values } of readExport(answer.body.toString('utf8'), since)) {
        for (const value of values) {
          const entry = backends.ledger.of(value);
          if (entry === undefined || !writers.includes(entry.writer)) {
            const what = `${reader} sees a sample of ${entry?.writer} on the ${backend}: ${JSON.stringify(labels)}`;
            problems.push({ kind: 'leak', what, value, entry });
          }
        }
      }
    }
  }
  connection.close();
  return problems;
}

type Labels = ReadonlyArray<readonly [name: string, value: string]>;

interface Exported {
  labels: Labels;
  /** Of written samples only. */
  values: number[];
}

async function exportAll(url: string, since: number): Promise<Exported[]> {
  const response = await fetch(`${url}/api/v1/export?match[]=${encodeURIComponent('{__name__!=""}')}&start=0`);
  if (!response.ok) {
    throw new Error(`${url} does not tell what it holds: ${response.status} ${await response.text()}`);
  }
  return readExport(await response.text(), since);
}

const METRIC = '{"metric":{';

/** Reads JSON lines without losing labels that stand twice. */
function readExport(text: string, since: number): Exported[] {
  return text.split('\n').flatMap((line) => {
    if (!line.startsWith(METRIC)) {
      return [];
    }
    const { values } = JSON.parse(line) as { values: unknown[] };
    const written = values.filter((value): value is number => typeof value === 'number' && value >= since);
    return written.length === 0 ? [] : [{ labels: readLabels(line), values: written }];
  });
}

function readLabels(line: string): Labels {
  const labels: Array<[string, string]> = [];
  const pair = /\s*("(?:[^"\\]|\\.)*")\s*:\s*("(?:[^"\\]|\\.)*")\s*(,|\})/y;
  pair.lastIndex = METRIC.length;
  for (let found = pair.exec(line); found !== null; found = pair.exec(line)) {
    const [, name = '""', value = '""', end] = found;
    labels.push([JSON.parse(name) as string, JSON.parse(value) as string]);
    if (end === '}') {
      break;
    }
  }
  return labels;
}
