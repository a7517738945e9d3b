import type { AppPluginMeta } from '@grafana/data';
import { createContext } from 'react';

/** The plugin whose page is shown; `PluginPage` takes its title from it. */
export const PluginMetaContext = createContext<AppPluginMeta | undefined>(undefined);
