import type { Grant, GrantLimits, Mapping, Tenant } from '../policy/shape';
import { listed } from '../words';
import type { FieldChange, GrantChange, GrantChanged, MappingChanged } from './policyDiff';

/** `tenant acme is new: account 1:0 on cluster`. */
export function tenantAddedWords(tenant: Tenant): string {
  return `tenant ${tenant.name} is new: ${placeWords(tenant)}`;
}

/** `tenant acme is removed: account 1:0 on cluster`. */
export function tenantRemovedWords(tenant: Tenant): string {
  return `tenant ${tenant.name} is removed: ${placeWords(tenant)}`;
}

/** `tenant acme: account 2 instead of 1; no title any more (was "Acme")`. */
export function tenantChangedWords(name: string, fields: readonly FieldChange[]): string {
  const parts = fields.map(({ field, from, to }) => {
    if (field === 'limits') {
      return `all together may make ${limitsWords(isLimits(to) ? to : null)} instead of ${limitsWords(isLimits(from) ? from : null)}`;
    }
    return to === null
      ? `no ${field} any more (was ${valueWords(from)})`
      : from === null
        ? `${field} ${valueWords(to)}`
        : `${field} ${valueWords(to)} instead of ${valueWords(from)}`;
  });
  return `tenant ${name}: ${parts.join('; ')}`;
}

/** `mapping leavers is new: denies everything to group:leavers`. */
export function mappingAddedWords(mapping: Mapping): string {
  return `mapping ${mapping.name} is new: ${contentWords(mapping)}`;
}

/** `mapping leavers is removed: denied everything to group:leavers`. */
export function mappingRemovedWords(mapping: Mapping): string {
  return `mapping ${mapping.name} is removed: ${contentWords(mapping)}`;
}

/** `mapping acme-developers: adds group:acme-qa; on acme now read-write instead of read`. */
export function mappingChangedWords(change: Omit<MappingChanged, 'words'>): string {
  const { principals, except, issuers, enabled, expires, effect, limits, grants = [], denies } = change;
  const parts = [
    ...(effect === undefined
      ? []
      : [effect.to === 'deny' ? 'denies instead of allowing' : 'allows instead of denying']),
    ...(enabled === undefined ? [] : [enabled.to ? 'is enabled' : 'is disabled']),
    ...changedItems(
      principals,
      (items) => `adds ${items}`,
      (items) => `removes ${items}`
    ),
    ...changedItems(
      except,
      (items) => `excepts ${items}`,
      (items) => `no longer excepts ${items}`
    ),
    ...(issuers === undefined ? [] : [issuersWords(issuers.from, issuers.to)]),
    ...(expires === undefined ? [] : [expiresWords(expires.from, expires.to)]),
    ...(limits === undefined
      ? []
      : [`all whom it lets in may together make ${limitsWords(limits.to)} instead of ${limitsWords(limits.from)}`]),
    ...grantsWords(grants),
    ...(denies === undefined ? [] : deniesWords(denies)),
  ];
  return `mapping ${change.name}: ${parts.join('; ')}`;
}

/** `600 requests a minute, 20 at once, ranges of 30d`, or `any number of requests`. */
export function limitsWords(limits: GrantLimits | null | undefined): string {
  const { requestsPerMinute, concurrency, maxRange } = limits ?? {};
  const parts = [
    ...(requestsPerMinute === undefined ? [] : [`${requestsPerMinute} requests a minute`]),
    ...(concurrency === undefined ? [] : [`${concurrency} requests at once`]),
    ...(maxRange === undefined ? [] : [`queries over at most ${maxRange}`]),
  ];
  return parts.length === 0 ? 'any number of requests' : parts.join(', ');
}

function contentWords(mapping: Mapping): string {
  const who = `${listed(mapping.principals)}${mapping.except === undefined ? '' : `, except ${listed(mapping.except)}`}`;
  const what =
    mapping.effect === 'deny'
      ? `denies ${mapping.grants === undefined ? 'everything' : listed(mapping.grants.map(({ tenant }) => tenant))} to ${who}`
      : `grants ${listed(mapping.grants.map(grantWords), 3)} to ${who}`;
  return [
    what,
    ...(mapping.issuers === undefined ? [] : [`of ${listed(mapping.issuers)} only`]),
    ...(mapping.expires === undefined ? [] : [`until ${mapping.expires}`]),
    ...(mapping.enabled ? [] : ['and is disabled']),
  ].join(', ');
}

/** `read on acme`, `read on acme within {team="dev"}`. */
function grantWords({ tenant, access, filters }: Grant): string {
  return `${access} on ${tenant}${filters === undefined ? '' : ` within ${filtersWords(filters)}`}`;
}

