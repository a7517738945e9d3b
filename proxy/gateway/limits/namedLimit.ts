/** Whose limit it is: one subject's own, or one that all users of a tenant, or all whom a mapping lets in, use up together. */
export interface NamedLimit {
  scope: 'subject' | 'tenant' | 'mapping';
  /** The tenant's or the mapping's; '' for the subject. */
  name: string;
  kind: 'requestsPerMinute' | 'concurrency' | 'maxRange';
  value: number | string;
}

/** The value of `X-Gatehouse-Limit`, for example `tenant:acme; concurrency=20`. Names of mappings are the administrator's. */
export function shownLimit({ scope, name, kind, value }: NamedLimit): string {
  return `${scope === 'tenant' ? `tenant:${name}` : scope}; ${kind}=${value}`;
}

/** The same with all names, for the log. */
export function loggedLimit({ scope, name, kind, value }: NamedLimit): string {
  return `limit ${scope === 'subject' ? scope : `${scope}:${name}`}; ${kind}=${value}`;
}

/** Who has set the limit, for people. */
export function setBy({ scope, name }: NamedLimit): string {
  switch (scope) {
    case 'subject':
      return 'your grant';
    case 'tenant':
      return `the tenant ${name}`;
    case 'mapping':
      return 'the mapping that lets you in';
  }
}

/** Who has to keep the limit, for people. */
export function boundBy({ scope, name }: NamedLimit): string {
  switch (scope) {
    case 'subject':
      return 'you';
    case 'tenant':
      return `all users of the tenant ${name} together`;
    case 'mapping':
      return 'all users of the mapping that lets you in together';
  }
}
