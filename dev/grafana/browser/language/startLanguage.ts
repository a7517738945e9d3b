import { initPluginTranslations } from '@grafana/i18n';
import { config } from '@grafana/runtime';
import i18next from 'i18next';

const FALLBACK = 'en-US';
const OWN_NAMESPACE = 'grafana';

/**
 * Starts the i18next that Grafana shares with its plugins, in the user's language, as Grafana's `initializeI18n` does. Grafana's own
 * texts stay English here; but without any text in a language, that language would not count as one.
 */
export async function startLanguage(): Promise<void> {
  const { language } = config.bootData.user;
  await i18next.init({
    lng: language,
    fallbackLng: FALLBACK,
    resources: { [language]: { [OWN_NAMESPACE]: { emulated: language } } },
    returnEmptyString: false,
    partialBundledLanguages: true,
    ns: [OWN_NAMESPACE],
    defaultNS: OWN_NAMESPACE,
  });
  // Gives @grafana/ui, which shares the package, that instance.
  await initPluginTranslations(OWN_NAMESPACE);
}
