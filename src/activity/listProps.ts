import type { ActivityFilter } from '../api/activity';
import type { Live } from './useLive';
import type { UrlTime } from './useUrlTime';

/** What both lists of requests are told. */
export interface RequestListProps {
  filter: ActivityFilter;
  time: UrlTime;
  live: Live;
  /** Shows one request, by its number. */
  onOpen: (requestId: string) => void;
  /** Takes the filters away; undefined while there are none. */
  onClear: (() => void) | undefined;
}
