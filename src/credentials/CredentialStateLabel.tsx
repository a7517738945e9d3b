import React from 'react';
import { dateTimeFormat, dateTimeFormatTimeAgo } from '@grafana/data';
import { Icon, type IconName, Stack, Text, Tooltip } from '@grafana/ui';
import type { Credential } from '../api/credentials';
import { t } from '../i18n/t';
import { type CredentialState, credentialState } from './credentialState';

type Look = { icon: IconName; color: 'success' | 'secondary' | 'error' | 'warning' };

const LOOKS: Record<CredentialState, Look> = {
  live: { icon: 'check-circle', color: 'success' },
  'expires-soon': { icon: 'clock-nine', color: 'warning' },
  replaced: { icon: 'sync', color: 'warning' },
  expired: { icon: 'clock-nine', color: 'error' },
  revoked: { icon: 'ban', color: 'secondary' },
};

/** Whether a credential counts, in an icon and words; who ended it, and when, is in the tooltip. */
export function CredentialStateLabel({ credential, now }: { credential: Credential; now: number }) {
  const state = credentialState(credential, now);
  const { icon, color } = LOOKS[state];
  const more = details(credential, state);
  const label = (
    <Text color={color}>
      <Stack gap={0.5} alignItems="flex-start">
        <span>
          <Icon name={icon} />
        </span>
        {stateText(credential, state)}
      </Stack>
    </Text>
  );
  return more === undefined ? (
    label
  ) : (
    <Tooltip content={more}>
      <span>{label}</span>
    </Tooltip>
  );
}

function stateText({ expiresAt }: Credential, state: CredentialState): string {
  switch (state) {
    case 'live':
      return t('credentials.state.live', 'Live');
    case 'expires-soon':
      return t('credentials.state.expiresSoon', 'Ends {{when}}', { when: dateTimeFormatTimeAgo(expiresAt ?? '') });
    case 'replaced':
      return t('credentials.state.replaced', 'Replaced, ends {{when}}', {
        when: dateTimeFormatTimeAgo(expiresAt ?? ''),
      });
    case 'expired':
      return t('credentials.state.expired', 'Expired');
    case 'revoked':
      return t('credentials.state.revoked', 'Revoked');
  }
}

function details({ expiresAt, revokedAt, revokedBy }: Credential, state: CredentialState): string | undefined {
  if (state === 'revoked') {
    return revokedAt === null
      ? undefined
      : t('credentials.state.revokedBy', 'Revoked by {{name}}, {{time}}', {
          name: revokedBy ?? t('credentials.state.unknownPerson', 'somebody'),
          time: dateTimeFormat(revokedAt),
        });
  }
  return state === 'live' || expiresAt === null
    ? undefined
    : t('credentials.state.endsAt', 'The end: {{time}}', { time: dateTimeFormat(expiresAt) });
}
