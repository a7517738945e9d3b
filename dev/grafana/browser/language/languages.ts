/** The languages that the user's menu offers; Grafana has more. */
export const LANGUAGES = [
  { code: 'en-US', name: 'English' },
  { code: 'de-DE', name: 'Deutsch' },
] as const;

/** Makes a language this browser's preference. Grafana, too, loads the page anew for it. */
export function chooseLanguage(code: string): void {
  localStorage.setItem('grafana.language', code);
  const url = new URL(window.location.href);
  url.searchParams.delete('lang');
  window.location.assign(url);
}
