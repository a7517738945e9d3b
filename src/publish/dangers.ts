import type { Mapping, Policy, PolicyChange, PolicyDiff } from '@gatehouse/model';
import { plural, t } from '../i18n/t';

/** Something far-reaching that a change does, for people. */
export interface Danger {
  /** Stable, for lists. */
  key: string;
  title: string;
  text: string;
}

/** The principal that names everybody whose token is good. */
const EVERYBODY = 'authenticated';

/** What is far-reaching in a difference between two policies, whoever is known: denials that end, and doors that open wide. */
export function dangersOf(
  { changes }: Pick<PolicyDiff, 'changes'>,
  before: Pick<Policy, 'mappings'>,
  after: Pick<Policy, 'mappings'>
): Danger[] {
  const [was, is] = [before, after].map(({ mappings }) => new Map(mappings.map((one) => [one.name, one])));
  return changes.flatMap((change): Danger[] => {
    switch (change.kind) {
      case 'setting-changed':
        return change.setting === 'approvals' && change.to === 0 ? [approvalsEnd()] : [];
      case 'mapping-added':
        return change.mapping.effect === 'allow' && change.mapping.enabled && isForEverybody(change.mapping)
          ? [everybodyGains(change.name)]
          : [];
      case 'mapping-removed':
        return change.mapping.effect === 'deny' && change.mapping.enabled ? [denyEnds(change.name)] : [];
      case 'mapping-changed':
        return mappingDangers(change, was?.get(change.name), is?.get(change.name));
      // What goes away or moves is told by its impact.
      case 'tenant-added':
      case 'tenant-removed':
      case 'tenant-renamed':
      case 'tenant-changed':
      case 'mapping-renamed':
        return [];
    }
  });
}

type MappingChanged = Extract<PolicyChange, { kind: 'mapping-changed' }>;

function mappingDangers(change: MappingChanged, before: Mapping | undefined, after: Mapping | undefined): Danger[] {
  if (before?.effect === 'deny' && before.enabled) {
    const { effect, enabled, principals, except, issuers, expires, denies } = change;
    const isLess =
      effect !== undefined ||
      enabled !== undefined ||
      (principals?.removed.length ?? 0) > 0 ||
      (except?.added.length ?? 0) > 0 ||
      (issuers !== undefined && issuers.to !== null) ||
      (expires !== undefined && expires.to !== null) ||
      (denies !== undefined && !denies.everythingAfter && (denies.everythingBefore || denies.removed.length > 0));
    return isLess ? [denyNarrows(change.name)] : [];
  }
  if (after?.effect !== 'allow' || !after.enabled) {
    return [];
  }
  const opens =
    change.enabled?.to === true ||
    change.principals?.added.includes(EVERYBODY) === true ||
    change.effect !== undefined ||
    (change.grants ?? []).some(
      (grant) =>
        grant.kind === 'grant-added' ||
        (grant.kind === 'grant-changed' &&
          (grant.access !== undefined ||
            grant.filters?.wholeAfter === true ||
            (grant.filters !== undefined && grant.filters.added.length > 0 && !grant.filters.wholeBefore)))
    );
  if (isForEverybody(after) && opens) {
    return [everybodyGains(change.name)];
  }
  const lifted = (change.grants ?? []).filter(
    (grant) => grant.kind === 'grant-changed' && grant.filters?.wholeAfter === true
  );
  return lifted.map(({ tenant }) => filterLifted(change.name, tenant));
}

function isForEverybody({ principals }: Pick<Mapping, 'principals'>): boolean {
  return principals.includes(EVERYBODY);
}

/** @param number how many of those who came lately */
export function somebodyLosesAll(number: number, words: readonly string[]): Danger {
  return {
    key: 'loses-all',
    title: plural('dangers.losesAll.title', number, {
      one: '{{number}} person or service loses everything',
      other: '{{number}} people and services lose everything',
    }),
    text: `${words.join('; ')}.`,
  };
}

/** Everybody who came lately may do more, and there are enough of them to mean something. */
export function everybodyKnownGains(number: number): Danger {
  return {
    key: 'all-gain',
    title: t('dangers.allGain.title', 'Everybody gains'),
    text: plural('dangers.allGain.text', number, {
      one: 'The only one who came lately may do more than before.',
      other: 'All {{number}} who came lately may do more than before.',
    }),
  };
}

function everybodyGains(name: string): Danger {
  return {
    key: `everybody-${name}`,
    title: t('dangers.everybody.title', 'Everybody who can log in gains access'),
    text: t(
      'dangers.everybody.text',
      'Mapping {{name}} names “authenticated”: whoever has a valid token, today and from now on.',
      { name }
    ),
  };
}

function denyEnds(name: string): Danger {
  return {
    key: `deny-${name}`,
    title: t('dangers.denyRemoved.title', 'A denial is removed'),
    text: t(
      'dangers.denyRemoved.text',
      'Mapping {{name}} denied access. Whatever other mappings grant to the same people counts again.',
      { name }
    ),
  };
}

function denyNarrows(name: string): Danger {
  return {
    key: `deny-${name}`,
    title: t('dangers.denyNarrows.title', 'A denial covers less'),
    text: t(
      'dangers.denyNarrows.text',
      'Mapping {{name}} denies less than before. Whatever other mappings grant there counts again.',
      { name }
    ),
  };
}

function filterLifted(name: string, tenant: string): Danger {
  return {
    key: `lifted-${name}-${tenant}`,
    title: t('dangers.lifted.title', 'A filter is lifted'),
    text: t('dangers.lifted.text', 'Mapping {{name}} grants the whole tenant {{tenant}} from now on.', {
      name,
      tenant,
    }),
  };
}

function approvalsEnd(): Danger {
  return {
    key: 'approvals',
    title: t('dangers.approvals.title', 'Approvals end'),
    text: t('dangers.approvals.text', 'After this change one person alone decides who sees what.'),
  };
}
