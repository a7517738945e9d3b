import React from 'react';
import { Alert } from '@grafana/ui';
import type { ApiError } from '../api/ApiError';
import { diagnose } from '../api/diagnose';

/** Says that what is on the page could not be brought up to date, or a step could not be taken. */
export function StaleNote({ error }: { error: ApiError | null }) {
  if (error === null) {
    return null;
  }
  const { severity, title, whatToDo } = diagnose(error.answer);
  return (
    <Alert severity={severity} title={title} bottomSpacing={0}>
      {whatToDo}
    </Alert>
  );
}
