/// <reference types="systemjs" />
import * as emotionCss from '@emotion/css';
import * as emotionReact from '@emotion/react';
import * as data from '@grafana/data';
import * as runtime from '@grafana/runtime';
import * as ui from '@grafana/ui';
import * as i18next from 'i18next';
import lodash from 'lodash';
import * as React from 'react';
import * as jsxRuntime from 'react/jsx-runtime';
import * as ReactDOM from 'react-dom';
import * as router from 'react-router-dom-v5-compat';
import * as rxjs from 'rxjs';
import { PluginPage } from './PluginPage';

/**
 * Makes the packages that Grafana shares with plugins importable through SystemJS under the names that a plugin's bundle
 * leaves out (`.config/bundler/externals.ts`). `PluginPage` is given as our own, since @grafana/runtime exports nothing to
 * set it with.
 */
export function shareModules(): void {
  const shared: Record<string, object> = {
    react: React,
    'react/jsx-runtime': jsxRuntime,
    'react-dom': ReactDOM,
    'react-router': router,
    '@emotion/css': emotionCss,
    '@emotion/react': emotionReact,
    '@grafana/data': data,
    '@grafana/runtime': { ...runtime, PluginPage },
    '@grafana/ui': ui,
    i18next,
    lodash,
    rxjs,
  };
  const imports: Record<string, string> = {};
  for (const [name, module] of Object.entries(shared)) {
    imports[name] = `package:${name}`;
    System.set(`package:${name}`, module);
  }
  System.addImportMap({ imports });
}
