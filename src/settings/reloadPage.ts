/** Loads the page anew, so that Grafana hands the saved settings to the app. */
export function reloadPage(): void {
  window.location.reload();
}
