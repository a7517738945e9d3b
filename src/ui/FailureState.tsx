import React from 'react';
import { locationUtil } from '@grafana/data';
import { Button, LinkButton } from '@grafana/ui';
import type { ApiError } from '../api/ApiError';
import { diagnose } from '../api/diagnose';
import { PATHS } from '../constants';
import { t } from '../i18n/t';
import { testIds } from '../testIds';
import { StatePanel } from './StatePanel';

interface Props {
  error: ApiError;
  onRetry: () => void;
  retrying: boolean;
}

/** What stands in the page's place when the proxy's answer could not be had. */
export function FailureState({ error, onRetry, retrying }: Props) {
  const { code, title, whatToDo } = diagnose(error.answer);
  const forbidden = code === 'forbidden';
  return (
    <StatePanel
      icon={forbidden ? 'lock' : 'exclamation-triangle'}
      title={title}
      role="alert"
      testId={forbidden ? testIds.states.forbidden : testIds.states.failure}
      actions={
        forbidden ? undefined : (
          <>
            <Button onClick={onRetry} disabled={retrying} icon={retrying ? 'spinner' : 'sync'}>
              {t('ui.tryAgain', 'Try again')}
            </Button>
            <LinkButton href={locationUtil.assureBaseUrl(PATHS.configuration)} variant="secondary" icon="cog">
              {t('ui.openConfiguration', 'Open configuration')}
            </LinkButton>
          </>
        )
      }
    >
      {whatToDo}
    </StatePanel>
  );
}
