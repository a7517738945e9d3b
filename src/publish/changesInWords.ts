import type { Grant, GrantLimits, Mapping, Tenant } from '@gatehouse/model';
import type { Change, Draft } from '../draft/draft';
import type { SettingItem } from '../draft/settingItems';
import { settingInWords } from '../policySettings/settingInWords';
import { tenantPlace } from '../tenants/tenantPlace';
import { limitsInWords } from '../limits/limitsInWords';

/** One change, for people. */
export interface ChangeInWords {
  verb: 'Add' | 'Change' | 'Remove';
  noun: 'tenant' | 'mapping' | 'setting';
  name: string;
  /** What it means, one statement a line. */
  lines: string[];
}

/** All changes of a draft: settings, tenants, mappings. */
export function draftInWords({ settings, tenants, mappings }: Draft): ChangeInWords[] {
  return [
    ...settings.changes.map(settingChangeInWords),
    ...tenants.changes.map(tenantChangeInWords),
    ...mappings.changes.map(mappingChangeInWords),
  ];
}

/** What there is before and after is a setting in any case: none is added or removed. */
export function settingChangeInWords({ before, after }: Change<SettingItem>): ChangeInWords {
  const { title = '', meaning = '' } = after === undefined ? {} : settingInWords(after);
  const was = before === undefined ? [] : [`was: ${settingInWords(before).meaning}`];
  return { verb: 'Change', noun: 'setting', name: title, lines: [meaning, ...was] };
}

export function mappingChangeInWords({ before, after }: Change<Mapping>): ChangeInWords {
  const name = after?.name ?? before?.name ?? '';
  if (before === undefined) {
    return { verb: 'Add', noun: 'mapping', name, lines: after === undefined ? [] : describeMapping(after) };
  }
  if (after === undefined) {
    return { verb: 'Remove', noun: 'mapping', name, lines: [lossOf(before)] };
  }
  return { verb: 'Change', noun: 'mapping', name, lines: differences(before, after) };
}

export function tenantChangeInWords({ before, after }: Change<Tenant>): ChangeInWords {
  const name = after?.name ?? before?.name ?? '';
  if (before === undefined || after === undefined) {
    const tenant = after ?? before;
    return {
      verb: before === undefined ? 'Add' : 'Remove',
      noun: 'tenant',
      name,
      lines:
        tenant === undefined
          ? []
          : [placeOf(tenant), ...(after?.limits === undefined ? [] : [`all together ${limitsText(after.limits)}`])],
    };
  }
  return {
    verb: 'Change',
    noun: 'tenant',
    name,
    lines: [
      ...(before.title === after.title ? [] : [`title: ${after.title ?? 'none'}, was ${before.title ?? 'none'}`]),
      ...(placeOf(before) === placeOf(after) ? [] : [`is now ${placeOf(after)}, was ${placeOf(before)}`]),
      ...limitsDifference(before, after),
    ],
  };
}

function placeOf(tenant: Tenant): string {
  return `${tenantPlace(tenant)} on ${tenant.backend}`;
}

/** What a mapping means, one statement a line. */
export function describeMapping(mapping: Mapping): string[] {
  const who = mapping.principals.join(', ');
  return [
    ...(mapping.effect === 'deny'
      ? [mapping.grants === undefined ? `${who}: denied everything` : `${who}: denied ${tenantNames(mapping)}`]
      : mapping.grants.map((grant) => `${who}: ${grantInWords(grant)}`)),
    ...(limitsOf(mapping) === undefined ? [] : [`all together ${limitsText(limitsOf(mapping))}`]),
    ...(mapping.except === undefined ? [] : [`except ${mapping.except.join(', ')}`]),
    ...(mapping.issuers === undefined ? [] : [`only from ${mapping.issuers.join(', ')}`]),
    ...(mapping.expires === undefined ? [] : [`until ${mapping.expires}`]),
    ...(mapping.enabled ? [] : ['disabled: has no effect yet']),
  ];
}

