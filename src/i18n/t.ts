import { t as translate } from '@grafana/i18n';
import { numberText } from './language';

type Values = Readonly<Record<string, string | number>>;

// React escapes what it shows; what is escaped twice would be read as it stands.
const AS_IT_IS = { interpolation: { escapeValue: false } };

/**
 * A text in the language that Grafana is set to. Called while something is drawn, never when a module is loaded.
 *
 * @param id `area.place.what`, for example `mappings.table.name`; written out, so that texts can be extracted
 * @param text in English, with values as `{{name}}`
 */
export function t(id: string, text: string, values: Values = {}): string {
  return translate(id, text, { ...values, ...AS_IT_IS });
}

/**
 * A text with a number, in the grammatical number that the language has for it. The number itself is `{{number}}`, written as
 * people do in that language: `1,234`.
 *
 * @param id as for `t`
 * @param count decides which text it is
 * @param texts in English
 */
export function plural(id: string, count: number, texts: { one: string; other: string }, values: Values = {}): string {
  return translate(id, texts.other, {
    ...values,
    ...AS_IT_IS,
    count,
    number: numberText(count),
    defaultValue_one: texts.one,
    defaultValue_other: texts.other,
  });
}
