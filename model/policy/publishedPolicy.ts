import { z } from 'zod';
import { policyShape } from './shape';

/**
 * A policy that was checked when it was published, or will be before: its filters are taken as they are. It is read sooner than by
 * `policySchema`, and without all that judges regular expressions.
 */
export const publishedPolicySchema = policyShape(z.string());
