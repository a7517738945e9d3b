import React from 'react';
import { dateTime, makeTimeRange } from '@grafana/data';
import { TimeRangePicker } from '@grafana/ui';
import type { UrlTime } from './useUrlTime';

/** Chooses a time, as on Grafana's own pages. */
export function TimePicker({ time: { range, setRange } }: { time: UrlTime }) {
  const [start, end] = [range.from.valueOf(), range.to.valueOf()];
  const length = end - start;
  const show = (from: number, to: number) => setRange(makeTimeRange(dateTime(from), dateTime(to)));
  return (
    <TimeRangePicker
      value={range}
      onChange={setRange}
      // The time zone is that of the person's preferences.
      onChangeTimeZone={() => {}}
      onMoveBackward={() => show(start - length / 2, end - length / 2)}
      onMoveForward={() => show(start + length / 2, end + length / 2)}
      onZoom={() => show(start - length / 2, end + length / 2)}
      isOnCanvas
    />
  );
}
