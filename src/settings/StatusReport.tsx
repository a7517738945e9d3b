import React from 'react';
import { Alert, Stack } from '@grafana/ui';
import type { Configuration } from '../api/configuration';
import type { Status } from '../api/status';
import { t } from '../i18n/t';
import { BackendList } from './BackendList';
import { overallState } from './overallState';
import { StatusList } from './StatusList';
import { statusLines } from './statusLines';
import { tokenLine } from './tokenLine';

interface Props {
  status: Status;
  /** Undefined while the proxy has not told it. */
  configuration: Configuration | undefined;
}

/** How the proxy is doing, part by part, and what the saved token allows. */
export function StatusReport({ status, configuration }: Props) {
  const { code, severity, title } = overallState(status);
  return (
    <Stack direction="column" gap={3}>
      <div>
        <Alert severity={severity} title={title} data-code={code} />
        <StatusList
          label={t('settings.status.label', 'Status of the proxy')}
          lines={[...statusLines(status), ...(configuration === undefined ? [] : [tokenLine(configuration)])]}
        />
      </div>
      <BackendList backends={status.backends} />
    </Stack>
  );
}
