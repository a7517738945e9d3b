import { z } from 'zod';

const nonEmpty = z.string().trim().min(1);
const roleSchema = z.enum(['Admin', 'Editor', 'Viewer']);

/** What we use of plugin.json (https://grafana.com/developers/plugin-tools/reference/plugin-json), and no other member. */
export const manifestSchema = z.strictObject({
  $schema: z.string().optional(),
  type: z.enum(['app', 'datasource', 'panel']),
  name: nonEmpty,
  id: z.string().regex(/^[0-9a-z]+-[0-9a-z]+-(app|panel|datasource)$/, 'must have the form organization-name-type'),
  preload: z.boolean().optional(),
  buildMode: z.string().optional(),
  languages: z.array(nonEmpty).min(1),
  info: z.strictObject({
    keywords: z.array(nonEmpty).min(1),
    description: nonEmpty,
    author: z.strictObject({ name: nonEmpty, url: z.url().optional() }),
    logos: z.strictObject({ small: nonEmpty, large: nonEmpty }),
    links: z.array(z.strictObject({ name: nonEmpty, url: z.url() })),
    screenshots: z.array(z.strictObject({ name: nonEmpty, path: nonEmpty })),
    version: z.string(),
    updated: z.string(),
    build: z.record(z.string(), z.unknown()).optional(),
  }),
  includes: z.array(
    z.strictObject({
      type: z.enum(['page', 'dashboard']),
      name: nonEmpty,
      path: nonEmpty,
      icon: nonEmpty,
      role: roleSchema,
      addToNav: z.boolean(),
      defaultNav: z.boolean().optional(),
    })
  ),
  routes: z.array(
    z.strictObject({
      path: nonEmpty,
      method: nonEmpty,
      reqRole: roleSchema,
      url: nonEmpty,
      headers: z.array(z.strictObject({ name: nonEmpty, content: nonEmpty })),
    })
  ),
  dependencies: z.strictObject({ grafanaDependency: z.string(), plugins: z.array(z.unknown()) }),
});

export type Manifest = z.output<typeof manifestSchema>;
