import type { BackendConfig } from '../../config/schema';
import type { RemarkCode } from './remark';

/** Where a rule of vmauth leads: a URL of a backend, what is fixed below it, and what is added to each request. */
export interface Target {
  backend: BackendConfig;
  /** Whether the backend is read, written or both at that URL. */
  reads: boolean;
  writes: boolean;
  /** The path below the backend's URL; without a slash at the end. */
  path: string;
  labels: ReadonlyArray<readonly [label: string, value: string]>;
  filters: readonly string[];
  /** Mimir's tenant, from the headers. */
  org: string | undefined;
}

/** Why a rule is not carried over. */
export interface TargetProblem {
  code: RemarkCode;
  message: string;
  hint: string;
}

/** Headers by which a backend, or a proxy before it, chooses tenants or narrows queries. */
const TENANT_HEADERS = new Set(['accountid', 'projectid', 'x-scope-orgid', 'x-prom-label-policy', 'thanos-tenant']);

/**
 * Reads where a rule leads.
 *
 * @param url one of its `url_prefix`
 * @param headers what it sets, as `Name: value`
 * @returns the target, or why it is not understood; never a part of the URL that may be a secret
 */
export function readTarget(
  url: string,
  headers: readonly string[],
  backends: readonly BackendConfig[]
): Target | TargetProblem {
  if ([url, ...headers].some((text) => text.includes('%{'))) {
    return {
      code: 'variable',
      message: 'the URL or a header holds a variable of the environment, %{…}',
      hint: 'put the value into a copy of the file and import that',
    };
  }
  // vmauth joins paths as they are, and a URL is read here as browsers do.
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol) || /[\\%]|\/\/|\/\.\.?(?:\/|$)/.test(pathOf(url))) {
    return {
      code: 'not-understood',
      message: 'the URL is no plain http:// or https:// URL',
      hint: 'write it without encoded characters and dots in its path, and import again',
    };
  }
  const place = findBackend(parsed, backends);
  if (place === undefined) {
    return {
      code: 'backend-unknown',
      message: `no backend, or several, of the configuration have the address ${parsed.origin}`,
      hint: 'add it to the backends in gatehouse.yaml if it is VictoriaMetrics or Mimir; other programs stay with vmauth',
    };
  }
  const added = readParameters(parsed.searchParams);
  if ('code' in added) {
    return added;
  }
  const org = readHeaders(headers, place.backend);
  if (org !== undefined && typeof org !== 'string') {
    return org;
  }
  if (place.backend.kind === 'mimir' && (added.labels.length > 0 || added.filters.length > 0)) {
    return {
      code: 'parameters',
      message: 'the URL adds labels or filters to requests of Mimir, which does not look at them',
      hint: 'remove them from a copy of the file if the whole tenant is meant, and import that',
    };
  }
  return { ...place, ...added, org };
}

function pathOf(url: string): string {
  return url.replace(/^[A-Za-z]+:\/\/[^/?#]*/, '').replace(/[?#].*$/s, '');
}

function findBackend(
  url: URL,
  backends: readonly BackendConfig[]
): Pick<Target, 'backend' | 'reads' | 'writes' | 'path'> | undefined {
  const path = url.pathname.replace(/\/+$/, '');
  const found = backends.flatMap((backend) => {
    const below = (bases: readonly string[]) =>
      bases.flatMap((base) => {
        const known = new URL(base);
        const prefix = known.pathname.replace(/\/+$/, '');
        return known.origin === url.origin && (path === prefix || path.startsWith(`${prefix}/`))
          ? [path.slice(prefix.length)]
          : [];
      });
    const [read, write] = [below(backend.read), below(backend.write)];
    const [rest] = [...read, ...write];
    return rest === undefined ? [] : [{ backend, reads: read.length > 0, writes: write.length > 0, path: rest }];
  });
  return found.length === 1 ? found[0] : undefined;
}

function readParameters(parameters: URLSearchParams): Pick<Target, 'labels' | 'filters'> | TargetProblem {
  const labels: Array<readonly [string, string]> = [];
  const filters: string[] = [];
  for (const [name, value] of parameters) {
    const equals = value.indexOf('=');
    if (name === 'extra_label' && equals > 0) {
      labels.push([value.slice(0, equals), value.slice(equals + 1)]);
    } else if ((name === 'extra_filters' || name === 'extra_filters[]') && value !== '') {
      filters.push(value);
    } else if (name !== 'nocache') {
      return {
        code: 'parameters',
        message: `the URL adds the parameter ${/^[A-Za-z_[\]]{1,40}$/.test(name) ? name : '(unreadable)'} to every request, which a policy cannot say`,
        hint: 'remove it from a copy of the file if it does not narrow anything, and import that',
      };
    }
  }
  return { labels, filters };
}

function readHeaders(headers: readonly string[], { kind }: BackendConfig): string | undefined | TargetProblem {
  const read = headers.map((header) => {
    const colon = header.indexOf(':');
    return { name: header.slice(0, Math.max(colon, 0)).trim().toLowerCase(), value: header.slice(colon + 1).trim() };
  });
  const chosen = read.filter(({ name }) => TENANT_HEADERS.has(name));
  const [org] = chosen;
  if (kind !== 'mimir' && org !== undefined) {
    return {
      code: 'tenant-header',
      message: `the header ${org.name} is set, by which some versions choose a tenant and others do not`,
      hint: 'name the tenant in the path, /select/<account>:<project>/, in a copy of the file, and import that',
    };
  }
  if (
    kind === 'mimir' &&
    (chosen.length > 1 || (org !== undefined && (org.name !== 'x-scope-orgid' || org.value.includes('|'))))
  ) {
    return {
      code: 'tenant-header',
      message: 'the headers do not name exactly one tenant of Mimir',
      hint: 'give each tenant a rule of its own with one X-Scope-OrgID in a copy of the file, and import that',
    };
  }
  return org?.value;
}
