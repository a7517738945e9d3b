import React, { memo, useMemo } from 'react';
import type { Mapping } from '@gatehouse/model';
import { Badge, Text } from '@grafana/ui';
import type { DraftRow } from '../draft/draftRows';
import { testIds } from '../testIds';
import { type DataColumn, DataTable } from '../ui/DataTable';
import { RowName } from '../ui/RowName';
import { compareTexts, type SortKey, type SortOrder } from '../ui/sortRows';
import { GrantSummary } from './GrantSummary';
import { compareStates } from './mappingState';
import { MappingActions, type MappingActionHandlers } from './MappingActions';
import { PrincipalTags } from './PrincipalTags';
import { StateLabel } from './StateLabel';

interface Props extends MappingActionHandlers {
  rows: ReadonlyArray<DraftRow<Mapping>>;
  order: SortOrder;
  onOrder: (order: SortOrder) => void;
  sought: string;
  now: number;
}

/** The mappings of the draft, one a row. */
export const MappingsTable = memo(function MappingsTable({
  rows,
  order,
  onOrder,
  sought,
  now,
  readOnly,
  onEdit,
  onToggle,
  onRemove,
  onRevert,
}: Props) {
  const columns = useMemo(
    (): Array<DataColumn<DraftRow<Mapping>>> => [
      {
        title: 'Name',
        width: '18%',
        sort: byText('name', ({ name }) => name),
        render: ({ item, change }) => <RowName name={item.name} change={change} />,
      },
      {
        title: 'Principals',
        width: '24%',
        sort: byText('principals', ({ principals }) => principals[0] ?? ''),
        render: ({ item }) => <PrincipalTags principals={item.principals} except={item.except} />,
      },
      {
        title: 'Effect',
        width: '84px',
        sort: byText('effect', ({ effect }) => effect),
        render: ({ item }) =>
          item.effect === 'deny' ? <Badge text="Deny" color="red" icon="ban" /> : <Text color="secondary">Allow</Text>,
      },
      {
        title: 'Tenants and filters',
        width: '32%',
        sort: byText('tenants', ({ grants }) => grants?.[0]?.tenant ?? ''),
        render: ({ item }) => <GrantSummary mapping={item} />,
      },
      {
        title: 'State',
        width: '116px',
        sort: { key: 'state', compare: (a, b) => compareStates(a.item, b.item, now) },
        render: ({ item }) => <StateLabel mapping={item} now={now} />,
      },
      {
        title: 'Actions',
        hideTitle: true,
        width: '124px',
        render: (row) => <MappingActions row={row} {...{ readOnly, onEdit, onToggle, onRemove, onRevert }} />,
      },
    ],
    [now, readOnly, onEdit, onToggle, onRemove, onRevert]
  );
  return (
    <DataTable
      label="Mappings"
      columns={columns}
      rows={rows}
      order={order}
      onOrder={onOrder}
      sought={sought}
      rowKey={(row) => `${row.change === 'removed' ? 'removed' : 'kept'}:${row.item.name}`}
      rowTestId={(row) => testIds.mappings.row(row.item.name)}
      isMuted={(row) => row.change === 'removed' || !row.item.enabled}
      testId={testIds.mappings.table}
    />
  );
});

function byText(key: string, text: (mapping: Mapping) => string): SortKey<DraftRow<Mapping>> {
  return { key, compare: (a, b) => compareTexts(text(a.item), text(b.item)) };
}
