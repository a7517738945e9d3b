import { z } from 'zod';
import { SIGNING_ALGORITHMS } from './signingKeys';

/** How a token is to be made; see `mint`. */
export const mintRequestSchema = z.strictObject({
  /** Merged over alice's claims; null takes a claim away. */
  claims: z.record(z.string(), z.unknown()).optional(),
  /** Merged over the header; null takes a parameter away. */
  header: z.record(z.string(), z.unknown()).optional(),
  /** Whose key signs; the provider's by default. The stranger's has the same `kid` and was never published. */
  key: z.enum(['provider', 'stranger']).optional(),
  /** Which of the provider's RS256 keys signs, also a withdrawn one; the current one by default. */
  kid: z.string().optional(),
  /**
   * RS256 by default. The provider makes and publishes a key of its own for each further algorithm when it is first asked
   * for; that key's `kid` is the algorithm. `hmac-with-public-key` and `none` are attacks.
   */
  signature: z.enum([...SIGNING_ALGORITHMS, 'hmac-with-public-key', 'none']).optional(),
});
export type MintRequest = z.input<typeof mintRequestSchema>;

export const rotateRequestSchema = z.strictObject({
  /** Stops publishing the earlier keys at once. */
  withdraw: z.boolean().default(false),
});
export type RotateRequest = z.input<typeof rotateRequestSchema>;

/** How an endpoint misbehaves: not at all, 503, it never answers, or it always answers this. */
export const misbehaviourSchema = z.union([
  z.enum(['none', 'unavailable', 'silent']),
  z.strictObject({
    status: z.number().default(200),
    contentType: z.string().default('application/json'),
    body: z.string(),
  }),
]);
export const failRequestSchema = z.strictObject({
  discovery: misbehaviourSchema.optional(),
  jwks: misbehaviourSchema.optional(),
  introspection: misbehaviourSchema.optional(),
  userinfo: misbehaviourSchema.optional(),
});
export type FailRequest = z.input<typeof failRequestSchema>;
export type Misbehaviours = Required<z.output<typeof failRequestSchema>>;

/** Keys to publish besides the provider's own, whatever they are. */
export const extraKeysRequestSchema = z.strictObject({ keys: z.array(z.record(z.string(), z.unknown())) });

/** How often an endpoint was asked since the start, misbehaving or not. */
export const countersSchema = z.strictObject({
  discovery: z.number(),
  jwks: z.number(),
  introspection: z.number(),
  userinfo: z.number(),
});
export type Counters = z.output<typeof countersSchema>;

export const readySchema = z.strictObject({ event: z.literal('ready'), issuer: z.string(), control: z.string() });
export const mintedSchema = z.strictObject({ token: z.string() });
export const rotatedSchema = z.strictObject({ kid: z.string() });
