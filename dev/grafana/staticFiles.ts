import path from 'node:path';
import express, { Router } from 'express';
import { repositoryRoot } from './repositoryRoot';

/** The npm package leaves out some of the icons that Grafana has; a dot says more than a broken picture. */
const MISSING_ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="4"/></svg>';

/** One of them, drawn anew: the time picker's way back. */
const ANGLE_DOUBLE_LEFT =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" d="M11 7l-5 5 5 5M18 7l-5 5 5 5"/></svg>';

/** The files below `/public`: the built plugin, icons of `@grafana/ui`, and the host's scripts. */
export function staticFiles(pluginId: string, pluginDist: string, bundle: string | undefined): Router {
  const router = Router();
  const modules = path.join(repositoryRoot(), 'node_modules');
  const script = (name: string, file: string) => {
    router.get(`/public/host/${name}`, (_request, response) => {
      response.type('text/javascript').sendFile(file, { dotfiles: 'allow' });
    });
  };

  // A rebuilt plugin shows at the next reload.
  router.use(`/public/plugins/${pluginId}`, express.static(pluginDist, { cacheControl: false }));
  const icons = express.static(path.join(modules, '@grafana/ui/dist/public/img/icons'));
  router.use(['/public/build/img/icons', '/public/img/icons'], icons, ({ path: icon }, response) => {
    response.type('image/svg+xml').send(icon.endsWith('/angle-double-left.svg') ? ANGLE_DOUBLE_LEFT : MISSING_ICON);
  });
  script('system.js', path.join(modules, 'systemjs/dist/system.min.js'));
  script('amd.js', path.join(modules, 'systemjs/dist/extras/amd.min.js'));
  if (bundle !== undefined) {
    router.use('/public/host', express.static(bundle, { dotfiles: 'allow' }));
  }
  router.use('/public', (_request, response) => {
    response.status(404).end();
  });
  return router;
}
