import type { BootData } from './bootData';

/** The page that every path of the application answers; theme and language are chosen before the first script runs. */
export function indexPage(data: BootData): string {
  // A "<" inside the JSON could end the script element early.
  const json = JSON.stringify(data).replace(/</g, '\\u003c');
  return `<!doctype html>
<html lang="en-US">
<head>
<base href="/">
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Grafana (emulated)</title>
<link rel="icon" href="data:,">
<style>body { margin: 0; }</style>
</head>
<body>
<div id="reactRoot"></div>
<script>
window.grafanaBootData = ${json};
window.__grafana_public_path__ = '/public/';
(() => {
  const asked = new URLSearchParams(location.search);
  const theme = asked.get('theme') ?? localStorage.getItem('grafana.theme') ?? 'dark';
  window.grafanaBootData.user.theme = theme;
  window.grafanaBootData.user.lightTheme = theme === 'light';
  const language = asked.get('lang') ?? localStorage.getItem('grafana.language') ?? 'en-US';
  window.grafanaBootData.user.language = language;
  window.grafanaBootData.user.locale = language;
  document.documentElement.lang = language;
  document.documentElement.style.background = theme === 'light' ? '#f4f5f5' : '#111217';
})();
</script>
<script src="/public/host/system.js"></script>
<script src="/public/host/amd.js"></script>
<script type="module" src="/public/host/main.js"></script>
</body>
</html>`;
}
