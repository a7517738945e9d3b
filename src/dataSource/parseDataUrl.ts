import { t } from '../i18n/t';

/** Reads the data listener's URL that somebody typed. @returns the URL without a slash at its end, or what is wrong with it */
export function parseDataUrl(text: string): { url: string } | { problem: string } {
  const url = readUrl(text.trim());
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    return {
      problem: t('dataSource.url.invalid', 'Enter a URL with http:// or https://, for example http://gatehouse:8431.'),
    };
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    return {
      problem: t('dataSource.url.more', 'Leave out user name, password, and everything from “?” or “#” on.'),
    };
  }
  const path = url.pathname.replace(/\/+$/, '');
  if (/\/(backend|tenant)\//.test(path)) {
    return {
      problem: t('dataSource.url.path', 'Leave out /backend/… and /tenant/…: each data source adds its own.'),
    };
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
