import type { AppPluginMeta } from '@grafana/data';
import i18next from 'i18next';

/** What Grafana's settings of a plugin say besides `AppPluginMeta`: where the texts of each language are. */
export interface TranslatedMeta extends AppPluginMeta {
  translations?: Readonly<Record<string, string>>;
}

/**
 * Adds the plugin's texts in the user's language before its module is loaded, as Grafana does
 * (public/app/features/plugins/addTranslationsToI18n.ts). A plugin without that language shows its English texts.
 */
export async function addTranslations({ id, translations = {} }: TranslatedMeta): Promise<void> {
  const language = i18next.resolvedLanguage ?? 'en-US';
  const path = translations[language] ?? translations['en-US'];
  if (path === undefined) {
    return;
  }
  const response = await fetch(`/${path}`);
  if (response.ok) {
    i18next.addResourceBundle(language, id, await response.json(), true, false);
  }
}
