import React from 'react';
import { EmptyState } from '@grafana/ui';

export function NotFoundPage() {
  return (
    <main>
      <EmptyState variant="not-found" message="Page not found" />
    </main>
  );
}
