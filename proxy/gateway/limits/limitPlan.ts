import { createHash } from 'node:crypto';
import type { Allowed, Limits, Subject } from '@gatehouse/model';
import type { NamedLimit } from './namedLimit';
import { printDuration } from './printDuration';

/** A limit that is used up, and what it is counted under. */
export interface CountedLimit {
  limit: NamedLimit;
  key: string;
  most: number;
}

/** The longest time that a request may reach over. */
export interface RangeBound {
  limit: NamedLimit;
  milliseconds: number;
}

/** All that holds for one subject's requests under one decision, ready to be counted. */
export interface LimitPlan {
  readonly subject: Subject;
  /** The narrowest of all that apply. */
  readonly range: RangeBound | undefined;
  readonly own: readonly CountedLimit[];
  readonly shared: readonly CountedLimit[];
}

/** Works out which limits hold. A subject's reads and writes count apart, because their grants may differ. */
export function planLimits(subject: Subject, decision: Allowed): LimitPlan {
  const tenants = decision.tenants.map(({ tenant }) => tenant.name);
  const own: Scope = { scope: 'subject', name: '', limits: decision.limits };
  const scopes: readonly Scope[] = [own, ...decision.sharedLimits];
  return {
    subject,
    range: scopes.flatMap(rangeOf).reduce<RangeBound | undefined>(narrower, undefined),
    own: counted(own, digest([subject.issuer, subject.id, decision.access, ...tenants])),
    shared: decision.sharedLimits.flatMap((scope) => counted(scope, `${scope.scope}:${scope.name}`)),
  };
}

interface Scope extends Pick<NamedLimit, 'scope' | 'name'> {
  limits: Limits;
}

function counted({ scope, name, limits }: Scope, key: string): CountedLimit[] {
  return (['concurrency', 'requestsPerMinute'] as const).flatMap((kind) => {
    const most = limits[kind];
    return most === undefined ? [] : [{ limit: { scope, name, kind, value: most }, key, most }];
  });
}

function rangeOf({ scope, name, limits: { maxRangeMilliseconds: milliseconds } }: Scope): RangeBound[] {
  return milliseconds === undefined
    ? []
    : [{ limit: { scope, name, kind: 'maxRange', value: printDuration(milliseconds) }, milliseconds }];
}

function narrower(a: RangeBound | undefined, b: RangeBound): RangeBound {
  return a === undefined || b.milliseconds < a.milliseconds ? b : a;
}

/** Short and printable, whatever an issuer puts into ids, and however many tenants there are. */
function digest(parts: readonly string[]): string {
  return `subject:${createHash('sha256').update(JSON.stringify(parts)).digest('base64url')}`;
}
