import React, { type ReactNode, useMemo } from 'react';
import type { Tenant } from '@gatehouse/model';
import { Stack, Text } from '@grafana/ui';
import type { DraftRow } from '../draft/draftRows';
import { t } from '../i18n/t';
import { LimitNote } from '../limits/LimitNote';
import { testIds } from '../testIds';
import { type DataColumn, DataTable } from '../ui/DataTable';
import { RowName } from '../ui/RowName';
import { compareTexts, type SortOrder } from '../ui/sortRows';
import { tenantKind, tenantPlace } from './tenantPlace';
import type { TenantUse } from './tenantUse';
import { TenantUseCell } from './TenantUseCell';

interface Props {
  rows: ReadonlyArray<DraftRow<Tenant>>;
  /** Who can reach a tenant, by tenant. */
  uses: ReadonlyMap<string, TenantUse>;
  order: SortOrder;
  onOrder: (order: SortOrder) => void;
  /** What the list was searched for. */
  sought: string;
  actions: (row: DraftRow<Tenant>) => ReactNode;
}

/** The tenants of the draft, one a row. */
export function TenantsTable({ rows, uses, order, onOrder, sought, actions }: Props) {
  const columns = useMemo(
    (): Array<DataColumn<DraftRow<Tenant>>> => [
      {
        title: t('tenants.table.name', 'Name'),
        width: '22%',
        sort: { key: 'name', compare: (a, b) => compareTexts(a.item.name, b.item.name) },
        render: ({ item, change }) => <RowName name={item.name} title={item.title} change={change} />,
      },
      {
        title: t('tenants.table.backend', 'Backend'),
        width: '22%',
        sort: { key: 'backend', compare: (a, b) => compareTexts(a.item.backend, b.item.backend) },
        render: ({ item }) => (
          <Stack direction="column" gap={0.5}>
            {item.backend}
            <Text color="secondary" variant="bodySmall">
              {tenantKind(item)}
            </Text>
          </Stack>
        ),
      },
      {
        title: t('tenants.table.place', 'Place'),
        sort: { key: 'place', compare: (a, b) => compareTexts(tenantPlace(a.item), tenantPlace(b.item)) },
        render: ({ item }) => (
          <Stack direction="column" gap={0.5}>
            {tenantPlace(item)}
            <LimitNote limits={item.limits} scope="all together" />
          </Stack>
        ),
      },
      {
        title: t('tenants.table.use', 'Reached by'),
        width: '132px',
        sort: {
          key: 'used',
          compare: (a, b) => (uses.get(a.item.name)?.principals ?? 0) - (uses.get(b.item.name)?.principals ?? 0),
        },
        render: ({ item, change }) => (
          <TenantUseCell
            tenant={item.name}
            use={uses.get(item.name)}
            inForce={change !== 'added' && change !== 'removed'}
          />
        ),
      },
      { title: t('tenants.table.actions', 'Actions'), hideTitle: true, width: '124px', render: actions },
    ],
    [uses, actions]
  );
  return (
    <DataTable
      label={t('tenants.table.label', 'Tenants')}
      testId={testIds.tenants.table}
      columns={columns}
      rows={rows}
      order={order}
      onOrder={onOrder}
      sought={sought}
      rowKey={(row) => `${row.change === 'removed' ? 'removed' : 'kept'}:${row.item.name}`}
      rowTestId={({ item }) => testIds.tenants.row(item.name)}
      isMuted={({ change }) => change === 'removed'}
    />
  );
}
