import React from 'react';
import { Alert, TextLink } from '@grafana/ui';
import { PATHS } from '../constants';
import { t } from '../i18n/t';
import { Trans } from '../i18n/Trans';
import { testIds } from '../testIds';

interface Props {
  /** Of the admin token; older proxies do not tell it. */
  name: string | undefined;
}

/** Says that the admin token may only look, which one that is, and where another is saved. */
export function TokenBanner({ name }: Props) {
  const parts = {
    token: <code />,
    configuration: (
      <TextLink href={PATHS.configuration} inline>
        {''}
      </TextLink>
    ),
  };
  return (
    <Alert
      severity="info"
      title={t('readOnly.token.title', 'Read-only: the admin token of this app may only look')}
      bottomSpacing={2}
      data-testid={testIds.readOnly.banner}
    >
      {name === undefined ? (
        <Trans
          id="readOnly.token.unnamed"
          text="Everything can be viewed here. The admin token that is saved for this app has the role viewer. To change something, ask the operator of the proxy for a token of the role editor or admin, and save it on the page <configuration>Configuration</configuration>."
          parts={parts}
        />
      ) : (
        <Trans
          id="readOnly.token.named"
          text="Everything can be viewed here. The admin token that is saved for this app, <token>{{name}}</token>, has the role viewer. To change something, ask the operator of the proxy for a token of the role editor or admin, and save it on the page <configuration>Configuration</configuration>."
          values={{ name }}
          parts={parts}
        />
      )}
    </Alert>
  );
}