function lossOf(mapping: Mapping): string {
  const who = mapping.principals.join(', ');
  return mapping.effect === 'deny'
    ? `${who}: no longer denied ${mapping.grants === undefined ? 'everything' : tenantNames(mapping)}`
    : `${who}: lose ${tenantNames(mapping)}, unless another mapping grants the same`;
}

function differences(before: Mapping, after: Mapping): string[] {
  return [
    ...(before.name === after.name ? [] : [`renamed, was ${before.name}`]),
    ...(before.effect === after.effect
      ? []
      : [after.effect === 'deny' ? 'denies now, allowed before' : 'allows now, denied before']),
    ...listDifference('principal', before.principals, after.principals),
    ...listDifference('exception', before.except ?? [], after.except ?? []),
    ...valueDifference(
      'issuers',
      before.issuers?.join(', ') ?? 'every issuer',
      after.issuers?.join(', ') ?? 'every issuer'
    ),
    ...grantDifferences(before, after),
    ...limitsDifference({ limits: limitsOf(before) }, { limits: limitsOf(after) }),
    ...(before.enabled === after.enabled
      ? []
      : [after.enabled ? 'enabled: has effect again' : 'disabled: has no effect any more']),
    ...valueDifference('ends', before.expires ?? 'never', after.expires ?? 'never'),
  ];
}

function limitsDifference(before: { limits?: GrantLimits }, after: { limits?: GrantLimits }): string[] {
  return valueDifference('all together', limitsText(before.limits), limitsText(after.limits));
}

/** The limits that everybody in a mapping shares. */
function limitsOf(mapping: Mapping): GrantLimits | undefined {
  return mapping.effect === 'deny' ? undefined : mapping.limits;
}

function grantDifferences(before: Mapping, after: Mapping): string[] {
  if (before.effect === 'deny' || after.effect === 'deny') {
    const was = before.effect === 'deny' ? denied(before) : undefined;
    const is = after.effect === 'deny' ? denied(after) : undefined;
    return is === undefined
      ? describeMapping(after).slice(0, after.grants?.length)
      : was === is
        ? []
        : [`denies ${is}${was === undefined ? '' : `, was ${was}`}`];
  }
  const was = before.grants.map(grantInWords);
  const is = after.grants.map(grantInWords);
  return [
    ...is.filter((text) => !was.includes(text)).map((text) => `adds: ${text}`),
    ...was.filter((text) => !is.includes(text)).map((text) => `takes away: ${text}`),
  ];
}

function denied(mapping: Mapping): string {
  return mapping.grants === undefined ? 'everything' : tenantNames(mapping);
}

function tenantNames(mapping: Mapping): string {
  return [...new Set((mapping.grants ?? []).map(({ tenant }) => tenant))].join(', ');
}

const ACCESS_IN_WORDS: Record<Grant['access'], string> = {
  read: 'read',
  write: 'write',
  'read-write': 'read and write',
};

/** A grant in words, for example `read acme, only {team="dev"} or {team="shared"}`. */
export function grantInWords({ tenant, access, filters, limits }: Grant): string {
  const what = filters === undefined ? 'the whole tenant' : `only ${filters.join(' or ')}`;
  return [
    `${ACCESS_IN_WORDS[access]} ${tenant}`,
    what,
    ...limitsInWords(limits).map((text, position) => (position === 0 ? `each person ${text}` : text)),
  ].join(', ');
}

function limitsText(limits: GrantLimits | undefined): string {
  return limitsInWords(limits).join(', ') || 'no limit';
}

function listDifference(noun: string, before: readonly string[], after: readonly string[]): string[] {
  const added = after.filter((item) => !before.includes(item));
  const removed = before.filter((item) => !after.includes(item));
  return [
    ...(added.length > 0 ? [`adds ${noun}${added.length > 1 ? 's' : ''} ${added.join(', ')}`] : []),
    ...(removed.length > 0 ? [`takes away ${noun}${removed.length > 1 ? 's' : ''} ${removed.join(', ')}`] : []),
  ];
}

function valueDifference(noun: string, before: string, after: string): string[] {
  return before === after ? [] : [`${noun}: ${after}, was ${before}`];
}
