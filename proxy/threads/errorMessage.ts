import { Problem, type ProblemCode, type ProblemMembers } from '../admin/problem';
import { StoreUnavailable } from '../store/storeUnavailable';

/** An error on its way between threads: those that callers tell apart keep their kind, of others the text is left. */
export type ErrorMessage =
  | {
      readonly kind: 'problem';
      readonly code: ProblemCode;
      readonly detail: string;
      readonly members: ProblemMembers;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'store-unavailable'; readonly message: string; readonly uncertain: boolean }
  | { readonly kind: 'other'; readonly message: string; readonly stack: string | undefined };

export function toErrorMessage(error: unknown): ErrorMessage {
  if (error instanceof Problem) {
    const { code, detail, members, headers } = error;
    return { kind: 'problem', code, detail, members, headers };
  }
  if (error instanceof StoreUnavailable) {
    return { kind: 'store-unavailable', message: error.message, uncertain: error.uncertain };
  }
  return error instanceof Error
    ? { kind: 'other', message: error.message, stack: error.stack }
    : { kind: 'other', message: String(error), stack: undefined };
}

export function toError(message: ErrorMessage): Error {
  switch (message.kind) {
    case 'problem':
      return new Problem(message.code, message.detail, message.members, message.headers);
    case 'store-unavailable':
      return new StoreUnavailable(message.message, { uncertain: message.uncertain });
    case 'other': {
      const error = new Error(message.message);
      error.stack = message.stack;
      return error;
    }
  }
}
