import React, { lazy, Suspense, useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { Button, FilterInput, Stack, Text } from '@grafana/ui';
import { useDraft } from '../draft/DraftProvider';
import { draftRows } from '../draft/draftRows';
import { plural, t } from '../i18n/t';
import { numberText } from '../i18n/language';
import { PolicyLayout } from '../PolicyLayout';
import { surroundingsOf } from '../publish/surroundings';
import { mappingDetails } from '../readOnly/details';
import { DetailsDrawer } from '../readOnly/DetailsDrawer';
import { testIds } from '../testIds';
import { MissingItem } from '../ui/MissingItem';
import type { SelectedKeys } from '../ui/rowSelection';
import { sortRows } from '../ui/sortRows';
import { StatePanel } from '../ui/StatePanel';
import { useEditorInUrl } from '../ui/useEditorInUrl';
import { useIdleResult } from '../ui/useIdleResult';
import { useSearchKeys } from '../ui/useSearchKeys';
import { useUrlText } from '../ui/useUrlText';
import { useUrlValue } from '../ui/useUrlValue';
import { useUrlValues } from '../ui/useUrlValues';
import { BulkBar } from './BulkBar';
import { type BulkChange, bulkEdits } from './bulkEdits';
import { bulkText } from './bulkText';
import { FindingsModal } from './FindingsModal';
import { FirstSteps } from './FirstSteps';
import type { MappingActionHandlers } from './MappingActions';
import { MappingFilterBar } from './MappingFilterBar';
import { FILTER_NAMES, passes } from './mappingFilters';
import type { FindingsByMapping } from './mappingFindings';
import { mappingKey } from './mappingKey';
import { mappingSorts } from './mappingSorts';
import { MappingsTable } from './MappingsTable';
import { searchMappings } from './searchMappings';

// Forms are loaded when somebody opens one.
const MappingEditor = lazy(async () => ({ default: (await import('./MappingEditor')).MappingEditor }));

const NO_FINDINGS: FindingsByMapping = new Map();
const NO_FILTERS = { tenant: '', principal: '', effect: '', state: '' };

/** All mappings: find, add, edit, disable and remove them in the draft, one by one or many at once. */
export function MappingsPage() {
  const { published, draft, readOnlyBecause, policy, configuration, dispatch } = useDraft();
  const readOnly = readOnlyBecause !== undefined;
  const [query, setQuery] = useUrlText('q');
  const [order, setOrder] = useUrlValue('sort');
  const [filters, setFilters] = useUrlValues(FILTER_NAMES);
  const [selected, setSelected] = useState<SelectedKeys>(new Set());
  const [questioned, setQuestioned] = useState<string>();
  const editor = useEditorInUrl();
  const { target, open } = editor;
  const [now] = useState(Date.now);
  const search = useRef<HTMLInputElement>(null);
  useSearchKeys(search, setQuery);

  const findings = useIdleResult(
    useCallback(async () => {
      // Needs the whole model, which the page itself does not.
      const { mappingFindings } = await import('./mappingFindings');
      return mappingFindings(policy, surroundingsOf(configuration), now);
    }, [policy, configuration, now]),
    NO_FINDINGS
  );
  const rows = useMemo(
    () => draftRows(published.policy.mappings, draft.mappings.changes),
    [published.policy.mappings, draft.mappings.changes]
  );
  // Sorted before they are searched: what is typed then never waits for that.
  const sorted = useMemo(() => sortRows(rows, Object.values(mappingSorts(now)), order), [rows, now, order]);
  const filtered = useMemo(
    () => sorted.filter((row) => passes(row, filters, now, (name) => findings.has(name))),
    [sorted, filters, now, findings]
  );
  // What is typed is shown at once; the list follows when there is time.
  const sought = useDeferredValue(query);
  const found = useMemo(() => searchMappings(filtered, sought), [filtered, sought]);
  // What is out of sight is never changed along.
  const chosen = useMemo(
    () => (selected.size === 0 ? [] : found.filter((row) => selected.has(mappingKey(row)))),
    [found, selected]
  );
  const isNarrowed = sought.trim() !== '' || Object.values(filters).some((value) => value !== '');

  const onEdit = useCallback<MappingActionHandlers['onEdit']>(({ name }) => open({ name }), [open]);
  const onToggle = useCallback<MappingActionHandlers['onToggle']>(
    (mapping) =>
      dispatch({
        type: 'change-mapping',
        name: mapping.name,
        next: { ...mapping, enabled: !mapping.enabled },
        text: mapping.enabled
          ? t('mappings.done.disabled', 'Mapping {{name}} disabled in the draft', { name: mapping.name })
          : t('mappings.done.enabled', 'Mapping {{name}} enabled in the draft', { name: mapping.name }),
      }),
    [dispatch]
  );
  const onRemove = useCallback<MappingActionHandlers['onRemove']>(
    ({ name }) =>
      dispatch({
        type: 'change-mapping',
        name,
        text: t('mappings.done.removed', 'Mapping {{name}} removed from the draft', { name }),
      }),
    [dispatch]
  );
  const onRevert = useCallback<MappingActionHandlers['onRevert']>(
    ({ item, changeKey = '' }) =>
      dispatch({
        type: 'revert',
        kind: 'mappings',
        key: changeKey,
        text: t('mappings.done.reverted', 'Mapping {{name}} is as published again', { name: item.name }),
      }),
    [dispatch]
  );
  const changeChosen = (change: BulkChange) => {
    const present = chosen.filter((row) => row.change !== 'removed').map(({ item }) => item);
    const edits = bulkEdits(present, change);
    dispatch({ type: 'change-mappings', edits, text: bulkText(change, edits.length) });
    if (change.kind === 'remove') {
      setSelected(new Set());
    }
  };
  const revertChosen = () => {
    const keys = chosen.flatMap(({ changeKey }) => changeKey ?? []);
    dispatch({
      type: 'revert',
      kind: 'mappings',
      key: keys,
      text: plural('mappings.done.manyReverted', keys.length, {
        one: '{{number}} mapping is as published again',
        other: '{{number}} mappings are as published again',
      }),
    });
    setSelected(new Set());
  };

  const questionedFindings = questioned === undefined ? undefined : findings.get(questioned);
  const edited = policy.mappings.find(({ name }) => name === target?.name);
  const add = (
    <Button
      icon="plus"
      onClick={() => open({ name: undefined })}
      disabled={policy.tenants.length === 0}
      tooltip={
        policy.tenants.length === 0
          ? t('mappings.addNeedsTenant', 'Add a tenant first: a mapping grants tenants')
          : undefined
      }
      data-testid={testIds.mappings.add}
    >
      {t('mappings.add', 'Add mapping')}
    </Button>
  );
  return (
    <PolicyLayout active="mappings" actions={rows.length === 0 ? undefined : add}>
      {rows.length === 0 ? (
        <FirstSteps onAddMapping={() => open({ name: undefined })} />
      ) : (
        <Stack direction="column" gap={2}>
          <Stack gap={1} alignItems="center" wrap="wrap">
            <FilterInput
              ref={search}
              width={50}
              value={query}
              onChange={setQuery}
              escapeRegex={false}
              placeholder={t('mappings.search.placeholder', 'Search by name, principal, tenant or filter')}
              aria-label={t('mappings.search.label', 'Search mappings')}
              aria-keyshortcuts="/"
              data-testid={testIds.mappings.search}
            />
            <MappingFilterBar
              filters={filters}
              onChange={setFilters}
              tenants={policy.tenants}
              mappings={policy.mappings}
            />
          </Stack>
          <Stack gap={2} alignItems="center" wrap="wrap" minHeight={4}>
            <span role="status" data-testid={testIds.mappings.count}>
              <Text color="secondary">
                {countText(
                  policy.mappings.length,
                  isNarrowed ? found.filter(({ change }) => change !== 'removed').length : undefined
                )}
              </Text>
            </span>
            {chosen.length > 0 && (
              <BulkBar
                rows={chosen}
                tenants={policy.tenants}
                onChange={changeChosen}
                onRevert={revertChosen}
                onClear={() => setSelected(new Set())}
              />
            )}
          </Stack>
          {found.length === 0 ? (
            <StatePanel
              icon="search"
              title={t('mappings.noHits.title', 'No mapping matches')}
              testId={testIds.states.noHits}
              actions={
                <Button
                  variant="secondary"
                  onClick={() => {
                    setQuery('');
                    setFilters(NO_FILTERS);
                  }}
                >
                  {t('mappings.noHits.clear', 'Clear search')}
                </Button>
              }
            >
              {t(
                'mappings.noHits.text',
                'Every word must occur in a mapping’s name, principals, tenants or filters, and every filter must be met.'
              )}
            </StatePanel>
          ) : (
            <MappingsTable
              rows={found}
              order={order}
              onOrder={setOrder}
              sought={`${sought} ${Object.values(filters).join(' ')}`}
              now={now}
              findings={findings}
              onShowFindings={setQuestioned}
              selected={selected}
              onSelect={setSelected}
              {...{ readOnly, onEdit, onToggle, onRemove, onRevert }}
            />
          )}
        </Stack>
      )}
      {questioned !== undefined && questionedFindings !== undefined && (
        <FindingsModal
          name={questioned}
          findings={questionedFindings}
          onEdit={
            readOnly
              ? undefined
              : () => {
                  setQuestioned(undefined);
                  open({ name: questioned });
                }
          }
          onClose={() => setQuestioned(undefined)}
        />
      )}
      {target !== undefined &&
        (target.name !== undefined && edited === undefined ? (
          <MissingItem noun="mapping" name={target.name} onClose={editor.close} />
        ) : readOnly ? (
          edited !== undefined && (
            <DetailsDrawer
              title={t('mappings.details', 'Mapping {{name}}', { name: edited.name })}
              details={mappingDetails(edited)}
              onClose={editor.close}
            />
          )
        ) : (
          <Suspense>
            <MappingEditor mapping={edited} editor={editor} />
          </Suspense>
        ))}
    </PolicyLayout>
  );
}

/** @param found undefined when the list is neither searched nor filtered */
function countText(all: number, found: number | undefined): string {
  return found === undefined
    ? plural('mappings.count.all', all, { one: '{{number}} mapping', other: '{{number}} mappings' })
    : plural(
        'mappings.count.found',
        all,
        { one: '{{found}} of {{number}} mapping', other: '{{found}} of {{number}} mappings' },
        { found: numberText(found) }
      );
}
