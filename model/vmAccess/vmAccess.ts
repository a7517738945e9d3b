import type { Access } from '../policy/shape';

/** What a `vm_access` claim gives: one grant, in vmgateway's or vmauth's form. */
export interface VmAccess {
  /** The cluster tenant; undefined when the claim names none, which never means 0:0. */
  tenant: { account: number; project: number } | undefined;
  access: Access;
  /** Canonical filters, ORed, sorted; undefined for the whole tenant. Never an empty list. */
  filters: readonly string[] | undefined;
  /** The backends for which it counts; undefined for all. */
  backends: readonly string[] | undefined;
}
