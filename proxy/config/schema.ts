import { nameSchema, parseDuration, SERVICE_ISSUER } from '@gatehouse/model';
import { AUDIT_EVENTS, auditEventSchema } from '@gatehouse/model/api';
import { z } from 'zod';
import { ROLES } from '../admin/role';

const ONE_TOKEN = 'set either token or tokenFile';

/** Headers that have a meaning of their own, so that no issuer's token can be in them. */
const CREDENTIAL_HEADERS = new Set(['x-gatehouse-credential', 'x-gatehouse-tenant', 'cookie', 'host', 'fromalert']);

const hostPort = z.string().transform((text, context) => {
  const [, host = '', port = ''] = /^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]*):([0-9]{1,5})$/.exec(text) ?? [];
  if (port === '' || Number(port) > 65_535) {
    context.addIssue({ code: 'custom', message: 'an address and a port, such as 0.0.0.0:8431' });
    return z.NEVER;
  }
  return { host: host === '' ? '0.0.0.0' : host.replace(/^\[|\]$/g, ''), port: Number(port) };
});

const httpUrl = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain = url !== undefined && url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  if (!plain || !['http:', 'https:'].includes(url.protocol)) {
    context.addIssue({ code: 'custom', message: 'an http:// or https:// URL without query, fragment and credentials' });
    return z.NEVER;
  }
  return text.replace(/\/+$/, '');
});

const duration = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text, context) => {
      const milliseconds = parseDuration(text);
      if (milliseconds === undefined) {
        context.addIssue({ code: 'custom', message: 'a duration such as 30s or 5m' });
        return z.NEVER;
      }
      return milliseconds;
    });

const claimPath = z.string().min(1).max(256);

/** One dotted path, or several that are read one after the other. */
const claimPaths = z
  .union([claimPath.transform((path) => [path]), z.array(claimPath).min(1).max(16)], 'a path, or a list of paths')
  .transform((paths): readonly string[] => paths);

const claimsSchema = z
  .object({
    id: claimPath.default('sub'),
    email: claimPath.default('email'),
    emailVerified: claimPath.default('email_verified'),
    name: claimPath.default('name'),
    groups: claimPaths.prefault('groups'),
  })
  .catchall(claimPaths)
  .superRefine((claims, context) => {
    // `claim:a=b=c` would name the value b=c of the claim a, and the value c of a claim a=b.
    for (const key of Object.keys(claims).filter((one) => !/^[A-Za-z0-9_.:/-]+$/.test(one))) {
      const message = 'a name for claim: principals has letters, digits and the characters _ . : / - only';
      context.addIssue({ code: 'custom', path: [key], message });
    }
  });

/** How an issuer's access tokens that are no JSON Web Tokens are asked about. */
const opaqueSchema = z
  .strictObject({
    /** `introspection` is RFC 7662; the userinfo endpoint does not say for whom a token was issued. */
    by: z.enum(['introspection', 'userinfo']),
    /** Discovered when left out. */
    url: endpointUrl().optional(),
    clientId: z.string().min(1).max(512).optional(),
    clientSecret: z.string().min(1).max(2048).optional(),
    clientSecretFile: z.string().min(1).optional(),
    /** How long an answer counts at most. */
    cache: duration('60s').pipe(z.number().max(3_600_000, 'at most 1h: a withdrawn token would count that long')),
  })
  .refine(
    ({ by, clientId, clientSecret, clientSecretFile }) =>
      by === 'introspection'
        ? clientId !== undefined && (clientSecret === undefined) !== (clientSecretFile === undefined)
        : clientId === undefined && clientSecret === undefined && clientSecretFile === undefined,
    'introspection needs clientId and either clientSecret or clientSecretFile; userinfo takes none of them'
  );

const GRAFANA_KEYS_PATH = '/api/signing-keys/keys';

