import type { PolicyChange } from '@gatehouse/model';
import { t } from '../../i18n/t';
import { limitsInWords } from '../../limits/limitsInWords';
import { grantInWords } from '../grantInWords';
import type { ChangeRow } from './changeRows';

type MappingChanged = Extract<PolicyChange, { kind: 'mapping-changed' }>;
type GrantChange = NonNullable<MappingChanged['grants']>[number];

/** The fields of a mapping that a change is about, each grant on its own. */
export function mappingRows(change: MappingChanged): ChangeRow[] {
  const { effect, enabled, principals, except, issuers, expires, limits, grants = [], denies } = change;
  const everyIssuer = [t('diff.everyIssuer', 'every issuer')];
  return [
    ...(effect === undefined
      ? []
      : [
          {
            field: t('diff.field.effect', 'Effect'),
            before: [effectText(effect.from)],
            after: [effectText(effect.to)],
          },
        ]),
    ...(enabled === undefined
      ? []
      : [{ field: t('diff.field.state', 'State'), before: [stateText(enabled.from)], after: [stateText(enabled.to)] }]),
    ...(principals === undefined ? [] : [partRow(t('diff.field.principals', 'Principals'), principals)]),
    ...(except === undefined ? [] : [partRow(t('diff.field.except', 'Except'), except)]),
    ...(issuers === undefined
      ? []
      : [
          {
            field: t('diff.field.issuers', 'Issuers'),
            before: issuers.from ?? everyIssuer,
            after: issuers.to ?? everyIssuer,
          },
        ]),
    ...(expires === undefined
      ? []
      : [
          {
            field: t('diff.field.ends', 'Ends'),
            before: [expires.from ?? t('diff.never', 'never')],
            after: [expires.to ?? t('diff.never', 'never')],
          },
        ]),
    ...grants.map(grantRow),
    ...(denies === undefined ? [] : [deniesRow(denies)]),
    ...(limits === undefined
      ? []
      : [
          {
            field: t('diff.field.limits', 'All together'),
            before: limitsInWords(limits.from ?? undefined),
            after: limitsInWords(limits.to ?? undefined),
          },
        ]),
  ];
}

function partRow(
  field: string,
  { added, removed }: { added: readonly string[]; removed: readonly string[] }
): ChangeRow {
  return { field, before: removed, after: added, isPart: true };
}

function grantRow(change: GrantChange): ChangeRow {
  const field = t('diff.field.grant', 'Grant on {{tenant}}', { tenant: change.tenant });
  switch (change.kind) {
    case 'grant-added':
      return { field, before: [], after: [grantInWords(change.grant)] };
    case 'grant-removed':
      return { field, before: [grantInWords(change.grant)], after: [] };
    case 'grant-changed':
      return { field, before: [grantInWords(change.before)], after: [grantInWords(change.after)] };
  }
}

function deniesRow({
  added,
  removed,
  everythingBefore,
  everythingAfter,
}: NonNullable<MappingChanged['denies']>): ChangeRow {
  const field = t('diff.field.denies', 'Denies');
  const everything = [t('diff.everything', 'everything')];
  return everythingBefore || everythingAfter
    ? { field, before: everythingBefore ? everything : removed, after: everythingAfter ? everything : added }
    : { field, before: removed, after: added, isPart: true };
}

function effectText(effect: 'allow' | 'deny'): string {
  return effect === 'deny' ? t('diff.denies', 'denies') : t('diff.allows', 'allows');
}

function stateText(enabled: boolean): string {
  return enabled ? t('diff.enabled', 'enabled') : t('diff.disabled', 'disabled: it has no effect');
}
