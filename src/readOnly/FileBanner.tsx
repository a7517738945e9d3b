import React from 'react';
import { Alert } from '@grafana/ui';
import type { PolicySource } from '../api/policy';
import { t } from '../i18n/t';
import { Trans } from '../i18n/Trans';
import { testIds } from '../testIds';
import { sentence } from '../ui/sentence';

/** Says that the policy is a file's, which file that is, and what is wrong with it now. */
export function FileBanner({ source: { file, problem } }: { source: PolicySource }) {
  return (
    <>
      <Alert
        severity="info"
        title={t('readOnly.title', 'Read-only: the policy is kept in a file')}
        bottomSpacing={2}
        data-testid={testIds.readOnly.banner}
      >
        {file === undefined ? (
          <Trans
            id="readOnly.unnamed"
            text="Everything can be viewed here. Change it in the file that <key>policyFile</key> in the proxy’s configuration names on the proxy: what is saved there is in force a moment later. <check>gatehouse check</check> tells before what is wrong with it."
            parts={{ key: <code />, check: <code /> }}
          />
        ) : (
          <Trans
            id="readOnly.named"
            text="Everything can be viewed here. Change it in <file>{{file}}</file> on the proxy: what is saved there is in force a moment later. <check>gatehouse check</check> tells before what is wrong with it."
            values={{ file }}
            parts={{ file: <code />, check: <code /> }}
          />
        )}
      </Alert>
      {problem !== undefined && (
        <Alert
          severity="warning"
          title={t('readOnly.problem.title', 'The file as it is now is not in force')}
          data-testid={testIds.readOnly.problem}
        >
          {t('readOnly.problem.text', '{{problem}} The policy that the file held before counts until that is mended.', {
            problem: sentence(problem),
          })}
        </Alert>
      )}
    </>
  );
}
