import React, { lazy, Suspense, useMemo, useState } from 'react';
import type { Tenant } from '@gatehouse/model';
import { Alert, Button, IconButton, Stack, Text } from '@grafana/ui';
import { useDraft } from '../draft/DraftProvider';
import { type DraftRow, draftRows } from '../draft/draftRows';
import { PolicyLayout } from '../PolicyLayout';
import { tenantDetails } from '../readOnly/details';
import { DetailsDrawer } from '../readOnly/DetailsDrawer';
import { testIds } from '../testIds';
import { count } from '../ui/count';
import { MissingItem } from '../ui/MissingItem';
import { RestoreButton } from '../ui/RestoreButton';
import { StatePanel } from '../ui/StatePanel';
import { ViewButton } from '../ui/ViewButton';
import { useEditorInUrl } from '../ui/useEditorInUrl';
import { useUrlValue } from '../ui/useUrlValue';
import { TenantsTable } from './TenantsTable';
import { usersByTenant } from './tenantUsers';

// Forms are loaded when somebody opens one.
const TenantEditor = lazy(async () => ({ default: (await import('./TenantEditor')).TenantEditor }));

/** All tenants: add, edit and remove them in the draft. */
export function TenantsPage() {
  const { published, draft, keptDraft, policy, dispatch } = useDraft();
  const readOnly = keptDraft !== undefined;
  const [order, setOrder] = useUrlValue('sort');
  const editor = useEditorInUrl();
  const { target, open } = editor;
  const [refused, setRefused] = useState<{ tenant: string; users: readonly string[] }>();
  const users = useMemo(() => usersByTenant(policy.mappings), [policy.mappings]);
  const rows = useMemo(
    () => draftRows(published.policy.tenants, draft.tenants.changes),
    [published.policy.tenants, draft.tenants.changes]
  );

  const remove = ({ name }: Tenant) => {
    const of = users.get(name) ?? [];
    setRefused(of.length > 0 ? { tenant: name, users: of } : undefined);
    if (of.length === 0) {
      dispatch({ type: 'change-tenant', name, text: `Tenant ${name} removed from the draft` });
    }
  };
  const revert = ({ item, changeKey = '' }: DraftRow<Tenant>) =>
    dispatch({ type: 'revert', kind: 'tenants', key: changeKey, text: `Tenant ${item.name} is as published again` });
  const edited = policy.tenants.find(({ name }) => name === target?.name);
  const add = (
    <Button icon="plus" onClick={() => open({ name: undefined })} data-testid={testIds.tenants.add}>
      Add tenant
    </Button>
  );
  return (
    <PolicyLayout active="tenants" actions={rows.length === 0 ? undefined : add}>
      {refused !== undefined && (
        <Alert severity="warning" title={`Tenant ${refused.tenant} is in use`} onRemove={() => setRefused(undefined)}>
          {`${count(refused.users.length, 'mapping')} ${refused.users.length === 1 ? 'names' : 'name'} it: ${refused.users.join(', ')}. Take it out there first, then remove it here.`}
        </Alert>
      )}
      {rows.length === 0 ? (
        <StatePanel
          icon="building"
          title="No tenants yet"
          testId={testIds.states.empty}
          actions={readOnly ? undefined : add}
        >
          A tenant is a place where series live: an account of a VictoriaMetrics cluster, a single node narrowed by
          labels, or a Mimir org. Mappings grant tenants.
        </StatePanel>
      ) : (
        <Stack direction="column" gap={2}>
          <Text color="secondary">{count(policy.tenants.length, 'tenant')}</Text>
          <TenantsTable
            rows={rows}
            users={users}
            order={order}
            onOrder={setOrder}
            actions={(row) =>
              readOnly ? (
                <ViewButton name={row.item.name} onView={() => open({ name: row.item.name })} />
              ) : (
                <TenantActions row={row} onEdit={({ name }) => open({ name })} onRemove={remove} onRevert={revert} />
              )
            }
          />
        </Stack>
      )}
      {target !== undefined &&
        (target.name !== undefined && edited === undefined ? (
          <MissingItem noun="tenant" name={target.name} onClose={editor.close} />
        ) : readOnly ? (
          edited !== undefined && (
            <DetailsDrawer title={`Tenant ${edited.name}`} details={tenantDetails(edited)} onClose={editor.close} />
          )
        ) : (
          <Suspense>
            <TenantEditor tenant={edited} editor={editor} />
          </Suspense>
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
  if (change === 'removed') {
    return <RestoreButton name={item.name} onRestore={() => onRevert(row)} />;
  }
  return (
    <Stack gap={1} justifyContent="flex-end">
      {change === 'changed' && (
        <IconButton
          name="history-alt"
          tooltip={`Revert ${item.name} to the published one`}
          onClick={() => onRevert(row)}
        />
      )}
      <IconButton name="pen" tooltip={`Edit ${item.name}`} onClick={() => onEdit(item)} />
      <IconButton name="trash-alt" tooltip={`Remove ${item.name}`} onClick={() => onRemove(item)} />
    </Stack>
  );
}
