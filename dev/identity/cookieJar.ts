/** The cookies of one browser on one host: as much of RFC 6265 as a login needs. */
export interface CookieJar {
  header(url: URL): string;
  store(url: URL, setCookies: readonly string[]): void;
}

export function createCookieJar(): CookieJar {
  const cookies = new Map<string, { name: string; value: string; path: string }>();
  return {
    header: (url) =>
      [...cookies.values()]
        .filter(({ path }) => url.pathname.startsWith(path))
        .map(({ name, value }) => `${name}=${value}`)
        .join('; '),
    store: (_url, setCookies) => {
      for (const setCookie of setCookies) {
        const [pair = '', ...attributes] = setCookie.split(/;\s*/);
        const separator = pair.indexOf('=');
        const name = pair.slice(0, separator);
        const value = pair.slice(separator + 1);
        const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice('path='.length) ?? '/';
        const key = `${name} ${path}`;
        if (value === '') {
          cookies.delete(key);
        } else {
          cookies.set(key, { name, value, path });
        }
      }
    },
  };
}
