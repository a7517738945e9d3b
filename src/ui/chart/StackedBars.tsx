import React, { useMemo, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { numberText } from '../../i18n/language';
import { type ChartData, sumOf } from './chartSeries';
import { niceScale } from './niceScale';
import { StepTooltip } from './StepTooltip';
import { shortTime } from './stepTime';
import { useWidth } from './useWidth';

interface Props {
  /** What the chart shows, with its most important number, for screen readers. */
  label: string;
  data: ChartData;
}

const HEIGHT = 180;
const AXIS_HEIGHT = 22;
const AXIS_WIDTH = 48;
const PLOT = HEIGHT - AXIS_HEIGHT;
const TOP = 8;
/** Between two texts of the time axis, in pixels. */
const TEXT_EVERY = 84;

/** Counts over time, stacked: how many there were in each step, and of what. */
export function StackedBars({ label, data }: Props) {
  const styles = useStyles2(getStyles);
  const { ref, width } = useWidth<HTMLDivElement>();
  const [pointed, setPointed] = useState<number>();
  const { times, step, series } = data;
  const lines = useMemo(
    () => niceScale(Math.max(0, ...times.map((_, place) => sumOf(series.map(({ counts }) => counts[place] ?? 0))))),
    [times, series]
  );
  const highest = lines.at(-1) ?? 1;
  const slot = (width - AXIS_WIDTH) / Math.max(1, times.length);
  const gap = slot > 6 ? 2 : slot > 3 ? 1 : 0;
  const y = (count: number) => TOP + (PLOT - TOP) * (1 - count / highest);
  const textEvery = Math.max(1, Math.ceil(TEXT_EVERY / slot));
  const point = (clientX: number, left: number) => {
    const place = Math.floor((clientX - left - AXIS_WIDTH) / slot);
    setPointed(place >= 0 && place < times.length ? place : undefined);
  };
  return (
    <div
      ref={ref}
      className={styles.chart}
      onPointerMove={({ clientX, currentTarget }) => point(clientX, currentTarget.getBoundingClientRect().left)}
      onPointerLeave={() => setPointed(undefined)}
    >
      <svg width={width} height={HEIGHT} role="img" aria-label={label} className={styles.svg}>
        {lines.map((line) => (
          <g key={line}>
            <line x1={AXIS_WIDTH} x2={width} y1={y(line)} y2={y(line)} className={styles.line} />
            <text x={AXIS_WIDTH - 8} y={y(line)} dy="0.32em" textAnchor="end" className={styles.text}>
              {numberText(line)}
            </text>
          </g>
        ))}
        {times.map((time, place) => {
          const x = AXIS_WIDTH + place * slot;
          let below = 0;
          return (
            <g key={time}>
              {place === pointed && <rect x={x} y={0} width={slot} height={PLOT} className={styles.pointed} />}
              {series.map(({ key, color, counts }) => {
                const count = counts[place] ?? 0;
                const bottom = y(below);
                below += count;
                return count === 0 ? null : (
                  <rect
                    key={key}
                    x={x + gap / 2}
                    y={y(below)}
                    width={Math.max(1, slot - gap)}
                    height={Math.max(1, bottom - y(below))}
                    fill={color}
                  />
                );
              })}
              {place % textEvery === 0 && x + TEXT_EVERY / 2 < width && (
                <text x={x} y={HEIGHT - 6} className={styles.text}>
                  {shortTime(time, step * times.length)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      {pointed !== undefined && (
        <StepTooltip data={data} place={pointed} x={AXIS_WIDTH + (pointed + 0.5) * slot} width={width} />
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  chart: css({ position: 'relative', width: '100%', height: HEIGHT }),
  svg: css({ position: 'absolute', left: 0, top: 0, display: 'block', overflow: 'visible' }),
  line: css({ stroke: theme.colors.border.weak, shapeRendering: 'crispEdges' }),
  text: css({ fill: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  pointed: css({ fill: theme.colors.action.hover }),
});
