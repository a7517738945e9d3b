import { unclear } from './rangeRefusals';

/**
 * Graphite's functions that read nothing outside the range of the request. The others shift it, look back, or evaluate a
 * query that they make up from strings.
 */
const WITHIN_RANGE = new Set(
  `absolute add aggregate aggregateLine aggregateSeriesLists aggregateWithWildcards alias aliasByMetric aliasByNode
  aliasByTags aliasSub alpha areaBetween asPercent averageAbove averageBelow averageOutsidePercentile averageSeries
  averageSeriesWithWildcards avg changed color consolidateBy constantLine countSeries cumulative currentAbove currentBelow
  dashed delay derivative diffSeries diffSeriesLists divideSeries divideSeriesLists drawAsInfinite exclude exp
  fallbackSeries filterSeries grep group groupByNode groupByNodes groupByTags highest highestAverage highestCurrent
  highestMax identity integral integralByInterval interpolate invert isNonNull keepLastValue limit lineWidth log logarithm
  logit lowest lowestAverage lowestCurrent max maxSeries maximumAbove maximumBelow min minMax minSeries minimumAbove
  minimumBelow mostDeviant multiplySeries multiplySeriesLists multiplySeriesWithWildcards nPercentile
  nonNegativeDerivative offset offsetToZero perSecond percentileOfSeries pow powSeries rangeOfSeries
  removeAbovePercentile removeAboveValue removeBelowPercentile removeBelowValue removeBetweenPercentile
  removeEmptySeries round roundFunction scale scaleToSeconds secondYAxis seriesByTag setXFilesFactor sigmoid sin
  sinFunction sortBy sortByMaxima sortByMinima sortByName sortByTotal squareRoot stacked stddevSeries substr sum
  sumSeries sumSeriesLists sumSeriesWithWildcards threshold transformNull unique verticalLine`.split(/\s+/)
);

const SPACE = /[ \t\n\v\f\r]+/y;
const SIGN = /[(),|=+-]/y;
const STRING = /"[^"\\]*(?:\\[^][^"\\]*)*"|'[^'\\]*(?:\\[^][^'\\]*)*'/y;
/** Numbers, and names with their variants in braces and brackets. */
const NAME = /(?:[A-Za-z0-9_$:*.-]|\[[^\]]*\]|\{[^}]*\})+/y;

/**
 * Refuses a target of Graphite's render API that could read before or after the range of the request.
 *
 * @throws Refusal 400 `range-unclear`
 */
export function refuseWideningFunctions(target: string): void {
  const tokens = tokensOf(target);
  tokens.forEach((token, place) => {
    const called = tokens[place + 1] === '(' || tokens[place - 1] === '|';
    if (called && !WITHIN_RANGE.has(token)) {
      const name = /^[A-Za-z0-9]{1,40}$/.test(token) ? `the function ${token}` : 'a function';
      throw unclear(`${name} may read outside the range of the request`);
    }
  });
}

function tokensOf(target: string): string[] {
  const tokens: string[] = [];
  for (let at = 0; at < target.length;) {
    const [pattern, text] = tokenAt(target, at);
    if (pattern !== SPACE) {
      tokens.push(text);
    }
    at += text.length;
  }
  return tokens;
}

function tokenAt(target: string, at: number): readonly [RegExp, string] {
  for (const pattern of [SPACE, SIGN, STRING, NAME]) {
    pattern.lastIndex = at;
    const text = pattern.exec(target)?.[0];
    if (text !== undefined) {
      return [pattern, text];
    }
  }
  throw unclear('the target of the request cannot be read with certainty');
}
