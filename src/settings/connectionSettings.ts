import type { AppPluginMeta } from '@grafana/data';
import { t } from '../i18n/t';

/** What Grafana keeps for this app in the clear. The admin token is kept apart, as `secureJsonData.adminToken`. */
export interface ConnectionSettings {
  /** URL of the proxy's admin listener as Grafana's server reaches it, without `/v1` and without a slash at its end. */
  proxyUrl?: string;
  /** URL of the proxy's data listener, likewise: where data sources lead. The Data sources page asks for it. */
  dataUrl?: string;
}

/** Says whether somebody has told the app where the proxy is. */
export function isConnected(meta: AppPluginMeta<ConnectionSettings>): boolean {
  return (meta.jsonData?.proxyUrl ?? '') !== '';
}

/**
 * Reads the admin URL that an administrator typed.
 *
 * Grafana's plugin proxy joins it with `/v1/…`, so a slash at the end is dropped, and a path that already says `/v1` is refused.
 *
 * @returns the URL to keep, or what is wrong with the text and what to do
 */
export function parseProxyUrl(text: string): { url: string } | { problem: string } {
  const trimmed = text.trim();
  if (trimmed === '') {
    return {
      problem: t(
        'settings.url.missing',
        'Enter the URL of the proxy’s admin listener, for example http://gatehouse:8432.'
      ),
    };
  }
  const url = readUrl(trimmed);
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    return {
      problem: t(
        'settings.url.invalid',
        'This is not a URL. It starts with http:// or https://, for example http://gatehouse:8432.'
      ),
    };
  }
  if (url.username !== '' || url.password !== '') {
    return {
      problem: t(
        'settings.url.user',
        'Leave user name and password out of the URL; the admin token below is what the proxy checks.'
      ),
    };
  }
  if (url.search !== '' || url.hash !== '') {
    return { problem: t('settings.url.query', 'Leave out everything from “?” or “#” on.') };
  }
  const path = url.pathname.replace(/\/+$/, '');
  if (/(^|\/)v1$/.test(path)) {
    return { problem: t('settings.url.version', 'Leave out /v1; the app adds it.') };
  }
  return { url: `${url.origin}${path}` };
}

function readUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
