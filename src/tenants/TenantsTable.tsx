import React, { type ReactNode, useMemo } from 'react';
import type { Tenant } from '@gatehouse/model';
import { Stack, Text } from '@grafana/ui';
import type { DraftRow } from '../draft/draftRows';
import { LimitNote } from '../limits/LimitNote';
import { testIds } from '../testIds';
import { count } from '../ui/count';
import { type DataColumn, DataTable } from '../ui/DataTable';
import { RowName } from '../ui/RowName';
import { compareTexts, type SortOrder } from '../ui/sortRows';
import { tenantKind, tenantPlace } from './tenantPlace';

interface Props {
  rows: ReadonlyArray<DraftRow<Tenant>>;
  /** Names of the mappings that name a tenant, by tenant. */
  users: ReadonlyMap<string, readonly string[]>;
  order: SortOrder;
  onOrder: (order: SortOrder) => void;
  actions: (row: DraftRow<Tenant>) => ReactNode;
}

/** The tenants of the draft, one a row. */
export function TenantsTable({ rows, users, order, onOrder, actions }: Props) {
  const columns = useMemo(
    (): Array<DataColumn<DraftRow<Tenant>>> => [
      {
        title: 'Name',
        width: '22%',
        sort: { key: 'name', compare: (a, b) => compareTexts(a.item.name, b.item.name) },
        render: ({ item, change }) => <RowName name={item.name} title={item.title} change={change} />,
      },
      {
        title: 'Backend',
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
        title: 'Place',
        sort: { key: 'place', compare: (a, b) => compareTexts(tenantPlace(a.item), tenantPlace(b.item)) },
        render: ({ item }) => (
          <Stack direction="column" gap={0.5}>
            {tenantPlace(item)}
            <LimitNote limits={item.limits} scope="all together" />
          </Stack>
        ),
      },
      {
        title: 'Used by',
        width: '120px',
        sort: {
          key: 'used',
          compare: (a, b) => (users.get(a.item.name)?.length ?? 0) - (users.get(b.item.name)?.length ?? 0),
        },
        render: ({ item }) => {
          const names = users.get(item.name) ?? [];
          return names.length === 0 ? (
            <Text color="secondary">no mapping</Text>
          ) : (
            <span title={names.slice(0, 20).join(', ')}>{count(names.length, 'mapping')}</span>
          );
        },
      },
      { title: 'Actions', hideTitle: true, width: '124px', render: actions },
    ],
    [users, actions]
  );
  return (
    <DataTable
      label="Tenants"
      testId={testIds.tenants.table}
      columns={columns}
      rows={rows}
      order={order}
      onOrder={onOrder}
      rowKey={(row) => `${row.change === 'removed' ? 'removed' : 'kept'}:${row.item.name}`}
      rowTestId={({ item }) => testIds.tenants.row(item.name)}
      isMuted={({ change }) => change === 'removed'}
    />
  );
}
