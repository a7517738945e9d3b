import type { BuiltPlugin } from './builtPlugin';
import { manifestSchema } from './manifest';
import type { Rule } from './rule';
import { DOCUMENT_RULES } from './rules/documents';
import { FILE_RULES } from './rules/files';
import { MANIFEST_RULES } from './rules/manifest';
import { SCRIPT_RULES } from './rules/scripts';

/** All rules; `@grafana/plugin-validator` asks most of them of whoever publishes a plugin. */
export const RULES: readonly Rule[] = [...MANIFEST_RULES, ...FILE_RULES, ...DOCUMENT_RULES, ...SCRIPT_RULES];

/** @returns what is wrong with the plugin, each with the name of its rule first */
export function checkPlugin(plugin: BuiltPlugin): string[] {
  const { data: manifest, error } = manifestSchema.safeParse(plugin.manifest);
  if (manifest === undefined) {
    return error.issues.map(({ path, message }) => `manifest-shape: plugin.json: ${path.join('.')}: ${message}`);
  }
  return RULES.flatMap(({ name, check }) => check(plugin, manifest).map((problem) => `${name}: ${problem}`));
}
