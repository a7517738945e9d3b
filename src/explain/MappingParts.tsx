import React from 'react';
import { Badge, type BadgeColor, type IconName, Stack, Text } from '@grafana/ui';
import type { ExplainedRequest } from '../api/explain';
import { t } from '../i18n/t';
import { PrincipalTags } from '../mappings/PrincipalTags';
import { FactTable } from './FactTable';
import { MappingLinks } from './MappingLinks';

type Part = ExplainedRequest['explanation']['mappings'][number];

interface Props {
  parts: readonly Part[];
  /** The mappings that led to the decision. */
  decisive: readonly string[];
}

/** The part that each mapping plays that names somebody, also those without effect. */
export function MappingParts({ parts, decisive }: Props) {
  return (
    <FactTable
      label={t('explain.parts.title', 'Mappings that name them')}
      rows={parts}
      rowKey={({ name }) => name}
      isMuted={({ part }) => part !== 'grants' && part !== 'denies'}
      columns={[
        {
          title: t('explain.parts.mapping', 'Mapping'),
          width: '24%',
          render: ({ name }) => <MappingLinks names={[name]} />,
        },
        {
          title: t('explain.parts.part', 'Part'),
          width: '34%',
          render: ({ name, part, presumed }) => (
            <Stack direction="column" gap={0.5} alignItems="flex-start">
              <Badge {...looksOf(part)} />
              {decisive.includes(name) && (
                <Text color="secondary" variant="bodySmall">
                  {t('explain.parts.decisive', 'It led to the decision above.')}
                </Text>
              )}
              {presumed === true && (
                <Text color="secondary" variant="bodySmall">
                  {t('explain.parts.presumed', 'Not all is known of them, so this denial is taken to mean them.')}
                </Text>
              )}
            </Stack>
          ),
        },
        {
          title: t('explain.parts.principals', 'Names them as'),
          render: ({ principals }) => <PrincipalTags principals={principals} />,
        },
      ]}
    />
  );
}

function looksOf(part: Part['part']): { text: string; color: BadgeColor; icon: IconName } {
  switch (part) {
    case 'grants':
      return { text: t('explain.parts.grants', 'Grants'), color: 'green', icon: 'check' };
    case 'denies':
      return { text: t('explain.parts.denies', 'Denies'), color: 'red', icon: 'ban' };
    case 'disabled':
      return { text: t('explain.parts.disabled', 'No effect: disabled'), color: 'orange', icon: 'pause' };
    case 'expired':
      return { text: t('explain.parts.expired', 'No effect: ended'), color: 'orange', icon: 'clock-nine' };
    case 'other-issuer':
      return {
        text: t('explain.parts.otherIssuer', 'No effect: for other issuers'),
        color: 'orange',
        icon: 'info-circle',
      };
    case 'excepted':
      return { text: t('explain.parts.excepted', 'No effect: excepts them'), color: 'orange', icon: 'info-circle' };
  }
}
