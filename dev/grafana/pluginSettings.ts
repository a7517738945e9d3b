import { Router, json, type Request, type Response } from 'express';
import { z } from 'zod';
import type { PluginSettingsOptions } from './options';
import type { PluginManifest } from './pluginManifest';
import type { TemplateData } from './routeTemplate';
import type { Sessions } from './sessions';
import { hasRole } from './user';

const updateSchema = z.object({
  enabled: z.boolean().optional(),
  pinned: z.boolean().optional(),
  jsonData: z.record(z.string(), z.unknown()).default({}),
  secureJsonData: z.record(z.string(), z.string()).default({}),
});

/** The stored settings of the plugin. Secrets can be used in templates and never read. */
export interface PluginSettings {
  templateData(): TemplateData;
  /** What Grafana answers: the manifest, `jsonData`, and which secrets are set. */
  read(): Record<string, unknown>;
  /** Replaces `jsonData`, adds to the secrets (pkg/services/pluginsintegration/pluginsettings/service). */
  update(update: z.infer<typeof updateSchema>): void;
}

export function createPluginSettings(manifest: PluginManifest, initial?: PluginSettingsOptions): PluginSettings {
  let jsonData: Record<string, unknown> = { ...initial?.jsonData };
  let secureJsonData: Record<string, string> = { ...initial?.secureJsonData };

  return {
    templateData: () => ({ JsonData: jsonData, SecureJsonData: secureJsonData }),
    read: () => ({
      ...manifest,
      enabled: true,
      pinned: true,
      autoEnabled: false,
      module: `public/plugins/${manifest.id}/module.js`,
      baseUrl: `public/plugins/${manifest.id}`,
      translations: Object.fromEntries(
        manifest.languages.map((language) => [
          language,
          `public/plugins/${manifest.id}/locales/${language}/${manifest.id}.json`,
        ])
      ),
      jsonData,
      secureJsonFields: Object.fromEntries(Object.entries(secureJsonData).map(([key, value]) => [key, value !== ''])),
    }),
    update(update) {
      jsonData = update.jsonData;
      secureJsonData = { ...secureJsonData, ...update.secureJsonData };
    },
  };
}

/** `GET` (anybody logged in) and `POST` (administrators) of `/api/plugins/<id>/settings`. */
export function pluginSettingsApi(manifest: PluginManifest, settings: PluginSettings, sessions: Sessions): Router {
  const router = Router();
  const path = `/api/plugins/${manifest.id}/settings`;

  router.get(path, (request: Request, response: Response) => {
    if (sessions.find(request) === undefined) {
      response.status(401).json({ message: 'Unauthorized' });
      return;
    }
    response.json(settings.read());
  });

  router.post(path, json(), (request: Request, response: Response) => {
    const user = sessions.find(request)?.user;
    if (user === undefined || !hasRole(user.orgRole, 'Admin')) {
      response.status(user === undefined ? 401 : 403).json({
        message: user === undefined ? 'Unauthorized' : `You'll need additional permissions to perform this action.`,
      });
      return;
    }
    const update = updateSchema.safeParse(request.body);
    if (!update.success) {
      response.status(400).json({ message: 'bad request data' });
      return;
    }
    settings.update(update.data);
    response.json({ message: 'Plugin settings updated' });
  });

  return router;
}
