import { quoteValue, type Tenant } from '@gatehouse/model';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { BackendConfig } from '../../config/schema';
import { askBackend, type BackendAnswer, failed } from './askBackend';
import { type DiscoveryRequest, discoveryRequest } from './discoveryRequest';

/** How long an answer counts, in milliseconds: somebody types, letter by letter. */
const KEPT_FOR = 5_000;
const MOST_KEPT = 200;

/** As many are shown. */
const MOST = 1_000;

/** As many are asked about one by one, where there is no list of tenants. */
const MOST_ACCOUNTS = 50;

const DAY = 86_400;

/** Everything but the name is a filter's: this takes part in every series. */
const EVERY_SERIES = '{__name__!=""}';

const textsSchema = z.object({ status: z.literal('success'), data: z.array(z.string()) });

const countSchema = z.object({
  status: z.literal('success'),
  data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })).max(1) }),
});

/** Some of what was found. */
export interface Found<T> {
  found: T[];
  /** False when there is more. */
  complete: boolean;
}

/** What the forms ask backends for: a few seconds old at most, within a few seconds at most, and never all of something huge. */
export class Discovery {
  readonly #answers = new LRUCache<string, Promise<BackendAnswer>>({ max: MOST_KEPT, ttl: KEPT_FOR });

  constructor(private readonly now: () => number) {}

  /**
   * The tenants that a VictoriaMetrics cluster has series of.
   *
   * @returns undefined when the kind of backend does not tell
   * @throws Problem `backend-failed`
   */
  async tenants(backend: BackendConfig): Promise<Found<{ account: number; project: number }> | undefined> {
    if (backend.kind !== 'victoriametrics-cluster') {
      return undefined;
    }
    const asked = { origins: backend.read, path: '/admin/tenants', headers: {} };
    const listed = textsSchema.safeParse(jsonOf(await this.#ask(backend, asked)));
    if (!listed.success) {
      return this.#tenantsByLabels(backend);
    }
    return cut(listed.data.data.flatMap((name) => tenantIn(name) ?? []).toSorted(byNumber));
  }

  /** @throws Problem `backend-failed`; Refusal when the backend is none for such a tenant */
  async labels(backend: BackendConfig, tenant: Tenant, search = ''): Promise<Found<string>> {
    const parameters = { start: this.#start() };
    const names = await this.#texts(backend, discoveryRequest(backend, tenant, { path: '/api/v1/labels', parameters }));
    return cut(names.filter((name) => name.toLowerCase().includes(search.toLowerCase())));
  }

  /** @throws Problem `backend-failed`; Refusal when the backend is none for such a tenant */
  async values(backend: BackendConfig, tenant: Tenant, label: string, search = ''): Promise<Found<string>> {
    const part = `(?i).*${search.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}.*`;
    const parameters = {
      start: this.#start(),
      ...(search !== '' && { 'match[]': `{${label}=~${quoteValue(part)}}` }),
    };
    const path = `/api/v1/label/${label}/values`;
    const values = await this.#texts(backend, discoveryRequest(backend, tenant, { path, parameters }));
    return cut(values.filter((value) => value.toLowerCase().includes(search.toLowerCase())));
  }

  /**
   * How many series of a tenant a filter lets through: those with a sample in the last five minutes.
   *
   * @throws Problem `backend-failed`; Refusal when the backend is none for such a tenant, or takes no filters
   */
  async series(backend: BackendConfig, tenant: Tenant, filter?: string): Promise<number> {
    const parameters = { query: `count(${EVERY_SERIES})` };
    const answer = await this.#ask(
      backend,
      discoveryRequest(backend, tenant, { path: '/api/v1/query', parameters, filter })
    );
    const counted = countSchema.safeParse(jsonOf(answer));
    if (!counted.success) {
      throw failed(backend.name, misanswer(answer));
    }
    return Number(counted.data.data.result[0]?.value[1] ?? 0);
  }

  async #texts(backend: BackendConfig, asked: DiscoveryRequest): Promise<string[]> {
    const answer = await this.#ask(backend, asked);
    const parsed = textsSchema.safeParse(jsonOf(answer));
    if (!parsed.success) {
      throw failed(backend.name, misanswer(answer));
    }
    return parsed.data.data;
  }

  /** For versions without the list: there, tenants are labels of multitenant reads. */
  async #tenantsByLabels(backend: BackendConfig): Promise<Found<{ account: number; project: number }>> {
    const values = (label: string, match = '') =>
      this.#texts(backend, {
        origins: backend.read,
        path: `/select/multitenant/prometheus/api/v1/label/${label}/values?start=${this.#start()}${match}`,
        headers: {},
      });
    const accounts = await values('vm_account_id');
    const found = await Promise.all(
      accounts.slice(0, MOST_ACCOUNTS).map(async (account) => {
        const match = `&match[]=${encodeURIComponent(`{vm_account_id=${quoteValue(account)}}`)}`;
        const projects = await values('vm_project_id', match);
        return projects.flatMap((project) => tenantIn(`${account}:${project}`) ?? []);
      })
    );
    const some = cut(found.flat().toSorted(byNumber));
    return { ...some, complete: some.complete && accounts.length <= MOST_ACCOUNTS };
  }

  #ask({ name }: BackendConfig, asked: DiscoveryRequest): Promise<BackendAnswer> {
    const key = JSON.stringify([name, asked]);
    const known = this.#answers.get(key);
    if (known !== undefined) {
      return known;
    }
    // Whoever asks the same meanwhile waits for the same answer, so that nobody's leaving ends it.
    const answer = askBackend(name, asked);
    this.#answers.set(key, answer);
    const drop = () => this.#answers.delete(key);
    answer.then((told) => 'json' in told || drop(), drop);
    return answer;
  }

  /** A day ago, the same for a minute so that answers are found again; seconds since the epoch. */
  #start(): string {
    const seconds = Math.floor(this.now() / 60_000) * 60;
    return String(seconds - DAY);
  }
}

function jsonOf(answer: BackendAnswer): unknown {
  return 'json' in answer ? answer.json : undefined;
}

function misanswer(answer: BackendAnswer): string {
  return 'status' in answer ? `answers with status ${answer.status}` : 'answers otherwise than a backend of its kind';
}

function tenantIn(name: string): { account: number; project: number } | undefined {
  const [, account, project] = /^([0-9]{1,10}):([0-9]{1,10})$/.exec(name) ?? [];
  return account === undefined || project === undefined
    ? undefined
    : { account: Number(account), project: Number(project) };
}

function byNumber(a: { account: number; project: number }, b: { account: number; project: number }): number {
  return a.account - b.account || a.project - b.project;
}

function cut<T>(all: readonly T[]): Found<T> {
  return { found: all.slice(0, MOST), complete: all.length <= MOST };
}
