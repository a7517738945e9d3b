/** What came of asking for a part of a limit. */
export type Taken =
  | {
      taken: true;
      /** Gives it back; called at most once. */
      giveBack: () => void;
    }
  | {
      taken: false;
      /** Milliseconds until it is worth trying again. */
      retryAfter: number;
    };

/** All places are taken, and nobody knows when one is free again. */
export const NEXT_PLACE: Taken = { taken: false, retryAfter: 1000 };

/** Where limits are counted. Keys are short and printable. Neither method waits long, or fails. */
export interface LimitStore {
  /** Counts a request, of which at most `most` may come within a minute. */
  countRequest(key: string, most: number): Promise<Taken>;
  /** Takes one of `most` places. */
  takePlace(key: string, most: number): Promise<Taken>;
  close(): Promise<void>;
}
