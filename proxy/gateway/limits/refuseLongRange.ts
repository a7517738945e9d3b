import type { Parameters } from '../parameters';
import type { RangeBound } from './limitPlan';
import { tooLong } from './limitRefusals';
import { printDuration } from './printDuration';
import { DEFAULT_STEP, refuseLongWindows } from './queryWindows';
import type { RangeKind } from './rangeKind';
import { refuseWideningFunctions } from './refuseWideningFunctions';
import { readGraphiteTime, readStep, readTime } from './times';

const DAY = 86_400_000;

/**
 * Holds a read to the longest range that is allowed. The range of the request and what the text of its query adds are each
 * compared with the limit.
 *
 * @param now milliseconds since the epoch
 * @throws Refusal 422 `limit-max-range`; 400 `time-unclear` or `range-unclear` for what cannot be read with certainty
 */
export function refuseLongRange(kind: RangeKind, parameters: Parameters, bound: RangeBound, now: number): void {
  const given = (name: string) => parameters.find(([one]) => one === name)?.[1];
  const time = (text: string | undefined, fallback: number) => (text === undefined ? fallback : readTime(text));
  switch (kind) {
    case 'instant':
      return refuseLongQuery(given, bound, undefined);
    case 'range':
      // Without a start, VictoriaMetrics begins a step ago.
      refuseAbove(bound, time(given('start'), now - DEFAULT_STEP), time(given('end'), now));
      return refuseLongQuery(given, bound, DEFAULT_STEP);
    case 'interval':
      return refuseAbove(bound, time(given('start'), 0), time(given('end'), now));
    case 'federate':
      readShortStep(given, 'max_lookback', bound);
      return given('start') === undefined && given('end') === undefined
        ? undefined
        : refuseAbove(bound, time(given('start'), 0), time(given('end'), now));
    case 'graphiteNames':
      return refuseAbove(bound, time(given('from'), 0), time(given('until'), now));
    case 'graphite':
      refuseAbove(bound, readGraphiteTime(given('from'), now, now - DAY), readGraphiteTime(given('until'), now, now));
      parameters.filter(([name]) => name === 'target').forEach(([, target]) => refuseWideningFunctions(target));
  }
}

/** @param start 0 when the request says none, which means everything */
function refuseAbove(bound: RangeBound, start: number, end: number): void {
  const range = end - start;
  if (range > bound.milliseconds) {
    const length = printDuration(Math.ceil(range / 1000) * 1000);
    throw tooLong(
      bound.limit,
      start === 0 ? 'a request without a start reads everything: give one' : `this range is ${length}`
    );
  }
}

type Given = (name: string) => string | undefined;

function refuseLongQuery(given: Given, bound: RangeBound, defaultStep: number | undefined): void {
  readShortStep(given, 'max_lookback', bound);
  readShortStep(given, 'lookback_delta', bound);
  const step = readShortStep(given, 'step', bound) ?? defaultStep;
  refuseLongWindows(given('query') ?? '', bound, step);
}

/** Reads a parameter that becomes the window of a function where the query gives none. */
function readShortStep(given: Given, name: string, bound: RangeBound): number | undefined {
  const step = readStep(name, given(name));
  if (step !== undefined && step > bound.milliseconds) {
    throw tooLong(bound.limit, `the parameter ${name} is longer`);
  }
  return step;
}
