import React, { lazy, Suspense, useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import type { Tenant } from '@gatehouse/model';
import { Button, FilterInput, IconButton, Stack, Text } from '@grafana/ui';
import { useDraft } from '../draft/DraftProvider';
import { type DraftRow, draftRows } from '../draft/draftRows';
import { numberText } from '../i18n/language';
import { plural, t } from '../i18n/t';
import { PolicyLayout } from '../PolicyLayout';
import { tenantDetails } from '../readOnly/details';
import { DetailsDrawer } from '../readOnly/DetailsDrawer';
import { testIds } from '../testIds';
import { MissingItem } from '../ui/MissingItem';
import { RestoreButton } from '../ui/RestoreButton';
import { StatePanel } from '../ui/StatePanel';
import { ViewButton } from '../ui/ViewButton';
import { useEditorInUrl } from '../ui/useEditorInUrl';
import { useSearchKeys } from '../ui/useSearchKeys';
import { useUrlText } from '../ui/useUrlText';
import { useUrlValue } from '../ui/useUrlValue';
import { RemoveTenant } from './RemoveTenant';
import { searchTenants } from './searchTenants';
import { TenantsTable } from './TenantsTable';
import { tenantUses } from './tenantUse';
import { type Consequence, withoutTenant } from './withoutTenant';

// Forms are loaded when somebody opens one.
const TenantEditor = lazy(async () => ({ default: (await import('./TenantEditor')).TenantEditor }));
const DiscoveryDrawer = lazy(async () => ({ default: (await import('./DiscoveryDrawer')).DiscoveryDrawer }));

/** All tenants: find, add, edit and remove them in the draft, and find those that backends have already. */
export function TenantsPage() {
  const { published, draft, readOnlyBecause, policy, configuration, dispatch } = useDraft();
  const editable = readOnlyBecause === undefined;
  const [query, setQuery] = useUrlText('q');
  const search = useRef<HTMLInputElement>(null);
  useSearchKeys(search, setQuery);
  const [order, setOrder] = useUrlValue('sort');
  const [discovered, setDiscovered] = useUrlValue('discover');
  const editor = useEditorInUrl();
  const { target, open } = editor;
  const [removing, setRemoving] = useState<{ tenant: string; consequences: readonly Consequence[] }>();
  const [now] = useState(Date.now);
  const uses = useMemo(() => tenantUses(policy.mappings, now), [policy.mappings, now]);
  const rows = useMemo(
    () => draftRows(published.policy.tenants, draft.tenants.changes),
    [published.policy.tenants, draft.tenants.changes]
  );
  const sought = useDeferredValue(query);
  const found = useMemo(() => searchTenants(rows, sought), [rows, sought]);

  const removeAll = useCallback(
    (tenant: string, consequences: readonly Consequence[]) => {
      setRemoving(undefined);
      dispatch({
        type: 'change-several',
        tenants: [{ name: tenant }],
        mappings: consequences.map(({ mapping, next }) => ({ name: mapping.name, next })),
        text:
          consequences.length === 0
            ? t('tenants.step.removed', 'Tenant {{name}} removed from the draft', { name: tenant })
            : plural(
                'tenants.step.removedWith',
                consequences.length,
                {
                  one: 'Tenant {{name}} removed from the draft, and from {{number}} mapping',
                  other: 'Tenant {{name}} removed from the draft, and from {{number}} mappings',
                },
                { name: tenant }
              ),
      });
    },
    [dispatch]
  );
  const remove = useCallback(
    ({ name }: Tenant) => {
      const consequences = withoutTenant(policy.mappings, name);
      if (consequences.length === 0) {
        removeAll(name, []);
      } else {
        setRemoving({ tenant: name, consequences });
      }
    },
    [policy.mappings, removeAll]
  );
  const revert = useCallback(
    ({ item, changeKey = '' }: DraftRow<Tenant>) =>
      dispatch({
        type: 'revert',
        kind: 'tenants',
        key: changeKey,
        text: t('tenants.step.reverted', 'Tenant {{name}} is as published again', { name: item.name }),
      }),
    [dispatch]
  );
  const actions = useCallback(
    (row: DraftRow<Tenant>) =>
      editable ? (
        <TenantActions row={row} onEdit={({ name }) => open({ name })} onRemove={remove} onRevert={revert} />
      ) : (
        <ViewButton name={row.item.name} onView={() => open({ name: row.item.name })} />
      ),
    [editable, open, remove, revert]
  );
  const edited = policy.tenants.find(({ name }) => name === target?.name);
  const [first] = configuration.backends;
  const add = (
    <Stack gap={1} wrap="wrap">
      {first !== undefined && (
        <Button variant="secondary" icon="search" onClick={() => setDiscovered(first.name)}>
          {t('tenants.page.discover', 'Find existing tenants')}
        </Button>
      )}
      <Button icon="plus" onClick={() => open({ name: undefined })} data-testid={testIds.tenants.add}>
        {t('tenants.page.add', 'Add tenant')}
      </Button>
    </Stack>
  );
  return (
    <PolicyLayout active="tenants" actions={rows.length === 0 || !editable ? undefined : add}>
      {rows.length === 0 ? (
        <StatePanel
          icon="building"
          title={t('tenants.page.empty', 'No tenants yet')}
          testId={testIds.states.empty}
          actions={editable ? add : undefined}
        >
          {t(
            'tenants.page.emptyAbout',
            'A tenant is a place where series live: an account of a VictoriaMetrics cluster, a single node narrowed by labels, or a Mimir org. Mappings grant tenants.'
          )}
        </StatePanel>
      ) : (
        <Stack direction="column" gap={2}>
          <Stack gap={2} alignItems="center" wrap="wrap">
            <FilterInput
              ref={search}
              width={50}
              value={query}
              onChange={setQuery}
              escapeRegex={false}
              placeholder={t('tenants.page.search', 'Search by name, title, backend or place')}
              aria-label={t('tenants.page.searchLabel', 'Search tenants')}
            />
            <span role="status">
              <Text color="secondary">
                {sought.trim() === ''
                  ? plural('tenants.page.count', policy.tenants.length, {
                      one: '{{number}} tenant',
                      other: '{{number}} tenants',
                    })
                  : plural(
                      'tenants.page.found',
                      policy.tenants.length,
                      { one: '{{found}} of {{number}} tenant', other: '{{found}} of {{number}} tenants' },
                      { found: numberText(found.filter(({ change }) => change !== 'removed').length) }
                    )}
              </Text>
            </span>
          </Stack>
          {found.length === 0 ? (
            <StatePanel
              icon="search"
              title={t('tenants.page.noHits', 'No tenant matches')}
              testId={testIds.states.noHits}
              actions={
                <Button variant="secondary" onClick={() => setQuery('')}>
                  {t('tenants.page.clear', 'Clear search')}
                </Button>
              }
            >
              {t('tenants.page.noHitsAbout', 'Every word must occur in a tenant’s name, title, backend or place.')}
            </StatePanel>
          ) : (
            <TenantsTable rows={found} uses={uses} order={order} onOrder={setOrder} sought={sought} actions={actions} />
          )}
        </Stack>
      )}
      {removing !== undefined && (
        <RemoveTenant
          {...removing}
          onConfirm={() => removeAll(removing.tenant, removing.consequences)}
          onDismiss={() => setRemoving(undefined)}
        />
      )}
      {editable && discovered !== '' && (
        <Suspense>
          <DiscoveryDrawer
            backend={discovered}
            onBackend={setDiscovered}
            onAddByHand={() => open({ name: undefined })}
            onClose={() => setDiscovered('')}
          />
        </Suspense>
      )}
      {target !== undefined &&
        (target.name !== undefined && edited === undefined ? (
          <MissingItem noun="tenant" name={target.name} onClose={editor.close} />
        ) : editable ? (
          <Suspense>
            <TenantEditor tenant={edited} editor={editor} />
          </Suspense>
        ) : (
          edited !== undefined && (
            <DetailsDrawer
              title={t('tenants.page.details', 'Tenant {{name}}', { name: edited.name })}
              details={tenantDetails(edited)}
              onClose={editor.close}
            />
          )
        ))}
    </PolicyLayout>
  );
}

interface TenantActionsProps {
  row: DraftRow<Tenant>;
  onEdit: (tenant: Tenant) => void;
  onRemove: (tenant: Tenant) => void;
  onRevert: (row: DraftRow<Tenant>) => void;
}

function TenantActions({ row, onEdit, onRemove, onRevert }: TenantActionsProps) {
  const { item, change } = row;
  const { name } = item;
  if (change === 'removed') {
    return <RestoreButton name={name} onRestore={() => onRevert(row)} />;
  }
  return (
    <Stack gap={1} justifyContent="flex-end">
      {change === 'changed' && (
        <IconButton
          name="history-alt"
          tooltip={t('tenants.actions.revert', 'Revert {{name}} to the published one', { name })}
          onClick={() => onRevert(row)}
        />
      )}
      <IconButton
        name="pen"
        tooltip={t('tenants.actions.edit', 'Edit {{name}}', { name })}
        onClick={() => onEdit(item)}
      />
      <IconButton
        name="trash-alt"
        tooltip={t('tenants.actions.remove', 'Remove {{name}}', { name })}
        onClick={() => onRemove(item)}
      />
    </Stack>
  );
}
