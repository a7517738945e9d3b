import React, { useState } from 'react';
import type { AppRootProps } from '@grafana/data';
import { QueryClientProvider } from '@tanstack/react-query';
import { createQueryClient } from './api/queryClient';
import { PolicyPages } from './PolicyPages';
import { type ConnectionSettings, isConnected } from './settings/connectionSettings';

/** The app's pages under /a/gatehouse-tenancy-app. */
export default function App({ meta }: AppRootProps<ConnectionSettings>) {
  const [client] = useState(createQueryClient);
  return (
    <QueryClientProvider client={client}>
      <PolicyPages connected={isConnected(meta)} />
    </QueryClientProvider>
  );
}
