import { createCookieJar } from '../../../dev/identity/cookieJar';

/** A page that the browser has come to. */
export interface Page {
  url: URL;
  status: number;
  text: string;
}

/** A browser without a screen that follows redirects and sends HTML forms with what they hide, up to one address. */
export interface FormBrowser {
  /** Goes to an address; a redirect to `end` is where it stops, without asking for it. */
  open(url: string | URL): Promise<Page>;
  /** Fills in the only form of a page and sends it. Throws when the page has no form, or lacks one of the fields. */
  submit(page: Page, typed: Readonly<Record<string, string>>): Promise<Page>;
}

const MAX_REDIRECTS = 10;

/** @param end where the provider sends the browser back to; nothing needs to listen there */
export function createFormBrowser(end: string): FormBrowser {
  const jars = new Map<string, ReturnType<typeof createCookieJar>>();

  const visit = async (start: URL, init: RequestInit = {}): Promise<Page> => {
    let url = start;
    let next = init;
    for (let step = 0; step < MAX_REDIRECTS; step += 1) {
      const jar = jars.get(url.origin) ?? createCookieJar();
      jars.set(url.origin, jar);
      const response = await fetch(url, { ...next, redirect: 'manual', headers: { cookie: jar.header(url) } });
      const text = await response.text();
      jar.store(url, response.headers.getSetCookie());
      const location = response.headers.get('location');
      if (location === null) {
        return { url, status: response.status, text };
      }
      url = new URL(location, url);
      next = {};
      if (url.href.startsWith(end)) {
        return { url, status: response.status, text: '' };
      }
    }
    throw new Error(`more than ${MAX_REDIRECTS} redirects from ${start.href}`);
  };

  return {
    open: (url) => visit(new URL(url)),
    submit: (page, typed) => {
      const [form = ''] = /<form\b[\s\S]*?<\/form>/i.exec(page.text) ?? [];
      const fields = [...form.matchAll(/<(?:input|select|button)\b[^>]*>/gi)].map(([tag]) => tag);
      const names = fields.map((tag) => attribute(tag, 'name'));
      const missing = Object.keys(typed).filter((name) => !names.includes(name));
      if (form === '' || missing.length > 0) {
        throw new Error(`${page.url.href} (${page.status}) has no form with ${missing.join(', ')}`);
      }
      const hidden = fields.flatMap((tag) => {
        const name = attribute(tag, 'name');
        return attribute(tag, 'type') === 'hidden' && name !== undefined ? [[name, attribute(tag, 'value') ?? '']] : [];
      });
      const action = new URL(attribute(form.slice(0, form.indexOf('>') + 1), 'action') ?? '', page.url);
      const body = new URLSearchParams([...hidden, ...Object.entries(typed)]);
      return visit(action, { method: 'POST', body });
    },
  };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', quot: '"', lt: '<', gt: '>', '#39': "'", '#x2F': '/' };

function attribute(tag: string, name: string): string | undefined {
  const [, value] = new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(tag) ?? [];
  return value?.replace(/&(#?\w+);/g, (whole, entity: string) => ENTITIES[entity] ?? whole);
}
