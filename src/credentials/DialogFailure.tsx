import React from 'react';
import { Alert } from '@grafana/ui';
import type { ApiError } from '../api/ApiError';
import { diagnose } from '../api/diagnose';
import { t } from '../i18n/t';
import { sentence } from '../ui/sentence';

/** Why a change of a credential was not made, in its dialog: what was entered stays. */
export function DialogFailure({ error }: { error: ApiError | null }) {
  if (error === null) {
    return null;
  }
  const { title, whatToDo } = explain(error);
  return (
    <Alert severity="error" title={title} bottomSpacing={0}>
      {whatToDo}
    </Alert>
  );
}

function explain(error: ApiError): { title: string; whatToDo: string } {
  switch (error.code) {
    case 'credential-exists':
      return {
        title: t('credentials.failure.exists', 'The credential was made, and its answer got lost'),
        whatToDo: t(
          'credentials.failure.existsHelp',
          'Nobody can read its secret any more. Close this, then rotate the new credential in the list for another secret, or revoke it.'
        ),
      };
    case 'credentials-too-many':
      return {
        title: t('credentials.failure.tooMany', 'There are as many live credentials as can be'),
        whatToDo: t('credentials.failure.tooManyHelp', 'Revoke those that nobody uses: sort the list by “Last used”.'),
      };
    case 'credential-ended':
    case 'credential-replaced':
    case 'not-found':
      return {
        title: t('credentials.failure.ended', 'Somebody else has changed it meanwhile'),
        whatToDo: sentence(error.message),
      };
    default:
      return diagnose(error.answer);
  }
}
