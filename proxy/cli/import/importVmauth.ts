import { type Grant, parsePrincipal, type PolicySurroundings, readVmAccess } from '@gatehouse/model';
import { z } from 'zod';
import type { BackendConfig } from '../../config/schema';
import { PolicyText } from '../../policyFile/policyText';
import { CommandError } from '../commandError';
import { EXIT } from '../exit';
import { type AuthUser, userSchema } from './authConfig';
import { followRequests, type Reach, type RuleName, sampleKey } from './followRequests';
import type { Imported } from './imported';
import { freeName, PolicyDraft } from './policyDraft';
import { readTarget, type Target } from './readTarget';
import type { Acceptable, Remark } from './remark';
import { hasConditions } from './routeRequest';
import { sampleRequests } from './sampleRequests';
import { readSourcePath } from './sourcePath';

export interface VmauthOptions {
  /** Its name, for the remarks. */
  file: string;
  backends: readonly BackendConfig[];
  surroundings: PolicySurroundings;
  /** Principals for users, by the name that vmauth has for them. */
  principals: ReadonlyMap<string, string>;
  accept: ReadonlySet<Acceptable>;
}

const fileSchema = z.strictObject({
  users: z.array(z.unknown()).default([]),
  unauthorized_user: z.unknown().optional(),
});

type Path = ReadonlyArray<string | number>;

/**
 * Makes a policy out of vmauth's `auth.config`. A user gets what every one of their requests would get through vmauth, and
 * nothing else: requests are followed through the rules as vmauth does it, and whatever is not exactly understood is left out.
 *
 * @throws CommandError when the file is no YAML, or no `auth.config`
 * @see https://docs.victoriametrics.com/victoriametrics/vmauth/#auth-config
 */