function filtersWords(filters: readonly string[]): string {
  return filters.length > 3
    ? `${filters.slice(0, 3).join(' or ')} or ${filters.length - 3} more`
    : filters.join(' or ');
}

function changedItems(
  items: { added: readonly string[]; removed: readonly string[] } | undefined,
  adds: (items: string) => string,
  removes: (items: string) => string
): string[] {
  return [
    ...(items === undefined || items.added.length === 0 ? [] : [adds(listed(items.added))]),
    ...(items === undefined || items.removed.length === 0 ? [] : [removes(listed(items.removed))]),
  ];
}

function issuersWords(from: readonly string[] | null, to: readonly string[] | null): string {
  return `trusts ${to === null ? 'every issuer' : `only ${listed(to)}`} instead of ${from === null ? 'every issuer' : `only ${listed(from)}`}`;
}

function expiresWords(from: string | null, to: string | null): string {
  return to === null
    ? `no longer ends by itself (ended at ${from})`
    : `ends at ${to}${from === null ? '' : ` instead of ${from}`}`;
}

/** Long lists of grants are told in part. */
const MOST_GRANTS = 8;

function grantsWords(grants: readonly GrantChange[]): string[] {
  const rest = grants.length - MOST_GRANTS;
  return [
    ...grants.slice(0, MOST_GRANTS).flatMap((change) => {
      switch (change.kind) {
        case 'grant-added':
          return [`grants ${grantWords(change.grant)}`];
        case 'grant-removed':
          return [`no longer grants ${grantWords(change.grant)}`];
        case 'grant-changed':
          return [grantChangedWords(change)];
      }
    }),
    ...(rest > 0 ? [`and ${rest} more changes of grants`] : []),
  ];
}

function grantChangedWords({ tenant, access, filters, limits, after }: GrantChanged): string {
  const parts = [
    ...(access === undefined ? [] : [`${access.to} instead of ${access.from}`]),
    ...(filters === undefined ? [] : [filterChangeWords(filters, after)]),
    ...(limits === undefined
      ? []
      : [`each subject may make ${limitsWords(limits.to)} instead of ${limitsWords(limits.from)}`]),
  ];
  return `on ${tenant} now ${parts.join(', ')}`;
}

function filterChangeWords(filters: NonNullable<GrantChanged['filters']>, { access, filters: stamps }: Grant): string {
  const stamped =
    stamps === undefined ? 'stamps nothing on what is written' : `stamps ${filtersWords(stamps)} on what is written`;
  switch (access) {
    case 'read':
      return readFiltersWords(filters);
    case 'write':
      return stamped;
    case 'read-write':
      return `${readFiltersWords(filters)}, and ${stamped}`;
  }
}

function readFiltersWords({ added, removed, wholeBefore, wholeAfter }: NonNullable<GrantChanged['filters']>): string {
  if (wholeAfter) {
    return `without the filter ${filtersWords(removed)}, which widens it to the whole tenant`;
  }
  if (wholeBefore) {
    return `only within ${filtersWords(added)} instead of the whole tenant`;
  }
  if (removed.length === 0) {
    return `also within ${filtersWords(added)}, which widens it`;
  }
  return added.length === 0
    ? `no longer within ${filtersWords(removed)}, which narrows it`
    : `within ${filtersWords(added)} instead of ${filtersWords(removed)}`;
}

function deniesWords({
  added,
  removed,
  everythingBefore,
  everythingAfter,
}: NonNullable<MappingChanged['denies']>): string[] {
  if (everythingAfter) {
    return [removed.length === 0 ? 'denies everything' : `denies everything instead of ${listed(removed)}`];
  }
  if (everythingBefore) {
    return [added.length === 0 ? 'no longer denies everything' : `denies only ${listed(added)} instead of everything`];
  }
  return [
    ...(added.length === 0 ? [] : [`denies ${listed(added)}`]),
    ...(removed.length === 0 ? [] : [`no longer denies ${listed(removed)}`]),
  ];
}

function placeWords(tenant: Tenant): string {
  if ('account' in tenant) {
    return `account ${tenant.account}, project ${tenant.project} on ${tenant.backend}`;
  }
  if ('org' in tenant) {
    return `org ${tenant.org} on ${tenant.backend}`;
  }
  return tenant.labels === undefined ? `all of ${tenant.backend}` : `${valueWords(tenant.labels)} on ${tenant.backend}`;
}

function valueWords(value: FieldChange['from']): string {
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([label, one]) => `${label}=${JSON.stringify(one)}`).join(',')}}`;
  }
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function isLimits(value: FieldChange['from']): value is GrantLimits {
  return typeof value === 'object' && value !== null;
}
