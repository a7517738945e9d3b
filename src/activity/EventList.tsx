import React from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, type IconName, Text, useStyles2 } from '@grafana/ui';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ApiError } from '../api/ApiError';
import { t } from '../i18n/t';
import { testIds } from '../testIds';
import { QueryState } from '../ui/QueryState';
import { StatePanel } from '../ui/StatePanel';
import { type PlainColumn, PlainTable } from '../ui/PlainTable';
import { ListFoot } from './ListFoot';
import { StaleNote } from './StaleNote';

interface Props<Page, Event> {
  query: UseInfiniteQueryResult<{ pages: Page[] }, ApiError>;
  eventsOf: (page: Page) => readonly Event[];
  eventKey: (event: Event) => string;
  columns: ReadonlyArray<PlainColumn<Event>>;
  /** What the table lists, and that it is being loaded, for screen readers. */
  label: string;
  loading: string;
  /** How many there are, for people. */
  count: (number: number) => string;
  /** How far back there is anything. */
  keptSince?: (page: Page) => string;
  /** What stands in the table's place when nothing happened. */
  empty: { icon: IconName; title: string; text: string };
  /** Takes the filters away; undefined while there are none. */
  onClear: (() => void) | undefined;
}

/** Events page by page, with all that can be the case instead. */
export function EventList<Page, Event>(props: Props<Page, Event>) {
  const styles = useStyles2(getStyles);
  const { query, eventsOf, eventKey, columns, label, loading, count, keptSince, empty, onClear } = props;
  return (
    <QueryState query={query} label={loading} rows={8}>
      {({ pages }) => {
        const events = pages.flatMap(eventsOf);
        const [first] = pages;
        return (
          <div className={styles.list}>
            <StaleNote error={query.error} />
            <div className={styles.state}>
              <span role="status">{events.length > 0 && <Text color="secondary">{count(events.length)}</Text>}</span>
              {query.isPlaceholderData && <Icon name="spinner" />}
              {pages.length > 1 && (
                <Text color="secondary">
                  {t('activity.list.still', 'The list stands still while older ones are shown.')}
                </Text>
              )}
            </div>
            {events.length === 0 ? (
              onClear === undefined ? (
                <StatePanel icon={empty.icon} title={empty.title} role="status" testId={testIds.states.empty}>
                  {empty.text}
                </StatePanel>
              ) : (
                <StatePanel
                  icon="search"
                  title={t('activity.list.noHits', 'Nothing matches the filters')}
                  role="status"
                  testId={testIds.states.noHits}
                  actions={
                    <Button variant="secondary" onClick={onClear}>
                      {t('activity.list.clear', 'Clear filters')}
                    </Button>
                  }
                >
                  {t('activity.list.noHitsText', 'Look at a longer time, or take filters away.')}
                </StatePanel>
              )
            ) : (
              <>
                <div className={cx(query.isPlaceholderData && styles.old)}>
                  <PlainTable label={label} columns={columns} rows={events} rowKey={eventKey} />
                </div>
                <ListFoot
                  hasMore={query.hasNextPage}
                  loading={query.isFetchingNextPage}
                  kept={first === undefined ? undefined : keptSince?.(first)}
                  onMore={() => void query.fetchNextPage()}
                />
              </>
            )}
          </div>
        );
      }}
    </QueryState>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: theme.spacing(2) }),
  state: css({ display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: theme.spacing(1) }),
  old: css({ opacity: 0.6 }),
});
