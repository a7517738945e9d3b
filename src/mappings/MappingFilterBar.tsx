import React, { memo, useCallback, useMemo } from 'react';
import { type Mapping, PRINCIPAL_KINDS, type Tenant } from '@gatehouse/model';
import { Button, Combobox, type ComboboxOption } from '@grafana/ui';
import { t } from '../i18n/t';
import { FILTERED_STATES, type FilteredState, isFilteredState, type MappingFilters } from './mappingFilters';
import { principalKindText } from './principalKindText';

/** Principals that are offered at a time. */
const OFFERED = 100;

interface Props {
  filters: MappingFilters;
  onChange: (changed: Partial<MappingFilters>) => void;
  tenants: readonly Tenant[];
  mappings: readonly Mapping[];
}

/** The filters of the list, each a select that can be cleared. */
export const MappingFilterBar = memo(function MappingFilterBar({ filters, onChange, tenants, mappings }: Props) {
  const tenantOptions = useMemo(
    () => tenants.map(({ name, title }) => ({ value: name, label: name, description: title })),
    [tenants]
  );
  const principalOptions = useCallback(
    (typed: string) => Promise.resolve(offeredPrincipals(typed.trim().toLowerCase(), mappings)),
    [mappings]
  );
  const { tenant, principal, effect, state } = filters;
  const isFiltered = [tenant, principal, effect, state].some((value) => value !== '');
  return (
    <>
      <Combobox
        aria-label={t('mappings.filters.tenant', 'Filter by tenant')}
        placeholder={t('mappings.filters.allTenants', 'All tenants')}
        width={22}
        isClearable
        options={tenantOptions}
        value={tenant === '' ? null : { value: tenant, label: tenant }}
        onChange={(option) => onChange({ tenant: option?.value ?? '' })}
      />
      <Combobox
        aria-label={t('mappings.filters.principal', 'Filter by principal')}
        placeholder={t('mappings.filters.allPrincipals', 'All principals')}
        width={26}
        isClearable
        options={principalOptions}
        value={principal === '' ? null : { value: principal, label: principalLabel(principal) }}
        onChange={(option) => onChange({ principal: option?.value ?? '' })}
      />
      <Combobox
        aria-label={t('mappings.filters.effect', 'Filter by effect')}
        placeholder={t('mappings.filters.allEffects', 'Any effect')}
        width={16}
        isClearable
        options={[
          { value: 'allow', label: t('mappings.effect.allow', 'Allow') },
          { value: 'deny', label: t('mappings.effect.deny', 'Deny') },
        ]}
        value={effect === '' ? null : effect}
        onChange={(option) => onChange({ effect: option?.value ?? '' })}
      />
      <Combobox
        aria-label={t('mappings.filters.state', 'Filter by state')}
        placeholder={t('mappings.filters.allStates', 'Any state')}
        width={22}
        isClearable
        options={FILTERED_STATES.map((value) => ({ value, label: stateLabel(value) }))}
        value={isFilteredState(state) ? state : null}
        onChange={(option) => onChange({ state: option?.value ?? '' })}
      />
      {isFiltered && (
        <Button
          variant="secondary"
          fill="text"
          icon="times"
          onClick={() => onChange({ tenant: '', principal: '', effect: '', state: '' })}
        >
          {t('mappings.filters.clear', 'Clear filters')}
        </Button>
      )}
    </>
  );
});

/** The kinds first, then the principals of the mappings in which what was typed occurs. */
function offeredPrincipals(typed: string, mappings: readonly Mapping[]): Array<ComboboxOption<string>> {
  const kinds = PRINCIPAL_KINDS.filter((kind) => kind !== 'authenticated')
    .map((kind) => ({ value: kind, label: principalKindText(kind) }))
    .filter(({ value, label }) => value.startsWith(typed) || label.toLowerCase().includes(typed));
  const found = new Set<string>();
  for (const { principals } of mappings) {
    for (const principal of principals) {
      if (found.size < OFFERED && principal.toLowerCase().includes(typed)) {
        found.add(principal);
      }
    }
  }
  return [...kinds, ...[...found].map((principal) => ({ value: principal, label: principal }))];
}

function principalLabel(principal: string): string {
  const kind = PRINCIPAL_KINDS.find((one) => one === principal);
  return kind === undefined ? principal : principalKindText(kind);
}

function stateLabel(state: FilteredState): string {
  switch (state) {
    case 'enabled':
      return t('mappings.state.enabled', 'Enabled');
    case 'disabled':
      return t('mappings.state.disabled', 'Disabled');
    case 'expired':
      return t('mappings.state.expired', 'Expired');
    case 'expires-soon':
      return t('mappings.filters.endsSoon', 'Ends within 14 days');
    case 'changed':
      return t('mappings.filters.changed', 'Changed in the draft');
    case 'warned':
      return t('mappings.filters.warned', 'With warnings');
  }
}
