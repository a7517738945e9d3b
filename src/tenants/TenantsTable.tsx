import React, { type ReactNode } from 'react';
import type { Tenant } from '@gatehouse/model';
import { Stack, Text } from '@grafana/ui';
import type { DraftRow } from '../draft/draftRows';
import { LimitNote } from '../limits/LimitNote';
import { testIds } from '../testIds';
import { count } from '../ui/count';
import { DataTable } from '../ui/DataTable';
import { RowName } from '../ui/RowName';
import { tenantKind, tenantPlace } from './tenantPlace';

interface Props {
  rows: ReadonlyArray<DraftRow<Tenant>>;
  /** Names of the mappings that name a tenant, by tenant. */
  users: ReadonlyMap<string, readonly string[]>;
  actions: (row: DraftRow<Tenant>) => ReactNode;
}

/** The tenants of the draft, one a row. */
export function TenantsTable({ rows, users, actions }: Props) {
  return (
    <DataTable
      label="Tenants"
      testId={testIds.tenants.table}
      rows={rows}
      rowKey={(row) => `${row.change === 'removed' ? 'removed' : 'kept'}:${row.item.name}`}
      rowTestId={({ item }) => testIds.tenants.row(item.name)}
      isMuted={({ change }) => change === 'removed'}
      columns={[
        {
          title: 'Name',
          width: '22%',
          render: ({ item, change }) => <RowName name={item.name} title={item.title} change={change} />,
        },
        {
          title: 'Backend',
          width: '22%',
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
      ]}
    />
  );
}
