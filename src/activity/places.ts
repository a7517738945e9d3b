import { PATHS } from '../constants';

/** Where the app's pages show one thing. */
export const places = {
  mapping: (name: string) => withParameter(PATHS.mappings, 'edit', name),
  tenant: (name: string) => withParameter(PATHS.tenants, 'edit', name),
  revision: (number: number | string) => withParameter(PATHS.history, 'revision', String(number)),
  /** Why a request was refused. */
  refusal: (requestId: string) => withParameter(PATHS.explain, 'refusal', requestId),
  /** What somebody sees, by the key of a seen subject. */
  subject: (key: string) => withParameter(PATHS.explain, 'subject', key),
} as const;

function withParameter(path: string, name: string, value: string): string {
  return `${path}?${new URLSearchParams({ [name]: value })}`;
}
