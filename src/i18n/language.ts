import { initPluginTranslations } from '@grafana/i18n';
import { PLUGIN_ID } from '../constants';

let language = 'en-US';

/** Makes ready the texts of the language that Grafana is set to. Grafana itself loads them from `locales/`. */
export async function startTranslations(): Promise<void> {
  ({ language } = await initPluginTranslations(PLUGIN_ID));
}

/** A number as people write it in the language that Grafana is set to: `1,234`. */
export function numberText(number: number): string {
  return number.toLocaleString(language);
}
