import React from 'react';
import { Stack, Text } from '@grafana/ui';
import { explainLinks } from '../explain/explainUrl';
import { plural, t } from '../i18n/t';
import { AppLink } from '../ui/AppLink';
import type { TenantUse } from './tenantUse';

interface Props {
  tenant: string;
  use: TenantUse | undefined;
  /** True for a tenant of the policy in force: only of those it can be told who reaches them. */
  inForce: boolean;
}

const NAMED = 20;

/** Who can reach a tenant, counted, with a link to who that is. */
export function TenantUseCell({ tenant, use, inForce }: Props) {
  const { grants = [], denies = [], principals = 0 } = use ?? {};
  return (
    <Stack direction="column" gap={0.5} alignItems="flex-start">
      {grants.length === 0 ? (
        <Text color="secondary">{t('tenants.use.nobody', 'no mapping')}</Text>
      ) : (
        <span title={grants.slice(0, NAMED).join(', ')}>
          {plural('tenants.use.mappings', grants.length, { one: '{{number}} mapping', other: '{{number}} mappings' })}
        </span>
      )}
      {grants.length > 0 && (
        <Text color="secondary" variant="bodySmall">
          {plural('tenants.use.principals', principals, {
            one: '{{number}} principal',
            other: '{{number}} principals',
          })}
        </Text>
      )}
      {denies.length > 0 && (
        <Text color="secondary" variant="bodySmall">
          {plural('tenants.use.denials', denies.length, { one: '{{number}} denial', other: '{{number}} denials' })}
        </Text>
      )}
      {inForce && grants.length > 0 && (
        <AppLink
          to={explainLinks.tenant(tenant)}
          label={t('tenants.use.whoSeesTenant', 'Who sees {{tenant}}', { tenant })}
        >
          {t('tenants.use.whoSees', 'Who sees it')}
        </AppLink>
      )}
    </Stack>
  );
}
