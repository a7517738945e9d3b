import type { ErrorMessage } from './errorMessage';

/** One call of a method in another thread. */
export interface CallMessage {
  readonly id: number;
  readonly method: string;
  readonly parameters: readonly unknown[];
}

/** What became of a call. */
export type AnswerMessage =
  { readonly id: number; readonly result: unknown } | { readonly id: number; readonly error: ErrorMessage };

/**
 * The memory of byte arrays that goes over to the other thread instead of being copied: only of those that own it whole. Whoever
 * sends one cannot use it any more.
 */
export function transferred(values: readonly unknown[]): ArrayBuffer[] {
  return values.flatMap((value) =>
    value instanceof Uint8Array && value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength
      ? [value.buffer]
      : []
  );
}
