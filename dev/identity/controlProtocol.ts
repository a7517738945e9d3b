import { z } from 'zod';

/** How a token is to be made; see `mint`. */
export const mintRequestSchema = z.strictObject({
  /** Merged over alice's claims; null takes a claim away. */
  claims: z.record(z.string(), z.unknown()).optional(),
  /** Merged over the header; null takes a parameter away. */
  header: z.record(z.string(), z.unknown()).optional(),
  /** Whose key signs; the provider's by default. */
  key: z.enum(['provider', 'stranger']).optional(),
  /** Which of the provider's keys signs, also a withdrawn one; the current one by default. */
  kid: z.string().optional(),
  /** RS256 by default; the others are attacks. */
  signature: z.enum(['rs256', 'hmac-with-public-key', 'none']).optional(),
});
export type MintRequest = z.input<typeof mintRequestSchema>;

export const rotateRequestSchema = z.strictObject({
  /** Stops publishing the earlier keys at once. */
  withdraw: z.boolean().default(false),
});
export type RotateRequest = z.input<typeof rotateRequestSchema>;

/** How an endpoint misbehaves: not at all, 503, or it never answers. */
export const misbehaviourSchema = z.enum(['none', 'unavailable', 'silent']);
export const failRequestSchema = z.strictObject({
  discovery: misbehaviourSchema.optional(),
  jwks: misbehaviourSchema.optional(),
});
export type FailRequest = z.input<typeof failRequestSchema>;

/** Keys to publish besides the provider's own, whatever they are. */
export const extraKeysRequestSchema = z.strictObject({ keys: z.array(z.record(z.string(), z.unknown())) });

/** How often an endpoint was asked since the start, misbehaving or not. */
export const countersSchema = z.strictObject({ discovery: z.number(), jwks: z.number() });
export type Counters = z.output<typeof countersSchema>;

export const readySchema = z.strictObject({ event: z.literal('ready'), issuer: z.string(), control: z.string() });
export const mintedSchema = z.strictObject({ token: z.string() });
export const rotatedSchema = z.strictObject({ kid: z.string() });
