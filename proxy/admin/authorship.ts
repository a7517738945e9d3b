import type { Actor } from '../store/actor';

/** What the log says of who made a change. Under `token` alone it would be masked. */
export function authorship({ name, by, token }: Actor): {
  author: string;
  by: Actor['by'];
  adminToken: Actor['token'];
} {
  return { author: name, by, adminToken: token };
}
