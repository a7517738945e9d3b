import { z } from 'zod';
import type { AccessRequest } from '../decision/decision';
import type { Subject } from '../subject';

/** A request that came, and how often. */
export interface RequestToReplay {
  /** The subject's, to tell subjects apart. */
  key: string;
  subject: Subject;
  request: AccessRequest;
  endpoint: string;
  count: number;
  /** The number of one of them, under which it is found again. */
  requestId?: string;
}

const count = z.number().int().min(0);

/** Requests of one kind to which the same would happen. */
const replayedKindSchema = z.strictObject({
  /** Whether they would be refused, would be let in, or would see more, less or other series; a write goes elsewhere. */
  outcome: z.enum(['refused', 'allowed', 'more', 'less', 'other']),
  access: z.enum(['read', 'write']),
  /** What the requests name. */
  tenant: z.string().nullable(),
  backend: z.string().nullable(),
  endpoint: z.string(),
  /** The code of the refusal that is or would be; null when there is none. */
  reason: z.string().nullable(),
  requests: count,
  /** How many sent them. */
  subjects: count,
  /** The first of them. */
  examples: z.array(
    z.strictObject({ key: z.string(), label: z.string(), issuer: z.string(), kind: z.enum(['user', 'service']) })
  ),
  /** The number of one of the requests. */
  requestId: z.string().nullable(),
  /** For people: one sentence without a full stop. */
  words: z.string(),
});

/** What would have become of requests that came, under another policy. */
export const replaySchema = z.strictObject({
  /** How many came, and to how many of them the same would happen. */
  requests: count,
  same: count,
  /** How many would be refused, would be let in, or would see more, less or other series. */
  refused: count,
  allowed: count,
  more: count,
  less: count,
  other: count,
  /** Refused ones first, then by number. */
  kinds: z.array(replayedKindSchema),
  /** How many kinds are left out. */
  leftOut: count,
});

export type Replay = z.output<typeof replaySchema>;
export type ReplayedKind = z.output<typeof replayedKindSchema>;
