import { z } from 'zod';

/** Values that are never looked at: most of them are secrets, or say how and not what. */
const unread = z.unknown().optional();
const name = z.union([z.string(), z.number().transform(String)]);
const texts = z.array(z.string());
const urls = z.union([z.string().transform((url) => [url]), texts.min(1)], 'a URL, or a list of URLs');

const transport = {
  response_headers: unread,
  retry_status_codes: unread,
  load_balancing_policy: unread,
  discover_backend_ips: unread,
  tls_insecure_skip_verify: unread,
  tls_ca_file: unread,
  tls_cert_file: unread,
  tls_key_file: unread,
  tls_server_name: unread,
};

const routeSchema = z.strictObject({
  ...transport,
  src_paths: texts.optional(),
  src_hosts: unread,
  src_query_args: unread,
  src_headers: unread,
  url_prefix: urls,
  headers: texts.default([]),
  /** The user's when left out. */
  drop_src_path_prefix_parts: z.number().int().min(0).max(64).optional(),
  merge_query_args: unread,
});

/** A user of vmauth's `auth.config`. A key that is not here may well narrow what the user may do. */
export const userSchema = z
  .strictObject({
    ...transport,
    name: name.optional(),
    bearer_token: unread,
    auth_token: unread,
    username: name.optional(),
    password: unread,
    url_prefix: urls.optional(),
    url_map: z.array(routeSchema).optional(),
    headers: texts.default([]),
    drop_src_path_prefix_parts: z.number().int().min(0).max(64).default(0),
    merge_query_args: unread,
    default_url: unread,
    max_concurrent_requests: z.number().int().min(0).optional(),
    ip_filters: unread,
    metric_labels: unread,
    access_log: unread,
    dump_request_on_errors: unread,
    jwt: unread,
  })
  .refine(
    ({ url_prefix, url_map }) => url_prefix !== undefined || url_map !== undefined,
    'neither url_prefix nor url_map'
  );

export type AuthUser = z.output<typeof userSchema>;
export type AuthRoute = z.output<typeof routeSchema>;
