import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, locationUtil } from '@grafana/data';
import { Icon, TextLink, useStyles2 } from '@grafana/ui';
import { useAbility } from '../api/ability';
import type { Credential } from '../api/credentials';
import { PATHS } from '../constants';
import { plural, t } from '../i18n/t';
import { BreakableText } from '../ui/BreakableText';

const SHOWN = 3;

/** Which mappings name the service; without any, that it gets nothing of its own, and the way to add one. */
export function MappingsOfService({ credential: { name, mappings, state } }: { credential: Credential }) {
  const styles = useStyles2(getStyles);
  if (mappings === null) {
    return <span className={styles.none}>{t('credentials.mappings.noPolicy', 'Nothing is published yet')}</span>;
  }
  if (mappings.length === 0) {
    return state === 'live' ? <AddMapping name={name} /> : <span className={styles.none}>–</span>;
  }
  const more = mappings.length - SHOWN;
  return (
    <ul className={styles.list}>
      {mappings.slice(0, SHOWN).map((mapping) => (
        <li key={mapping}>
          <TextLink href={mappingHref(mapping)} inline={false}>
            {mapping}
          </TextLink>
        </li>
      ))}
      {more > 0 && (
        <li>
          {plural('credentials.mappings.more', more, { one: 'and {{number}} more', other: 'and {{number}} more' })}
        </li>
      )}
    </ul>
  );
}

/** The way to the mapping that a service lacks; only that it does where the admin token changes nothing. */
export function AddMapping({ name }: { name: string }) {
  const styles = useStyles2(getStyles);
  const canEdit = useAbility()?.edit === true;
  const parameters = new URLSearchParams({ add: '', for: `service:${name}` });
  return (
    <span className={styles.missing}>
      <Icon name="exclamation-triangle" className={styles.icon} />
      {canEdit ? (
        <TextLink href={locationUtil.assureBaseUrl(`${PATHS.mappings}?${parameters}`)} inline={false}>
          <BreakableText text={t('credentials.mappings.add', 'Add a mapping for service:{{name}}', { name })} />
        </TextLink>
      ) : (
        <BreakableText text={t('credentials.mappings.none', 'No mapping names service:{{name}}', { name })} />
      )}
    </span>
  );
}

function mappingHref(name: string): string {
  return locationUtil.assureBaseUrl(`${PATHS.mappings}?${new URLSearchParams({ edit: name })}`);
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ display: 'grid', gap: theme.spacing(0.25), listStyle: 'none' }),
  none: css({ color: theme.colors.text.secondary }),
  missing: css({ display: 'flex', gap: theme.spacing(0.5), alignItems: 'flex-start' }),
  icon: css({ flex: 'none', marginTop: theme.spacing(0.25), color: theme.colors.warning.text }),
});