export function importVmauth(text: string, options: VmauthOptions): Imported {
  const source = new PolicyText(text);
  const [unread] = source.problems;
  if (unread !== undefined) {
    // The reader quotes what it cannot read, and that may be a secret.
    const message = unread.message.replace(/["':][^]*$/, '').trim();
    throw new CommandError(`${options.file}:${unread.line}:${unread.column}: ${message}`, EXIT.misconfigured);
  }
  const parsed = fileSchema.safeParse(source.data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const key = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    const { line, column } = source.placeOf(pathOf(issue), key);
    const what =
      key === undefined
        ? 'this is no auth.config of vmauth'
        : `the key ${key} is not known; it may hold for every user, so nothing is taken`;
    throw new CommandError(`${options.file}:${line}:${column}: ${what}`, EXIT.misconfigured);
  }
  const run = new VmauthImport(source, options);
  if (parsed.data.unauthorized_user !== undefined) {
    run.remark(
      ['unauthorized_user'],
      'anonymous',
      'left-out',
      'requests without credentials are let through by vmauth; Gatehouse refuses them',
      'give whoever sends them a credential, or a login'
    );
  }
  run.addAll(parsed.data.users);
  return { draft: run.draft, remarks: run.remarks, services: run.services };
}

class VmauthImport {
  readonly draft: PolicyDraft;
  readonly remarks: Remark[] = [];
  readonly services: string[] = [];

  /** Names that services of their own may not get: those that somebody was told to become. */
  readonly #reserved: readonly string[];
  /** How many users vmauth has by a name: it tells them apart by their secrets. */
  readonly #namesakes = new Map<string, number>();

  constructor(
    private readonly source: PolicyText,
    private readonly options: VmauthOptions
  ) {
    this.draft = new PolicyDraft(options.surroundings);
    this.#reserved = [...options.principals.values()].map((principal) => principal.replace(/^service:/, ''));
  }

  addAll(users: readonly unknown[]): void {
    for (const user of users) {
      const parsed = userSchema.safeParse(user);
      const known = parsed.success ? knownName(parsed.data) : undefined;
      if (known !== undefined) {
        this.#namesakes.set(known, (this.#namesakes.get(known) ?? 0) + 1);
      }
    }
    users.forEach((user, index) => this.add(user, ['users', index]));
  }

  remark(path: Path, code: Remark['code'], kind: Remark['kind'], message: string, hint: string, key?: string): void {
    const { line, column } = this.source.placeOf(path, key);
    this.remarks.push({ code, kind, file: this.options.file, line, column, path, message, hint });
  }

  add(data: unknown, path: Path): void {
    const leaveOut = (code: Remark['code'], message: string, hint: string, at: Path = path, key?: string) =>
      this.remark(at, code, 'left-out', message, hint, key);
    const parsed = userSchema.safeParse(data);
    if (!parsed.success) {
      parsed.error.issues.slice(0, 5).forEach((issue) => {
        const [key] = issue.code === 'unrecognized_keys' ? issue.keys : [];
        const what =
          key === undefined
            ? 'this is not understood'
            : `the key ${key} is not known, and may narrow what the user may do`;
        leaveOut(
          'not-understood',
          `${what}; the user is left out`,
          'remove it from a copy of the file if it narrows nothing, and import that',
          [...path, ...pathOf(issue)],
          key
        );
      });
      return;
    }
    const user = parsed.data;
    if (user.jwt !== undefined) {
      leaveOut(
        'jwt',
        'users with tokens of an identity provider are left out',
        'make its issuer known in gatehouse.yaml; with trustVmAccess its vm_access claims count as they do for vmauth',
        [...path, 'jwt']
      );
      return;
    }
    if (user.ip_filters !== undefined && !this.options.accept.has('ip-filters')) {
      leaveOut(
        'ip-filters',
        'the user may come from certain addresses only, which a policy cannot say; the user is left out',
        '--accept ip-filters takes such users from every address',
        [...path, 'ip_filters']
      );
      return;
    }
    if (user.default_url !== undefined) {
      leaveOut(
        'default-url',
        'requests that no rule takes go to default_url; Gatehouse refuses them',
        'nothing needs to be done',
        [...path, 'default_url']
      );
    }
    const known = knownName(user);
    if (known !== undefined && this.options.principals.has(known) && (this.#namesakes.get(known) ?? 0) > 1) {
      leaveOut(
        'name-repeated',
        'several users have this name, so that --principal would give to one what another one may; the user is left out',
        'give each user a name of its own in a copy of the file, and import that'
      );
      return;
    }
    const grants = this.#grantsOf(user, path);
    if (grants.length > 0) {
      this.#addMapping(user, path, grants);
    }
  }

  #addMapping(user: AuthUser, path: Path, grants: Grant[]): void {
    const { line } = this.source.placeOf(path);
    const known = knownName(user);
    const principal = this.#principalOf(known, path);
    const limit = user.max_concurrent_requests ?? 0;
    const limits = limit >= 1 && limit <= 10_000 ? { concurrency: limit } : undefined;
    if (limit > 10_000) {
      this.remark(
        [...path, 'max_concurrent_requests'],
        'limit',
        'note',
        'the limit is higher than any of Gatehouse’s and was dropped',
        'limits.concurrencyPerSubject in gatehouse.yaml holds for everybody'
      );
    }
    const comment = `${this.options.file}:${line}: ${known === undefined ? 'a user without a name' : `user ${known}`}`;
    this.draft.addMapping(
      principal.replace(/^[a-z]+:/, ''),
      { principals: [principal], grants, ...(limits && { limits }) },
      comment
    );
  }

  #principalOf(known: string | undefined, path: Path): string {
    const chosen = known === undefined ? undefined : this.options.principals.get(known);
    const parsed = chosen === undefined ? undefined : parsePrincipal(chosen);
    if (parsed !== undefined && 'principal' in parsed) {
      return parsed.principal;
    }
    const name = freeName(known ?? `user-${Number(path.at(-1)) + 1}`, new Set([...this.services, ...this.#reserved]));
    this.services.push(name);
    if (name !== known) {
      this.remark(
        path,
        'name-changed',
        'note',
        `the user ${known === undefined ? 'has no name' : 'has a name that a service cannot have, or that another one has,'} and became service:${name}`,
        `--principal ${known === undefined ? '<name>' : `'${known}'`}=user:… names somebody else`
      );
    }
    return `service:${name}`;
  }

  #grantsOf(user: AuthUser, path: Path): Grant[] {
    const targets = this.#targetsOf(user, path);
    const reaches = followRequests(user, targets);
    this.#remarkOpenTargets(targets, reaches, path);
    return reaches
      .flatMap((reach) => [...this.#grant(reach, 'read', path), ...this.#grant(reach, 'write', path)])
      .reduce<Grant[]>(joinReadAndWrite, []);
  }

  /** The targets of each rule; nothing for a rule that is not understood. */
  #targetsOf(user: AuthUser, path: Path): Map<RuleName, Target[]> {
    const targets = new Map<RuleName, Target[]>();
    const read = (rule: RuleName, urls: readonly string[], headers: readonly string[], at: Path) => {
      const found = urls.map((url) => readTarget(url, headers, this.options.backends));
      const problem = found.find((one) => 'code' in one);
      if (problem !== undefined) {
        this.remark(at, problem.code, 'left-out', problem.message, problem.hint);
      } else {
        targets.set(
          rule,
          found.flatMap((one) => ('code' in one ? [] : [one]))
        );
      }
    };
    user.url_map?.forEach((rule, index) => {
      const at = [...path, 'url_map', index];
      const odd = rule.src_paths?.findIndex((one) => readSourcePath(one) === undefined) ?? -1;
      if (odd >= 0) {
        this.remark(
          [...at, 'src_paths', odd],
          'not-understood',
          'left-out',
          'this regular expression is not understood; this rule and those behind it are left out',
          'write it with plain characters, ".", groups, alternatives and repetitions, and import again'
        );
      } else if (hasConditions(rule)) {
        this.remark(
          at,
          'conditions',
          'left-out',
          'the rule looks at hosts, headers or parameters, which a policy cannot say; it is left out, and so is what it takes from the rules behind it',
          'grant by hand what is meant'
        );
      } else {
        read(index, rule.url_prefix, rule.headers, [...at, 'url_prefix']);
      }
    });
    if (user.url_prefix !== undefined) {
      read('url_prefix', user.url_prefix, user.headers, [...path, 'url_prefix']);
    }
    return targets;
  }

  #remarkOpenTargets(targets: ReadonlyMap<RuleName, Target[]>, reaches: readonly Reach[], path: Path): void {
    for (const [rule, found] of targets) {
      const at = [...path, ...pathOfRule(rule)];
      if (reaches.some(({ rules }) => rules.includes(rule))) {
        continue;
      }
      const [target] = found;
      if (target?.backend.kind === 'victoriametrics-cluster' && !/^\/(?:select|insert)\/[0-9]/.test(target.path)) {
        this.remark(
          at,
          'tenant-open',
          'left-out',
          'the rule leaves the tenant to whoever asks, or names several at once',
          'grant by hand the tenants that are meant'
        );
      } else if (target?.backend.kind === 'mimir' && target.org === undefined) {
        this.remark(
          at,
          'tenant-open',
          'left-out',
          'the rule leaves X-Scope-OrgID to whoever asks',
          'grant by hand the tenants that are meant'
        );
      } else {
        this.remark(
          at,
          'nothing',
          'left-out',
          'the rule leads to nothing that Gatehouse serves, or an earlier rule takes its paths',
          'nothing needs to be done for metrics; other things stay with vmauth'
        );
      }
    }
  }

  #grant(reach: Reach, access: 'read' | 'write', path: Path): Grant[] {
    const { target, place, reached, rules } = reach;
    const at = [...path, ...pathOfRule(rules[0])];
    if (reached[access].size === 0) {
      return [];
    }
    const needed = sampleRequests(target.backend.kind).filter((one) => one.access === access);
    const missing = needed.filter((sample) => !reached[access].has(sampleKey(sample)));
    const most = access === 'read' ? ['/api/v1/query', '/api/v1/query_range'] : ['/api/v1/write'];
    const whole = missing.length === 0;
    if (!whole && (missing.some(({ endpoint }) => most.includes(endpoint)) || !this.options.accept.has('endpoints'))) {
      const names = [...new Set(missing.map(({ endpoint }) => endpoint))];
      this.remark(
        at,
        'endpoints',
        'left-out',
        `vmauth lets the user ${access} by some of the paths only, without ${names.slice(0, 4).join(', ')}${names.length > 4 ? ' and others' : ''}; a grant gives all of them`,
        missing.some(({ endpoint }) => most.includes(endpoint))
          ? 'grant by hand what is meant'
          : `--accept endpoints grants the same series by every path that Gatehouse has`
      );
      return [];
    }
    const { line } = this.source.placeOf(at);
    // Extra filters narrow what is read; to what is written only extra labels are added.
    const claim = {
      ...(target.labels.length > 0 && {
        metrics_extra_labels: target.labels.map(([label, value]) => `${label}=${value}`),
      }),
      ...(access === 'read' && target.filters.length > 0 && { metrics_extra_filters: target.filters }),
    };
    const read = readVmAccess(claim, undefined);
    if ('problem' in read) {
      this.remark(
        at,
        'not-understood',
        'left-out',
        `the labels or filters that the URL adds are not understood: ${read.problem.replaceAll('vm_access', 'the URL')}`,
        'write them as one series selector such as {team="dev"} in a copy of the file, and import that'
      );
      return [];
    }
    const { filters } = read.vmAccess;
    const tenant = this.draft.tenantAt(place, `${this.options.file}:${line}`);
    const grant: Grant = { tenant, access, ...(filters && { filters: [...filters] }) };
    const problem = this.draft.problemOf(grant);
    if (problem !== undefined) {
      this.remark(
        at,
        access === 'write' ? 'write-filter' : 'not-understood',
        'left-out',
        `the policy could not be saved with this: ${problem}`,
        'grant by hand what is meant'
      );
      return [];
    }
    if (!whole) {
      this.remark(
        at,
        'endpoints',
        'note',
        `vmauth lets the user ${access} by some of the paths only; the policy grants the same series by every path`,
        'you accepted it with --accept endpoints'
      );
    }
    return [grant];
  }
}

function pathOfRule(rule: RuleName): Path {
  return rule === 'url_prefix' ? [rule] : ['url_map', rule];
}

/** What vmauth calls a user, if that is known here. */
function knownName({ name, username }: AuthUser): string | undefined {
  return [name, username].find((one) => one !== undefined && !one.includes('%{'));
}

/** One grant for both where the filters are the same. */
function joinReadAndWrite(grants: Grant[], grant: Grant): Grant[] {
  const twin = grants.find(
    (one) =>
      one.tenant === grant.tenant &&
      one.access !== grant.access &&
      one.access !== 'read-write' &&
      JSON.stringify(one.filters) === JSON.stringify(grant.filters)
  );
  return twin === undefined
    ? [...grants, grant]
    : grants.map((one) => (one === twin ? { ...one, access: 'read-write' } : one));
}

function pathOf(issue: z.core.$ZodIssue | undefined): Array<string | number> {
  return (issue?.path ?? []).map((key) => (typeof key === 'symbol' ? String(key) : key));
}
