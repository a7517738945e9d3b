import { nameSchema, parseDuration } from '@gatehouse/model';
import { z } from 'zod';

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

const claimsSchema = z
  .object({
    id: claimPath.default('sub'),
    email: claimPath.default('email'),
    emailVerified: claimPath.default('email_verified'),
    name: claimPath.default('name'),
    groups: claimPath.default('groups'),
  })
  .catchall(claimPath);

const issuerSchema = z.strictObject({
  name: nameSchema,
  /** Exactly what tokens carry as `iss`; discovery is asked below it. */
  issuer: httpUrlKeepingSlash(),
  audience: z
    .array(z.string().min(1).max(512))
    .min(1, 'name at least one audience: a token for anybody is a token for nobody'),
  tokenHeaders: z
    .array(
      z
        .string()
        .toLowerCase()
        .regex(/^[a-z0-9-]{1,64}$/, 'the name of a header')
    )
    .min(1)
    .default(['authorization', 'x-id-token']),
  claims: claimsSchema.prefault({}),
});

function httpUrlKeepingSlash() {
  // `iss` is compared character by character, so a trailing slash counts.
  return z
    .string()
    .max(2048)
    .refine(
      (text) => httpUrl.safeParse(text).success,
      'an http:// or https:// URL without query, fragment and credentials'
    );
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

/** The deploy-time configuration, as `gatehouse.yaml` has it after `${ENV}` was expanded. */
export const configSchema = z.strictObject({
  listen: hostPort,
  admin: z
    .strictObject({
      listen: hostPort,
      token: z.string().min(16, 'at least 16 characters').optional(),
      tokenFile: z.string().min(1).optional(),
    })
    .refine(
      ({ token, tokenFile }) => (token === undefined) !== (tokenFile === undefined),
      'set either token or tokenFile'
    ),
  /** How many processes serve the data listener. This version runs one; `auto` leaves the number to Gatehouse. */
  workers: z.union([z.literal('auto'), z.literal(1, 'auto or 1: this version runs one worker')]).default('auto'),
  shutdownTimeout: duration('30s'),
  log: z.strictObject({ level: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info') }).prefault({}),
  issuers: z.array(issuerSchema).min(1, 'name at least one issuer').refine(uniqueNames, 'names must be unique'),
  backends: z.array(backendSchema).min(1, 'name at least one backend').refine(uniqueNames, 'names must be unique'),
  requests: requestsSchema.prefault({}),
  limits: limitsSchema.prefault({}),
  store: z.string().regex(/^sqlite:/, 'sqlite:///absolute/path.db or sqlite:path/beside/this/file.db'),
});

function uniqueNames(list: ReadonlyArray<{ name: string }>): boolean {
  return new Set(list.map(({ name }) => name)).size === list.length;
}

export type Config = z.output<typeof configSchema>;
export type IssuerConfig = Config['issuers'][number];
export type BackendConfig = Config['backends'][number];