const issuerSchema = z
  .strictObject({
    name: nameSchema.refine(
      (name) => name !== SERVICE_ISSUER,
      `${SERVICE_ISSUER} is the issuer of its own credentials`
    ),
    /** `grafana`: what Grafana itself signs as X-Grafana-Id. */
    kind: z.enum(['oidc', 'grafana']).default('oidc'),
    /** Exactly what tokens carry as `iss`; discovery is asked below it. For Grafana its root URL, with or without a slash. */
    issuer: z
      .string()
      .max(2048)
      .regex(/^[!-~]+$/, 'the text that tokens carry as "iss", without spaces'),
    /** Where the keys are, instead of discovery: a JSON Web Key Set by HTTP or in a file, or PEM files. */
    jwksUrl: endpointUrl().optional(),
    jwksFile: z.string().min(1).optional(),
    publicKeyFiles: z.array(z.string().min(1)).min(1).max(32).optional(),
    audience: z.array(z.string().min(1).max(512)).max(64).optional(),
    /** Clients (`azp`) whose tokens are taken whatever their audience is. */
    authorizedParties: z.array(z.string().min(1).max(512)).max(64).default([]),
    tokenHeaders: z
      .array(
        z
          .string()
          .toLowerCase()
          .regex(/^[a-z0-9-]{1,64}$/, 'the name of a header')
          .refine((header) => !CREDENTIAL_HEADERS.has(header), 'this header is never looked at for tokens')
      )
      .min(1)
      .max(16)
      .optional(),
    claims: claimsSchema.prefault({}),
    /** Splits a group claim that is one text; without it the text is one group. */
    groupSeparator: z.string().min(1).max(4).optional(),
    /** True when addresses about which the issuer says nothing count as verified. */
    assumeEmailVerified: z.boolean().default(false),
    /** True when its tokens count only where no token of another configured issuer came. */
    fallback: z.boolean().optional(),
    /** Whether `vm_access` claims count, and for which backends. */
    trustVmAccess: z.union([z.boolean(), z.array(nameSchema).min(1).max(32)]).default(false),
    opaque: opaqueSchema.optional(),
  })
  .transform(({ kind, jwksUrl, ...issuer }, context) => {
    const own = [jwksUrl, issuer.jwksFile, issuer.publicKeyFiles].filter((place) => place !== undefined);
    const audience = issuer.audience ?? (kind === 'grafana' ? ['org:1'] : []);
    const discovers = own.length === 0 || (issuer.opaque !== undefined && issuer.opaque.url === undefined);
    if (discovers && !isPlainUrl(issuer.issuer)) {
      const message =
        'an http:// or https:// URL without query, fragment and credentials; another text needs jwksUrl, jwksFile or publicKeyFiles, for nothing can be discovered there';
      context.addIssue({ code: 'custom', path: ['issuer'], message });
    }
    if (kind === 'grafana' && issuer.opaque !== undefined) {
      const message = 'what Grafana signs is always a JSON Web Token; an identity provider is an issuer of its own';
      context.addIssue({ code: 'custom', path: ['opaque'], message });
    }
    if (own.length > 1) {
      context.addIssue({ code: 'custom', message: 'name one place of keys: jwksUrl, jwksFile or publicKeyFiles' });
    }
    if (audience.length === 0 && issuer.authorizedParties.length === 0) {
      context.addIssue({
        code: 'custom',
        path: issuer.audience === undefined ? [] : ['audience'],
        message: 'name at least one audience (or authorized party): a token for anybody is a token for nobody',
      });
    }
    const grafanaKeys =
      kind === 'grafana' && own.length === 0 ? issuer.issuer.replace(/\/$/, '') + GRAFANA_KEYS_PATH : undefined;
    return {
      ...issuer,
      kind,
      audience,
      jwksUrl: jwksUrl ?? grafanaKeys,
      tokenHeaders: issuer.tokenHeaders ?? (kind === 'grafana' ? ['x-grafana-id'] : ['authorization', 'x-id-token']),
      fallback: issuer.fallback ?? kind === 'grafana',
    };
  });

const issuersSchema = z
  .array(issuerSchema)
  .min(1, 'name at least one issuer')
  .max(32)
  .refine(uniqueNames, 'names must be unique')
  .superRefine((issuers, context) => {
    issuers.forEach((issuer, index) => {
      const twin = issuers.slice(0, index).find((other) => sameIssuer(other.issuer, issuer.issuer));
      if (twin !== undefined) {
        const message = `${twin.name} has this issuer already; give one entry both audiences`;
        context.addIssue({ code: 'custom', path: [index, 'issuer'], message });
      }
      const rival = issuers
        .slice(0, index)
        .find(
          (other) =>
            other.opaque !== undefined &&
            issuer.opaque !== undefined &&
            other.tokenHeaders.some((header) => issuer.tokenHeaders.includes(header))
        );
      if (rival !== undefined) {
        const message = `${rival.name} takes opaque tokens from the same header, and such a token does not say whose it is; it would be shown to both`;
        context.addIssue({ code: 'custom', path: [index, 'opaque'], message });
      }
    });
  });

function sameIssuer(a: string, b: string): boolean {
  return a.replace(/\/$/, '') === b.replace(/\/$/, '');
}

/** What is remembered of those who came, for the pages' suggestions. Never a token. */
const seenSubjectsSchema = z.strictObject({
  /** Forgotten when they did not come for so long. */
  keep: duration('30d'),
  /** The most of them; beyond that those who came longest ago are forgotten. 0 remembers nobody. */
  most: z.number().int().min(0).max(100_000).default(10_000),
  groups: z.boolean().default(true),
  /** The further claims that are kept, by the names in `issuers[].claims`. */
  claims: z.array(z.string().min(1).max(256)).max(64).default([]),
});

