import { FilterSyntaxError, matchesAbsent, parseFilter, printMatcher } from '@gatehouse/model';

/** What a filter's text is worth: an error, or warnings about matchers that let more through than they seem to. */
export interface FilterReading {
  error?: string;
  warnings: string[];
}

/** Reads a filter while it is typed. */
export function readFilter(text: string): FilterReading {
  try {
    return {
      warnings: parseFilter(text)
        .matchers.filter(matchesAbsent)
        .map((matcher) => `${printMatcher(matcher)} also matches series without the label ${matcher.label}.`),
    };
  } catch (error) {
    if (!(error instanceof FilterSyntaxError)) {
      throw error;
    }
    return { error: error.message, warnings: [] };
  }
}
