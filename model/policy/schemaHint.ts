import type { z } from 'zod';
import { listed } from '../words';
import { LIMITS } from './shape';

const LIMIT = 'write a whole number of at least 1, or leave it out for no limit';

/** The way out, by the key at which something does not fit. */
const BY_KEY: Readonly<Record<string, string>> = {
  tenants: `write a list of tenants, at most ${LIMITS.tenants}`,
  mappings: `write a list of mappings, at most ${LIMITS.mappings}`,
  settings: 'write settings such as { severalTenants: federate, approvals: 0 }, or leave them out',
  severalTenants: 'write federate or refuse, or leave it out for federate',
  approvals: 'write 0 or 1, or leave it out for 0',
  name: 'write a name such as acme-developers: at most 63 letters, digits, ".", "_" or "-"',
  title: 'write a title of 1 to 200 characters, or leave it out',
  backend: 'write the name of a backend in gatehouse.yaml',
  account: 'write a whole number from 0 to 4294967295, without quotes',
  project: 'write a whole number from 0 to 4294967295, without quotes, or leave it out for 0',
  org: 'write the org as Mimir knows it, such as payments',
  labels: 'write labels such as { tenant: shop }, or leave them out to make the whole node one tenant',
  limits: 'write limits such as { requestsPerMinute: 600, concurrency: 20, maxRange: 30d }, or leave them out',
  requestsPerMinute: `${LIMIT}; at most 1000000`,
  concurrency: `${LIMIT}; at most 10000`,
  maxRange: 'write a duration such as 12h or 30d, or leave it out for no limit',
  principals: 'write principals such as group:acme-dev, user:alice@example.com or authenticated',
  except: 'write whom to leave out, such as user:mallory@example.com, or leave except out',
  issuers: 'write names of configured issuers, or leave issuers out to mean every one',
  enabled: 'write true or false, without quotes',
  expires: 'write a time such as 2027-01-31T00:00:00Z, or leave it out for no end',
  effect: 'write allow or deny, or leave it out for allow',
  grants:
    'write grants such as { tenant: acme, access: read }; only a deny mapping may leave them out, to deny everything',
  tenant: 'write the name of a tenant of this policy',
  access: 'write read, write or read-write',
  filters: 'write filters such as {team="dev",env=~"aws|gcp"}, or leave filters out to grant the whole tenant',
};

/** The way out of something that the schema refuses: which field, and what to write there. */
export function schemaHint(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    return `correct the spelling of ${listed(issue.keys)}, or remove ${issue.keys.length === 1 ? 'it' : 'them'}`;
  }
  const keys = issue.path.filter((key) => typeof key === 'string');
  // Below labels the key is a label's name, whatever it is called.
  const key = keys.includes('labels') ? 'labels' : keys.at(-1);
  const hint = key === undefined || !Object.hasOwn(BY_KEY, key) ? undefined : BY_KEY[key];
  return hint ?? 'write a policy such as { tenants: [], mappings: [], settings: {} }';
}
