import React from 'react';
import { dateTimeFormat } from '@grafana/data';
import { Badge, Stack, Text } from '@grafana/ui';
import { t } from '../i18n/t';
import { AppLink } from '../ui/AppLink';
import { ChangeBadge } from '../ui/ChangeBadge';
import type { ComparedRow } from './access';
import { explainLinks } from './explainUrl';
import { FactTable } from './FactTable';
import { FilterList } from './FilterList';
import { limitsTold } from './limitsTold';
import { MappingLinks } from './MappingLinks';
import { StampList } from './StampList';

/** All that somebody may do and is kept from, a tenant a row. */
export function AccessTable({ rows }: { rows: readonly ComparedRow[] }) {
  return (
    <FactTable
      label={t('explain.access.title', 'Effective access')}
      rows={rows}
      rowKey={({ tenant, denied, change }) => `${tenant} ${denied.length > 0} ${change === 'removed'}`}
      isMuted={({ change }) => change === 'removed'}
      columns={[
        {
          title: t('explain.access.tenant', 'Tenant'),
          width: '17%',
          render: ({ tenant, backend, change }) => (
            <Stack direction="column" gap={0.5} alignItems="flex-start">
              <AppLink
                to={explainLinks.tenant(tenant)}
                label={t('explain.access.whoSees', 'Who sees {{tenant}}', { tenant })}
              >
                {tenant}
              </AppLink>
              {backend !== undefined && (
                <Text color="secondary" variant="bodySmall">
                  {backend}
                </Text>
              )}
              <ChangeBadge change={change} />
            </Stack>
          ),
        },
        { title: t('explain.access.access', 'Access'), width: '104px', render: (row) => <Access row={row} /> },
        {
          title: t('explain.access.series', 'Series'),
          width: '25%',
          render: ({ read, write, denied }) =>
            denied.length > 0 ? (
              <Text color="secondary">{t('explain.access.nothing', 'nothing')}</Text>
            ) : (
              <Stack direction="column" gap={0.5} alignItems="flex-start">
                {read !== undefined && <FilterList filters={read.filters} />}
                {write !== undefined && <StampList stamps={write.stamps} />}
              </Stack>
            ),
        },
        {
          title: t('explain.access.limits', 'Limits'),
          render: ({ read, write }) => {
            const lines = [...new Set([read, write].flatMap((one) => (one === undefined ? [] : limitsTold(one))))];
            return lines.length === 0 ? (
              <Text color="secondary">{t('explain.access.noLimits', 'none')}</Text>
            ) : (
              lines.map((line) => <div key={line}>{line}</div>)
            );
          },
        },
        {
          title: t('explain.access.until', 'Until'),
          width: '96px',
          render: ({ until }) =>
            until === undefined ? (
              <Text color="secondary">{t('explain.access.noEnd', 'no end')}</Text>
            ) : (
              dateTimeFormat(until, { format: 'YYYY-MM-DD HH:mm' })
            ),
        },
        {
          title: t('explain.access.mappings', 'Because of'),
          width: '22%',
          render: ({ given, denied }) => <MappingLinks names={denied.length > 0 ? denied : given} />,
        },
      ]}
    />
  );
}

function Access({ row: { read, write, denied } }: { row: ComparedRow }) {
  if (denied.length > 0) {
    return <Badge text={t('explain.access.denied', 'Denied')} color="red" icon="ban" />;
  }
  const text =
    read !== undefined && write !== undefined
      ? t('explain.access.both', 'read, write')
      : read !== undefined
        ? t('explain.access.read', 'read')
        : t('explain.access.write', 'write');
  return <span>{text}</span>;
}
