import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { type IconName, Text, useStyles2 } from '@grafana/ui';
import { plural, t } from '../i18n/t';
import { BreakableText } from '../ui/BreakableText';
import { ListIcon } from '../ui/ListIcon';
import { principalTagStyle } from './principalTagStyle';

const ICONS: Readonly<Record<string, IconName>> = {
  user: 'user',
  group: 'users-alt',
  domain: 'at',
  service: 'cog',
  claim: 'key-skeleton-alt',
  authenticated: 'globe',
};
const SHOWN = 4;
const EXCEPTIONS_SHOWN = 2;

interface Props {
  principals: readonly string[];
  except?: readonly string[];
}

/** Whom a mapping names, as tags: an icon of the kind and the principal as it is written. */
export function PrincipalTags({ principals, except = [] }: Props) {
  const styles = useStyles2(getStyles);
  const more = principals.length - SHOWN;
  return (
    <ul className={styles.list}>
      {principals.slice(0, SHOWN).map((principal) => (
        <li key={principal} className={styles.tag}>
          <ListIcon name={principalIcon(principal)} size="sm" />
          <BreakableText text={principal} />
        </li>
      ))}
      {more > 0 && (
        <li>
          <Text color="secondary" variant="bodySmall">
            {plural('mappings.principals.more', more, { one: 'and {{number}} more', other: 'and {{number}} more' })}
          </Text>
        </li>
      )}
      {except.length > 0 && (
        <li>
          <Text color="secondary" variant="bodySmall">
            {exceptText(except)}
          </Text>
        </li>
      )}
    </ul>
  );
}

function exceptText(except: readonly string[]): string {
  const names = except.slice(0, EXCEPTIONS_SHOWN).join(', ');
  const more = except.length - EXCEPTIONS_SHOWN;
  return more > 0
    ? plural(
        'mappings.principals.exceptMore',
        more,
        { one: 'except {{names}} and {{number}} more', other: 'except {{names}} and {{number}} more' },
        { names }
      )
    : t('mappings.principals.except', 'except {{names}}', { names });
}

/** The icon of a principal's kind. */
export function principalIcon(principal: string): IconName {
  return ICONS[principal.split(':', 1)[0] ?? ''] ?? 'user';
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5), alignItems: 'center', listStyle: 'none' }),
  tag: principalTagStyle(theme),
});
