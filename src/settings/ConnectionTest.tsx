import React, { useState } from 'react';
import { Alert, Button, Stack, Text } from '@grafana/ui';
import { type Diagnosis, diagnose } from '../api/diagnose';
import { useStatusCheck } from '../api/status';
import { testIds } from '../testIds';
import { type BeforeTest, readiness } from './readiness';
import { StatusReport } from './StatusReport';

/** Tries the saved connection and says how it went. */
export function ConnectionTest({ before }: { before: BeforeTest }) {
  const check = useStatusCheck();
  const [obstacle, setObstacle] = useState<Diagnosis>();
  const test = () => {
    const found = readiness(before);
    setObstacle(found);
    check.reset();
    if (found === undefined) {
      check.mutate();
    }
  };
  const diagnosis = obstacle ?? (check.error === null ? undefined : diagnose(check.error.answer));
  return (
    <section aria-label="Connection test">
      <Stack direction="column" gap={2}>
        <div>
          <Text element="h3">Connection test</Text>
          <Text element="p" color="secondary">
            Asks the proxy, through Grafana, how it is doing.
          </Text>
        </div>
        <div>
          <Button
            variant="secondary"
            icon={check.isPending ? 'spinner' : 'plug'}
            disabled={check.isPending}
            onClick={test}
            data-testid={testIds.configuration.test}
          >
            {check.isPending ? 'Testing' : 'Test connection'}
          </Button>
        </div>
        <div aria-live="polite" data-testid={testIds.configuration.result}>
          {diagnosis !== undefined && (
            <Alert severity={diagnosis.severity} title={diagnosis.title} data-code={diagnosis.code}>
              {diagnosis.whatToDo}
            </Alert>
          )}
          {check.data !== undefined && <StatusReport status={check.data} />}
        </div>
      </Stack>
    </section>
  );
}