/** What is kept of requests: refusals one by one, the others counted. Never what was asked for. */
const activitySchema = z.strictObject({
  /** Forgotten after so long. */
  keep: duration('7d'),
  /** The most refusals; as many counts besides. Beyond that the oldest are forgotten. 0 keeps nothing. */
  most: z.number().int().min(0).max(10_000_000).default(100_000),
  /** What this process is called in them; its host's name when left out. */
  replica: z.string().min(1).max(128).optional(),
});

/** What is done with the audit beside keeping it. */
const auditSchema = z.strictObject({
  /** Each change is sent there, signed with the secret in the file. */
  webhook: z
    .strictObject({
      url: endpointUrl(),
      secretFile: z.string().min(1),
      /** The kinds of changes that are sent; all when left out. */
      events: z.array(auditEventSchema).min(1).max(AUDIT_EVENTS.length).optional(),
    })
    .optional(),
});

// `iss` is compared character by character, so a trailing slash counts and stays.
function isPlainUrl(text: string): boolean {
  return httpUrl.safeParse(text).success;
}

/** As providers give them, perhaps with a query; a name and password belong into fields of their own. */
function endpointUrl() {
  return z
    .string()
    .max(2048)
    .refine((text) => {
      const url = URL.canParse(text) ? new URL(text) : undefined;
      return url !== undefined && /^https?:$/.test(url.protocol) && url.username + url.password + url.hash === '';
    }, 'an http:// or https:// URL without fragment and credentials');
}

const urls = z.array(httpUrl).min(1).max(32);
const oneOrMoreUrls = z.union([httpUrl.transform((url) => [url]), urls]);

const backendBase = {
  name: nameSchema,
  /** Longest time for an answer, all attempts together; for exports and writes the longest pause. */
  timeout: duration('2m'),
  /** Where the OpenTSDB HTTP protocol is taken: VictoriaMetrics serves it on an address of its own. */
  opentsdb: oneOrMoreUrls.default([]),
  /**
   * What counts when a backend does not tell its version and flags: `probed` refuses what could be unsafe then, `vouched`
   * takes the operator's word for it.
   */
  safety: z.enum(['probed', 'vouched']).default('probed'),
};

const clusterBackendSchema = z.strictObject({
  ...backendBase,
  kind: z.literal('victoriametrics-cluster'),
  /** vmselect's URLs. */
  read: urls,
  /** vminsert's URLs; without them nothing can be written. */
  write: urls.default([]),
  /** True when everybody who reads a whole tenant may see all rules and alerts of the vmalert behind vmselect. */
  sharedRules: z.boolean().default(false),
});

const singleBackendSchema = z
  .strictObject({
    ...backendBase,
    kind: z.literal('victoriametrics'),
    /** Nodes with the same data, any of which may answer. */
    url: oneOrMoreUrls,
    /** Where samples are written; the only URL when left out. With several URLs and no `write`, nothing can be written. */
    write: oneOrMoreUrls.optional(),
  })
  .transform(({ url, write, ...rest }) => ({
    ...rest,
    read: url,
    write: write ?? (url.length === 1 ? url : []),
    sharedRules: false,
  }));

const mimirBackendSchema = z
  .strictObject({ ...backendBase, kind: z.literal('mimir'), url: oneOrMoreUrls })
  .transform(({ url, ...rest }) => ({ ...rest, read: url, write: url, sharedRules: false }));

/** One backend, brought into one shape for every kind: where to read, where to write. */
export const backendSchema = z.discriminatedUnion('kind', [
  clusterBackendSchema,
  singleBackendSchema,
  mimirBackendSchema,
]);

const bytes = (fallback: number, least: number, most: number) =>
  z
    .number(`a whole number of bytes from ${least} to ${most}`)
    .int(`a whole number of bytes from ${least} to ${most}`)
    .min(least, `a whole number of bytes from ${least} to ${most}`)
    .max(most, `a whole number of bytes from ${least} to ${most}`)
    .default(fallback);

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** How large and how slow a request on the data listener may be. Sizes in bytes, as they come over the wire. */
export const requestsSchema = z.strictObject({
  headerBytes: bytes(64 * KIB, 8 * KIB, MIB),
  formBytes: bytes(MIB, KIB, 64 * MIB),
  writeBytes: bytes(256 * MIB, KIB, 64 * GIB),
  /** Longest time for the headers and the form of a query to arrive. */
  arrivalTimeout: duration('60s'),
  /** Longest pause of a client that sends a write or takes an answer. */
  stallTimeout: duration('30s'),
});

