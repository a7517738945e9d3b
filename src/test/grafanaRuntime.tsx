import React from 'react';
import type { PluginPageProps } from '@grafana/runtime';

// Grafana gives its page to `@grafana/runtime` when it starts; without Grafana it shows neither title nor actions.
module.exports = {
  ...jest.requireActual('@grafana/runtime'),
  PluginPage: ({ pageNav, actions, children }: PluginPageProps) => (
    <main className="main-view">
      <h1>{pageNav?.text}</h1>
      {actions}
      {children}
    </main>
  ),
};
