import { randomBytes, randomInt } from 'node:crypto';

/**
 * Whose series they are. Every series carries its owner's mark in its name or a label, so that one that is seen by somebody
 * else shows in the answer.
 */
export const SERIES_OWNERS = [
  'acme_dev',
  'acme_qa',
  'acme_qa_far',
  'acme_ops',
  'acme_vault',
  'globex_dev',
  'globex_ops',
  'initech_dev',
  'odd_plain',
  'odd_quoted',
  'canary',
  'bare',
] as const;
export type SeriesOwner = (typeof SERIES_OWNERS)[number];

/** The orgs of Mimir: its stand-in shows whom it was asked for, so their marks are their ids. */
export const ORGS = ['mimir_pay', 'mimir_tax'] as const;

export const OWNERS = [...SERIES_OWNERS, ...ORGS] as const;
export type Owner = (typeof OWNERS)[number];

/** A VictoriaMetrics account and project, as they stand in a cluster's URLs. */
export interface ClusterTenant {
  account: number;
  project: number;
}

/** The tenants of one run: a real cluster keeps what earlier runs wrote, so each run takes its own. */
export interface World {
  acme: ClusterTenant;
  globex: ClusterTenant;
  initech: ClusterTenant;
  /** The tenant that nobody was granted: whoever forgets to name one ends here. */
  nobodys: ClusterTenant;
  /** What nobody who does not see a series of the owner can know: in lower case, for `label_uppercase` and the like change it. */
  secrets: ReadonlyMap<Owner, string>;
  /** Milliseconds since the epoch: the middle of the samples' times, a full minute. */
  now: number;
}

export function createWorld(): World {
  const account = () => randomInt(1_000, 4_294_967_295);
  return {
    acme: { account: account(), project: 0 },
    globex: { account: account(), project: 0 },
    initech: { account: account(), project: randomInt(1, 4_294_967_295) },
    nobodys: { account: 0, project: 0 },
    secrets: new Map(OWNERS.map((owner) => [owner, randomBytes(6).toString('hex')])),
    now: Math.floor(Date.now() / 60_000) * 60_000,
  };
}

export function printTenant({ account, project }: ClusterTenant): string {
  return `${account}:${project}`;
}

/** The mark in the names and labels of an owner's series. The word before the secret may be known, the secret not. */
export function markOf(world: World, owner: Owner): string {
  return `MARK_${owner}_${world.secrets.get(owner) ?? ''}`;
}

/** The owners whose secrets a text gives away, however their case was changed. */
export function ownersIn(world: World, text: string): Owner[] {
  const lower = text.toLowerCase();
  return OWNERS.filter((owner) => lower.includes(world.secrets.get(owner) ?? ''));
}

/** Fixed label values and filters that only hold when they are quoted right. */
export const ODD_TENANT_LABEL = 'o"d\\d} or {team=~".*';
export const ODD_TEAM = 'd"e\\v}\n,team=~".*';

/** The labels of an owner's series, apart from the mark. Without an account, the series stands on the single node only. */
export function labelsOf(owner: SeriesOwner): Record<string, string> {
  switch (owner) {
    case 'acme_dev':
      return { tenant: 'acme', team: 'dev', env: 'e1' };
    case 'acme_qa':
      return { tenant: 'acme', team: 'qa', env: 'e2' };
    case 'acme_qa_far':
      return { tenant: 'acme', team: 'qa', env: 'e3' };
    case 'acme_ops':
      return { tenant: 'acme', team: 'ops', env: 'e1' };
    case 'acme_vault':
      return { tenant: 'acme', team: 'vault', env: 'e1' };
    case 'globex_dev':
      return { tenant: 'globex', team: 'dev', env: 'e1' };
    case 'globex_ops':
      return { tenant: 'globex', team: 'ops', env: 'e2' };
    case 'initech_dev':
      return { tenant: 'initech', team: 'dev', env: 'e1' };
    case 'odd_plain':
      return { tenant: ODD_TENANT_LABEL, team: 'dev', env: 'e1' };
    case 'odd_quoted':
      return { tenant: ODD_TENANT_LABEL, team: ODD_TEAM, env: 'e1' };
    case 'canary':
      return { tenant: 'canary', team: 'dev', env: 'e1' };
    case 'bare':
      return {};
  }
}

/** Where an owner's series stand in the cluster; the odd ones are about labels alone. */
export function clusterTenantOf(world: World, owner: SeriesOwner): ClusterTenant | undefined {
  switch (owner) {
    case 'acme_dev':
    case 'acme_qa':
    case 'acme_qa_far':
    case 'acme_ops':
    case 'acme_vault':
      return world.acme;
    case 'globex_dev':
    case 'globex_ops':
      return world.globex;
    case 'initech_dev':
      return world.initech;
    case 'canary':
      return world.nobodys;
    case 'odd_plain':
    case 'odd_quoted':
    case 'bare':
      return undefined;
  }
}
