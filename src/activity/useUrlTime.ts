import { useMemo } from 'react';
import { dateMath, dateTime, isDateTime, rangeUtil, type RawTimeRange, type TimeRange } from '@grafana/data';
import { useLocation, useSearchParams } from 'react-router-dom';
import type { ReadTime } from '../api/readTime';
import { withParam } from '../ui/withParam';

export interface UrlTime {
  range: TimeRange;
  /** Reads it anew, so that `the last hour` goes along with the clock. */
  read: ReadTime;
  /** Changes when another time is chosen, not with the clock. */
  key: string;
  /** True when it ends now, so that what happens next belongs to it. */
  endsNow: boolean;
  setRange: (range: TimeRange) => void;
}

/**
 * A time that is kept in the page's URL as Grafana does: `from` and `to`, each either an expression such as `now-6h` or a moment.
 *
 * @param usual from when on, when the URL says nothing
 */
export function useUrlTime(usual: string): UrlTime {
  const [params, setParams] = useSearchParams();
  const { state } = useLocation();
  const from = validMoment(params.get('from')) ?? usual;
  const to = validMoment(params.get('to')) ?? 'now';
  return useMemo(
    () => ({
      range: rangeOf(from, to),
      read: () => {
        const range = rangeOf(from, to);
        // Until now means until whatever comes.
        return { since: range.from.toISOString(), ...(to === 'now' ? {} : { until: range.to.toISOString() }) };
      },
      key: `${from} ${to}`,
      endsNow: to === 'now',
      setRange: ({ raw }: TimeRange) =>
        setParams((now) => withParam(withParam(now, 'from', textOf(raw.from)), 'to', textOf(raw.to)), {
          replace: true,
          state,
        }),
    }),
    [from, to, state, setParams]
  );
}

function rangeOf(from: string, to: string): TimeRange {
  return rangeUtil.convertRawToRange({ from: rawOf(from), to: rawOf(to) });
}

/** Moments stand in URLs as ISO texts or, as on dashboards, as milliseconds since the epoch. */
function rawOf(text: string): RawTimeRange['from'] {
  return text.startsWith('now') ? text : dateTime(/^\d+$/.test(text) ? Number(text) : Date.parse(text));
}

function textOf(raw: RawTimeRange['from']): string {
  return isDateTime(raw) ? raw.toISOString() : raw;
}

/** A link may hold anything. */
function validMoment(text: string | null): string | undefined {
  return text !== null && dateMath.isValid(rawOf(text)) ? text : undefined;
}
