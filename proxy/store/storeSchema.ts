/** The tables of a store, the same in SQLite and in PostgreSQL. Truth is 1 or 0, JSON is text. */
export interface StoreSchema {
  revisions: {
    number: number;
    /** Milliseconds since the epoch. */
    created_at: number;
    author: string;
    comment: string;
    /** The policy as JSON. */
    policy: string;
  };
  /** One row for each revision, written before it. */
  revision_facts: {
    number: number;
    /** How the author's name is known: `by` of an `Actor`. */
    author_by: string;
    author_token: string | null;
    /** An `Actor` as JSON. */
    approved_by: string | null;
    restored_from: number | null;
    /** How many the policy has. */
    tenants: number;
    mappings: number;
  };
  /** Machines' credentials, those that ended lately included. */
  credentials: {
    id: string;
    /** Of the service that it names. */
    name: string;
    comment: string;
    /** The first characters of the secret. */
    prefix: string;
    /** SHA-256 of the secret, which is kept nowhere. */
    hash: string;
    /** Milliseconds since the epoch, like all times here. */
    created_at: number;
    created_by: string;
    expires_at: number | null;
    revoked_at: number | null;
    revoked_by: string | null;
    /** The id of the one that a rotation made in its place. */
    replaced_by: string | null;
    last_used_at: number | null;
  };
  /** One row, which every change of a credential changes; use does not. */
  credential_version: {
    only: number;
    /** Counts changes from 0. */
    number: number;
    /** Random, so that another history with as many changes is told apart. */
    stamp: string;
  };
  /** Who came, as far as the configuration lets it be remembered. */
  seen_subjects: {
    key: string;
    issuer: string;
    kind: string;
    first_seen: number;
    last_seen: number;
    visits: number;
    /** 1 when something was too long or too much to keep, else 0. */
    shortened: number;
    /** What is searched, in lower case. */
    search: string;
    /** Id, address, name, groups and claims as JSON. */
    profile: string;
  };
  /** What was refused lately. */
  refusals: {
    request_id: string;
    at: number;
    replica: string;
    /** Empty when nobody is known to have asked. */
    subject_key: string;
    code: string;
    reason: string;
    endpoint: string;
    /** Each between two line ends. */
    tenants: string;
    /** What is searched, in lower case. */
    search: string;
    /** How many more like it came and were only counted. */
    repeated: number;
    /** A `RefusedRequest` as JSON. */
    document: string;
  };
  /** What was asked for lately, counted. */
  activity_requests: {
    bucket: number;
    replica: string;
    subject_key: string;
    access: string;
    tenant: string;
    backend: string;
    endpoint: string;
    outcome: string;
    count: number;
    last_at: number;
    /** The number of one of them. */
    sample_id: string;
    /** What is searched, in lower case. */
    search: string;
    /** A `SampledRequest` as JSON. */
    sample: string;
  };
  /** The same by outcome and tenant, for charts. */
  activity_series: {
    bucket: number;
    replica: string;
    tenant: string;
    outcome: string;
    count: number;
  };
  /** Every change, chained by hashes. */
  audit: {
    /** Counts from 1 without gaps. */
    number: number;
    at: number;
    event: string;
    /** An `Actor` as canonical JSON. */
    actor: string;
    /** What was changed: its kind, a colon, and its number, id or key. */
    target: string;
    /** Canonical JSON. */
    details: string;
    previous_hash: string;
    hash: string;
  };
  /** One row: how far the records were sent to the webhook, and which process sends them. */
  audit_webhook: {
    only: number;
    number: number;
    /** Empty when nobody does. */
    holder: string;
    held_until: number;
  };
  /** One row: the latest of the records. Whoever appends one holds it. */
  audit_head: {
    only: number;
    number: number;
    hash: string;
  };
  /** Drafts that wait for a second person, or waited for one. */
  proposals: {
    /** Counts from 1 without gaps. */
    id: number;
    /** The number of the revision that its author saw. */
    base: number;
    comment: string;
    /** An `Actor` as JSON. */
    author: string;
    created_at: number;
    /** How long its policy is. */
    characters: number;
    tenants: number;
    mappings: number;
    restored_from: number | null;
    state: string;
    ended_at: number | null;
    /** An `Actor` as JSON. */
    ended_by: string | null;
    ended_comment: string | null;
    /** The number of the revision that it became. */
    revision: number | null;
  };
  /** Policies of proposals as JSON: of open ones, and of some that ended lately. */
  proposal_policies: {
    id: number;
    policy: string;
  };
}
