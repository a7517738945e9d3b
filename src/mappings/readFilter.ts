import { FilterSyntaxError, matchesAbsent, parseFilter, printMatcher } from '@gatehouse/model';
import { t } from '../i18n/t';

/** What a filter's text is worth: an error, or warnings about matchers that let more through than they seem to. */
export interface FilterReading {
  error?: string;
  /** Where reading stopped, in UTF-16 code units. */
  errorOffset?: number;
  warnings: string[];
}

/** Reads a filter while it is typed. */
export function readFilter(text: string): FilterReading {
  try {
    return {
      warnings: parseFilter(text)
        .matchers.filter(matchesAbsent)
        .map((matcher) =>
          t('filters.matcher.absent', '{{matcher}} also matches series without the label {{label}}.', {
            matcher: printMatcher(matcher),
            label: matcher.label,
          })
        ),
    };
  } catch (error) {
    if (!(error instanceof FilterSyntaxError)) {
      throw error;
    }
    return { error: error.message, errorOffset: error.offset, warnings: [] };
  }
}
