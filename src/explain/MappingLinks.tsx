import React, { Fragment } from 'react';
import { VM_ACCESS_MAPPING } from '@gatehouse/model';
import { Text } from '@grafana/ui';
import { plural, t } from '../i18n/t';
import { AppLink } from '../ui/AppLink';
import { mappingLink } from './explainUrl';

const SHOWN = 8;

/** The mappings that have a part in something, each with a link to it; what a token itself gives is none of the policy's. */
export function MappingLinks({ names }: { names: readonly string[] }) {
  if (names.length === 0) {
    return <Text color="secondary">{t('explain.mappings.none', 'none')}</Text>;
  }
  const more = names.length - SHOWN;
  return (
    <span>
      {names.slice(0, SHOWN).map((name, position) => (
        <Fragment key={name}>
          {position > 0 && ', '}
          {name === VM_ACCESS_MAPPING ? (
            t('explain.mappings.vmAccess', 'vm_access of the token')
          ) : (
            <AppLink to={mappingLink(name)}>{name}</AppLink>
          )}
        </Fragment>
      ))}
      {more > 0 &&
        ` ${plural('explain.mappings.more', more, { one: 'and {{number}} more', other: 'and {{number}} more' })}`}
    </span>
  );
}
