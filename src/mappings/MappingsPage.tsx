import React, { lazy, Suspense, useCallback, useDeferredValue, useMemo, useState } from 'react';
import { Button, FilterInput, Stack, Text } from '@grafana/ui';
import { useDraft } from '../draft/DraftProvider';
import { draftRows } from '../draft/draftRows';
import { PolicyLayout } from '../PolicyLayout';
import { mappingDetails } from '../readOnly/details';
import { DetailsDrawer } from '../readOnly/DetailsDrawer';
import { testIds } from '../testIds';
import { count } from '../ui/count';
import { MissingItem } from '../ui/MissingItem';
import { StatePanel } from '../ui/StatePanel';
import { useEditorInUrl } from '../ui/useEditorInUrl';
import { useUrlText } from '../ui/useUrlText';
import { useUrlValue } from '../ui/useUrlValue';
import { FirstSteps } from './FirstSteps';
import type { MappingActionHandlers } from './MappingActions';
import { MappingsTable } from './MappingsTable';
import { searchMappings } from './searchMappings';

// Forms are loaded when somebody opens one.
const MappingEditor = lazy(async () => ({ default: (await import('./MappingEditor')).MappingEditor }));

/** All mappings: find, add, edit, disable and remove them in the draft. */
export function MappingsPage() {
  const { published, draft, keptDraft, policy, dispatch } = useDraft();
  const readOnly = keptDraft !== undefined;
  const [query, setQuery] = useUrlText('q');
  const [order, setOrder] = useUrlValue('sort');
  const editor = useEditorInUrl();
  const { target, open } = editor;
  const [now] = useState(Date.now);

  const rows = useMemo(
    () => draftRows(published.policy.mappings, draft.mappings.changes),
    [published.policy.mappings, draft.mappings.changes]
  );
  // What is typed is shown at once; the list follows when there is time.
  const sought = useDeferredValue(query);
  const found = useMemo(() => searchMappings(rows, sought), [rows, sought]);

  const onEdit = useCallback<MappingActionHandlers['onEdit']>(({ name }) => open({ name }), [open]);
  const onToggle = useCallback<MappingActionHandlers['onToggle']>(
    (mapping) =>
      dispatch({
        type: 'change-mapping',
        name: mapping.name,
        next: { ...mapping, enabled: !mapping.enabled },
        text: `Mapping ${mapping.name} ${mapping.enabled ? 'disabled' : 'enabled'} in the draft`,
      }),
    [dispatch]
  );
  const onRemove = useCallback<MappingActionHandlers['onRemove']>(
    ({ name }) => dispatch({ type: 'change-mapping', name, text: `Mapping ${name} removed from the draft` }),
    [dispatch]
  );
  const onRevert = useCallback<MappingActionHandlers['onRevert']>(
    ({ item, changeKey = '' }) =>
      dispatch({
        type: 'revert',
        kind: 'mappings',
        key: changeKey,
        text: `Mapping ${item.name} is as published again`,
      }),
    [dispatch]
  );

  const edited = policy.mappings.find(({ name }) => name === target?.name);
  const add = (
    <Button
      icon="plus"
      onClick={() => open({ name: undefined })}
      disabled={policy.tenants.length === 0}
      tooltip={policy.tenants.length === 0 ? 'Add a tenant first: a mapping grants tenants' : undefined}
      data-testid={testIds.mappings.add}
    >
      Add mapping
    </Button>
  );
  return (
    <PolicyLayout active="mappings" actions={rows.length === 0 ? undefined : add}>
      {rows.length === 0 ? (
        <FirstSteps onAddMapping={() => open({ name: undefined })} />
      ) : (
        <Stack direction="column" gap={2}>
          <Stack gap={2} alignItems="center" wrap="wrap">
            <FilterInput
              width={50}
              value={query}
              onChange={setQuery}
              escapeRegex={false}
              placeholder="Search by name, principal, tenant or filter"
              aria-label="Search mappings"
              data-testid={testIds.mappings.search}
            />
            <span role="status" data-testid={testIds.mappings.count}>
              <Text color="secondary">
                {sought.trim() === ''
                  ? count(policy.mappings.length, 'mapping')
                  : `${found.filter(({ change }) => change !== 'removed').length} of ${count(policy.mappings.length, 'mapping')}`}
              </Text>
            </span>
          </Stack>
          {found.length === 0 ? (
            <StatePanel
              icon="search"
              title="No mapping matches"
              testId={testIds.states.noHits}
              actions={
                <Button variant="secondary" onClick={() => setQuery('')}>
                  Clear search
                </Button>
              }
            >
              Every word must occur in a mapping’s name, principals, tenants or filters.
            </StatePanel>
          ) : (
            <MappingsTable
              rows={found}
              order={order}
              onOrder={setOrder}
              sought={sought}
              now={now}
              {...{ readOnly, onEdit, onToggle, onRemove, onRevert }}
            />
          )}
        </Stack>
      )}
      {target !== undefined &&
        (target.name !== undefined && edited === undefined ? (
          <MissingItem noun="mapping" name={target.name} onClose={editor.close} />
        ) : readOnly ? (
          edited !== undefined && (
            <DetailsDrawer title={`Mapping ${edited.name}`} details={mappingDetails(edited)} onClose={editor.close} />
          )
        ) : (
          <Suspense>
            <MappingEditor mapping={edited} editor={editor} />
          </Suspense>
        ))}
    </PolicyLayout>
  );
}
