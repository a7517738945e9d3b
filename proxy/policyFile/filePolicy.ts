import type { Policy } from '@gatehouse/model';
import type { PlacedFinding } from './readPolicyFile';

/** What the policy's file was found to hold. */
export type FilePolicy =
  /** What is wrong with it; at least one thing. */
  | { problems: readonly PlacedFinding[] }
  | {
      problems?: undefined;
      settings: Policy['settings'];
      tenants: number;
      mappings: number;
      /** How many there are. */
      warnings: number;
      /** The same for the same policy, however it is written. */
      fingerprint: string;
      /** The policy as JSON. */
      document: Uint8Array;
    };
