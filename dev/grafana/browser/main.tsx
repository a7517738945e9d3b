import React from 'react';
import { EventBusSrv } from '@grafana/data';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { loadPlugin } from './loadPlugin';
import { startServices } from './services';
import { shareModules } from './sharedModules';

async function main(root: HTMLElement): Promise<void> {
  const events = new EventBusSrv();
  await startServices(events);
  shareModules();
  const loaded = await loadPlugin(window.grafanaBootData.pluginId);
  createRoot(root).render(<App loaded={loaded} events={events} />);
}

const root = document.getElementById('reactRoot');
if (root !== null) {
  main(root).catch((error: unknown) => {
    root.textContent = `The page could not start: ${String(error)}`;
    throw error;
  });
}
