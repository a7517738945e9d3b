import type { BuiltPlugin } from './builtPlugin';
import type { Manifest } from './manifest';

/** One rule of Grafana's catalog, or one of ours. */
export interface Rule {
  name: string;
  /** What is wrong, in words; nothing when all is well. */
  check: (plugin: BuiltPlugin, manifest: Manifest) => string[];
}
