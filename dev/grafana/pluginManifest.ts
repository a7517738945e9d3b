import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const roleSchema = z.enum(['Admin', 'Editor', 'Viewer']);

const routeSchema = z.object({
  path: z.string(),
  method: z.string().default('*'),
  reqRole: roleSchema.optional(),
  url: z.string(),
  headers: z.array(z.object({ name: z.string(), content: z.string() })).default([]),
});

const includeSchema = z.looseObject({
  type: z.string(),
  name: z.string(),
  path: z.string().optional(),
  icon: z.string().optional(),
  role: roleSchema.default('Viewer'),
  addToNav: z.boolean().default(false),
  defaultNav: z.boolean().default(false),
});

const manifestSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  type: z.literal('app'),
  languages: z.array(z.string()).default([]),
  info: z.looseObject({ version: z.string() }),
  routes: z.array(routeSchema).default([]),
  includes: z.array(includeSchema).default([]),
});

export type PluginRoute = z.infer<typeof routeSchema>;
/** What Grafana reads of an app's `plugin.json`. */
export type PluginManifest = z.infer<typeof manifestSchema>;

/** Reads `plugin.json` of a built plugin. Throws with the file's name when it is absent or not an app plugin's. */
export async function readPluginManifest(pluginDist: string): Promise<PluginManifest> {
  const file = path.join(pluginDist, 'plugin.json');
  try {
    return manifestSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new Error(`${file} is not a built app plugin; run "npm run build:plugin" first`, { cause });
  }
}
