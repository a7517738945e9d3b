import React from 'react';
import { css } from '@emotion/css';
import { ConfirmModal, Stack, Text, useStyles2 } from '@grafana/ui';
import { plural, t } from '../i18n/t';
import { useReturnFocus } from '../ui/useReturnFocus';
import type { Consequence } from './withoutTenant';

interface Props {
  tenant: string;
  consequences: readonly Consequence[];
  onConfirm: () => void;
  onDismiss: () => void;
}

const SHOWN = 10;

/** Shows what removing a tenant does to the mappings that name it, before it is done. */
export function RemoveTenant({ tenant, consequences, onConfirm, onDismiss }: Props) {
  const styles = useStyles2(getStyles);
  useReturnFocus();
  const more = consequences.length - SHOWN;
  return (
    <ConfirmModal
      isOpen
      title={t('tenants.remove.title', 'Remove tenant {{tenant}}?', { tenant })}
      body={
        <Stack direction="column" gap={1}>
          <span>
            {plural('tenants.remove.users', consequences.length, {
              one: '{{number}} mapping names it, and changes with it:',
              other: '{{number}} mappings name it, and change with it:',
            })}
          </span>
          <ul className={styles.list}>
            {consequences.slice(0, SHOWN).map((consequence) => (
              <li key={consequence.mapping.name}>{inWords(consequence)}</li>
            ))}
          </ul>
          {more > 0 && (
            <span>
              {plural('tenants.remove.more', more, { one: 'and {{number}} more', other: 'and {{number}} more' })}
            </span>
          )}
        </Stack>
      }
      description={
        <Text color="secondary">
          {t(
            'tenants.remove.draft',
            'All of it happens in the draft, as one step that can be undone. Nobody loses anything before you publish.'
          )}
        </Text>
      }
      confirmText={t('tenants.remove.confirm', 'Remove from the draft')}
      dismissText={t('tenants.remove.dismiss', 'Keep it')}
      onConfirm={onConfirm}
      onDismiss={onDismiss}
    />
  );
}

function inWords({ mapping, next }: Consequence): string {
  const { name } = mapping;
  if (next === undefined) {
    return mapping.effect === 'deny'
      ? t('tenants.remove.denialGone', '{{name}} is removed: it denies nothing else', { name })
      : t('tenants.remove.mappingGone', '{{name}} is removed: it grants nothing else', { name });
  }
  const tenants = [...new Set(next.grants?.map(({ tenant }) => tenant))].join(', ');
  return mapping.effect === 'deny'
    ? t('tenants.remove.denialLess', '{{name}} still denies {{tenants}}', { name, tenants })
    : t('tenants.remove.mappingLess', '{{name}} loses its grant, and still grants {{tenants}}', { name, tenants });
}

const getStyles = () => ({ list: css({ paddingLeft: '1.5em', overflowWrap: 'anywhere' }) });
