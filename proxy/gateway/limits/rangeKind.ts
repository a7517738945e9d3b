/**
 * How an endpoint's parameters say over which time it reads:
 *
 * - `instant`: a query at one moment; only the windows in its text count;
 * - `range`: a query between `start` and `end`, the last five minutes when left out, besides the windows in its text;
 * - `interval`: between `start` and `end`; without `start` everything, as VictoriaMetrics exports it (younger versions and
 *   some endpoints take less, which is nothing to rely on);
 * - `federate`: the same, but without both only the last five minutes;
 * - `graphite`: between `from` and `until` in Graphite's spellings, the last day when left out, besides what the functions of
 *   its targets add;
 * - `graphiteNames`: between `from` and `until` as VictoriaMetrics spells times, everything without `from`.
 */
export type RangeKind = 'instant' | 'range' | 'interval' | 'federate' | 'graphite' | 'graphiteNames';
