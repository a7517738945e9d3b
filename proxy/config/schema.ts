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

const backendSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    name: nameSchema,
    kind: z.literal('victoriametrics-cluster'),
    /** vmselect's URLs. */
    read: urls,
    /** vminsert's URLs; without them nothing can be written. */
    write: urls.optional(),
  }),
  z.strictObject({ name: nameSchema, kind: z.literal('victoriametrics'), url: httpUrl }),
  z.strictObject({ name: nameSchema, kind: z.literal('mimir'), url: httpUrl }),
]);

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
  store: z.string().regex(/^sqlite:/, 'sqlite:///absolute/path.db or sqlite:path/beside/this/file.db'),
});

function uniqueNames(list: ReadonlyArray<{ name: string }>): boolean {
  return new Set(list.map(({ name }) => name)).size === list.length;
}

export type Config = z.output<typeof configSchema>;
export type IssuerConfig = Config['issuers'][number];
export type BackendConfig = Config['backends'][number];
