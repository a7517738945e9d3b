import React, { memo, useCallback, useMemo } from 'react';
import type { Mapping } from '@gatehouse/model';
import { Badge, type IconName, Stack, Text } from '@grafana/ui';
import type { DraftRow } from '../draft/draftRows';
import { plural, t } from '../i18n/t';
import { testIds } from '../testIds';
import { type DataColumn, DataTable } from '../ui/DataTable';
import { ListIcons } from '../ui/ListIcon';
import { RowName } from '../ui/RowName';
import type { SelectedKeys } from '../ui/rowSelection';
import type { SortOrder } from '../ui/sortRows';
import type { GridBehaviour } from '../ui/useGrid';
import { FindingsNote } from './FindingsNote';
import { GrantSummary } from './GrantSummary';
import { MappingActions, type MappingActionHandlers } from './MappingActions';
import type { FindingsByMapping } from './mappingFindings';
import { mappingKey } from './mappingKey';
import { mappingSorts } from './mappingSorts';
import { PrincipalTags } from './PrincipalTags';
import { StateLabel } from './StateLabel';

interface Props extends MappingActionHandlers {
  /** In the order that they are listed in. */
  rows: ReadonlyArray<DraftRow<Mapping>>;
  order: SortOrder;
  onOrder: (order: SortOrder) => void;
  /** Stands for search and filters: another one starts at the top. */
  sought: string;
  now: number;
  findings: FindingsByMapping;
  /** Shows what is to be said about the mapping of that name. */
  onShowFindings: (name: string) => void;
  selected: SelectedKeys;
  onSelect: (selected: SelectedKeys) => void;
}

/** Those that stand in every row or in many. */
const ICONS: readonly IconName[] = [
  'user',
  'users-alt',
  'at',
  'cog',
  'key-skeleton-alt',
  'globe',
  'check-circle',
  'pause',
  'play',
  'clock-nine',
  'pen',
  'trash-alt',
  'history-alt',
  'eye',
  'exclamation-triangle',
  'exclamation-circle',
];

/** The mappings of the draft, one a row. */
export const MappingsTable = memo(function MappingsTable({
  rows,
  order,
  onOrder,
  sought,
  now,
  findings,
  onShowFindings,
  selected,
  onSelect,
  readOnly,
  onEdit,
  onToggle,
  onRemove,
  onRevert,
}: Props) {
  const columns = useMemo((): Array<DataColumn<DraftRow<Mapping>>> => {
    const sorts = mappingSorts(now);
    return [
      {
        title: t('mappings.table.name', 'Name'),
        width: '19%',
        sort: sorts.name,
        render: ({ item, change }) => <RowName name={item.name} change={change} />,
      },
      {
        title: t('mappings.table.principals', 'Principals'),
        width: '27%',
        sort: sorts.principals,
        render: ({ item }) => <PrincipalTags principals={item.principals} except={item.except} />,
      },
      {
        title: t('mappings.table.effect', 'Effect'),
        width: '76px',
        sort: sorts.effect,
        render: ({ item }) =>
          item.effect === 'deny' ? (
            <Badge text={t('mappings.effect.deny', 'Deny')} color="red" icon="ban" />
          ) : (
            <Text color="secondary">{t('mappings.effect.allow', 'Allow')}</Text>
          ),
      },
      {
        title: t('mappings.table.grants', 'Tenants and filters'),
        width: '29%',
        sort: sorts.tenants,
        render: ({ item }) => <GrantSummary mapping={item} />,
      },
      {
        title: t('mappings.table.state', 'State'),
        width: '104px',
        sort: sorts.state,
        render: ({ item, change }, tabIndex) => {
          const found = change === 'removed' ? undefined : findings.get(item.name);
          return (
            <Stack direction="column" gap={0.5} alignItems="flex-start">
              <StateLabel mapping={item} now={now} />
              {found !== undefined && (
                <FindingsNote name={item.name} findings={found} tabIndex={tabIndex} onShow={onShowFindings} />
              )}
            </Stack>
          );
        },
      },
      {
        title: t('mappings.table.actions', 'Actions'),
        hideTitle: true,
        width: '124px',
        render: (row, tabIndex) => (
          <MappingActions row={row} tabIndex={tabIndex} {...{ readOnly, onEdit, onToggle, onRemove, onRevert }} />
        ),
      },
    ];
  }, [now, findings, onShowFindings, readOnly, onEdit, onToggle, onRemove, onRevert]);
  const open = useCallback(
    ({ item, change }: DraftRow<Mapping>) => {
      if (change !== 'removed') {
        onEdit(item);
      }
    },
    [onEdit]
  );
  const grid = useMemo(
    (): GridBehaviour<DraftRow<Mapping>> => ({
      onOpen: open,
      selection: readOnly
        ? undefined
        : {
            selected,
            onSelect,
            label: selectLabel,
            labelOfAll: plural('mappings.table.selectAll', rows.length, {
              one: 'Select the {{number}} listed mapping',
              other: 'Select all {{number}} listed mappings',
            }),
          },
    }),
    [open, readOnly, selected, onSelect, rows.length]
  );
  return (
    <ListIcons names={ICONS}>
      <DataTable
        label={t('mappings.table.label', 'Mappings')}
        columns={columns}
        rows={rows}
        sorted
        order={order}
        onOrder={onOrder}
        sought={sought}
        rowKey={mappingKey}
        rowTestId={testId}
        isMuted={isMuted}
        grid={grid}
        testId={testIds.mappings.table}
      />
    </ListIcons>
  );
});

function selectLabel({ item }: DraftRow<Mapping>): string {
  return t('mappings.table.select', 'Select {{name}}', { name: item.name });
}

function testId({ item }: DraftRow<Mapping>): string {
  return testIds.mappings.row(item.name);
}

function isMuted({ item, change }: DraftRow<Mapping>): boolean {
  return change === 'removed' || !item.enabled;
}