/** A host, perhaps a user's name and password, a port and a database; options of the client are not the operator's to set. */
const REDIS_URL = /^rediss?:\/\/[^\s/?#]+(?:\/[0-9]{1,5})?$/;

/** What limits are counted in, and the limit that holds for everybody. */
export const limitsSchema = z.strictObject({
  /** `memory` counts in each process; Redis or Valkey counts for all replicas together. */
  store: z
    .union([
      z.literal('memory'),
      z.string().refine((text) => REDIS_URL.test(text) && URL.canParse(text), 'memory, or redis://host:6379/0'),
    ])
    .default('memory'),
  /** A file with Redis' password, unless the URL has it. */
  passwordFile: z.string().min(1).optional(),
  /** As many requests of one subject run at a time in one process, whatever its grants allow. */
  concurrencyPerSubject: z.number().int().min(1).max(10_000).default(64),
});

const adminToken = {
  token: z.string().min(16, 'at least 16 characters').regex(/^\S*$/, 'no white space').optional(),
  /** Read again when it changes. */
  tokenFile: z.string().min(1).optional(),
};

/** Who may change what. */
const adminSchema = z
  .strictObject({
    listen: hostPort,
    /** One token that may do everything, and is called `default`. */
    ...adminToken,
    tokens: z
      .array(
        z
          .strictObject({ name: nameSchema, role: z.enum(ROLES), ...adminToken })
          .refine(({ token, tokenFile }) => (token === undefined) !== (tokenFile === undefined), ONE_TOKEN)
      )
      .max(100)
      .refine(uniqueNames, 'names must be unique')
      .default([]),
  })
  .superRefine(({ token, tokenFile, tokens }, context) => {
    const unnamed = [token, tokenFile].filter((one) => one !== undefined).length;
    if (unnamed > 1) {
      context.addIssue({ code: 'custom', message: ONE_TOKEN });
    } else if (unnamed + tokens.length === 0) {
      context.addIssue({ code: 'custom', message: 'set either token or tokenFile, or name tokens' });
    }
    const taken = unnamed === 0 ? -1 : tokens.findIndex(({ name }) => name === 'default');
    if (taken >= 0) {
      const message = 'admin.token or admin.tokenFile is called default';
      context.addIssue({ code: 'custom', path: ['tokens', taken, 'name'], message });
    }
  });

const configShape = z.strictObject({
  listen: hostPort,
  admin: adminSchema,
  /** How many processes serve the data listener. This version runs one; `auto` leaves the number to Gatehouse. */
  workers: z.union([z.literal('auto'), z.literal(1, 'auto or 1: this version runs one worker')]).default('auto'),
  shutdownTimeout: duration('30s'),
  log: z.strictObject({ level: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info') }).prefault({}),
  issuers: issuersSchema,
  backends: z.array(backendSchema).min(1, 'name at least one backend').refine(uniqueNames, 'names must be unique'),
  requests: requestsSchema.prefault({}),
  limits: limitsSchema.prefault({}),
  seenSubjects: seenSubjectsSchema.prefault({}),
  activity: activitySchema.prefault({}),
  audit: auditSchema.prefault({}),
  /** A file with the policy, which is the only one then; the API changes none. */
  policyFile: z.string().min(1).optional(),
  store: z
    .string()
    .regex(
      /^(sqlite:|postgres(ql)?:\/\/)/,
      'sqlite:///absolute/path.db, sqlite:path/beside/this/file.db or postgres://user@host:5432/database'
    ),
  /** A file with PostgreSQL's password, unless the URL has it; read at each connection. */
  storePasswordFile: z.string().min(1).optional(),
});

/** The deploy-time configuration, as `gatehouse.yaml` has it after `${ENV}` was expanded. */
export const configSchema = configShape.superRefine(({ issuers, backends }, context) => {
  const names = backends.map(({ name }) => name);
  issuers.forEach(({ trustVmAccess }, index) => {
    const trusted = Array.isArray(trustVmAccess) ? trustVmAccess : [];
    trusted.forEach((name, position) => {
      if (!names.includes(name)) {
        const message = `there is no backend ${name}; the configuration has: ${names.join(', ')}`;
        context.addIssue({ code: 'custom', path: ['issuers', index, 'trustVmAccess', position], message });
      }
    });
  });
});

function uniqueNames(list: ReadonlyArray<{ name: string }>): boolean {
  return new Set(list.map(({ name }) => name)).size === list.length;
}

export type Config = z.output<typeof configSchema>;
export type IssuerConfig = Config['issuers'][number];
export type BackendConfig = Config['backends'][number];
