import { createHash } from 'node:crypto';

/** The tenants of the story. Nobody is mapped to the canary: whoever sees it sees too much. */
export type StoryTenant = 'acme' | 'globex' | 'canary';
export const STORY_TENANTS: readonly StoryTenant[] = ['acme', 'globex', 'canary'];

/** `account:project` of each tenant on the cluster. */
export const CLUSTER_TENANTS: Readonly<Record<StoryTenant, string>> = { acme: '1:0', globex: '2:0', canary: '0:0' };

export const STORY_METRICS = ['checkout_orders_total', 'http_requests_total', 'service_up'] as const;
export type StoryMetric = (typeof STORY_METRICS)[number];

export interface StorySeries {
  tenant: StoryTenant;
  labels: { __name__: StoryMetric; team: string; env: string; cluster: string; service: string; code?: string };
  /** The value at the end of the story. */
  last: number;
  /** How much the value grows with each step. */
  growth: number;
}

const SERVICES: Readonly<Record<StoryTenant, Readonly<Record<string, readonly string[]>>>> = {
  acme: {
    dev: ['cart', 'checkout', 'search'],
    ops: ['edge', 'scheduler', 'warehouse'],
    shared: ['billing', 'login', 'mail'],
  },
  globex: {
    ops: ['ingest', 'orders', 'routing'],
    finance: ['invoices', 'ledger', 'payroll'],
  },
  canary: { canary: ['canary'] },
};
const ENVIRONMENTS: Readonly<Record<string, readonly string[]>> = {
  aws: ['eu-west-1', 'us-east-1'],
  gcp: ['europe-north1', 'us-central1'],
  onprem: ['berlin', 'oslo'],
};
const CODES = ['200', '404', '500'];

// Values tell the tenants apart at a glance: no sum of one reaches the smallest value of the next.
const SMALLEST_VALUE: Readonly<Record<StoryTenant, number>> = { acme: 1_000, globex: 1_000_000, canary: 1_000_000_000 };
const SPREAD = 1_000;
const LARGEST_GROWTH = 5;

/** Every series of a tenant, the same in each run. */
export function seriesOf(tenant: StoryTenant): StorySeries[] {
  return Object.entries(SERVICES[tenant]).flatMap(([team, services]) =>
    Object.entries(ENVIRONMENTS).flatMap(([env, clusters]) =>
      clusters.flatMap((cluster) =>
        services.flatMap((service) => {
          const place = { team, env, cluster, service };
          return [
            counter(tenant, { __name__: 'checkout_orders_total', ...place }),
            ...CODES.map((code) => counter(tenant, { __name__: 'http_requests_total', ...place, code })),
            { tenant, labels: { __name__: 'service_up', ...place }, last: 1, growth: 0 } as const,
          ];
        })
      )
    )
  );
}

function counter(tenant: StoryTenant, labels: StorySeries['labels']): StorySeries {
  return {
    tenant,
    labels,
    last: SMALLEST_VALUE[tenant] + (seed(tenant, labels) % SPREAD),
    growth: 1 + (seed(labels, tenant) % LARGEST_GROWTH),
  };
}

/** A number that depends on nothing but what it is made for. */
function seed(...of: readonly unknown[]): number {
  return createHash('sha256').update(JSON.stringify(of)).digest().readUInt32BE();
}
