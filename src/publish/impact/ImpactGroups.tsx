import React, { useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { Impact, ImpactGroup } from '@gatehouse/model';
import { Badge, Button, Icon, type IconName, Text, useStyles2 } from '@grafana/ui';
import { plural, t } from '../../i18n/t';
import { sentence } from '../../ui/sentence';
import { PersonLink } from './PersonLink';

const PAGE = 10;

/** Those to whom the same happens, told of together; the largest first. */
export function ImpactGroups({ impact: { groups, leftOut } }: { impact: Impact }) {
  const styles = useStyles2(getStyles);
  const [shown, setShown] = useState(PAGE);
  if (groups.length === 0) {
    return <Text>{t('impact.noDifference', 'For those who came lately nothing becomes different.')}</Text>;
  }
  const more = groups.length - shown;
  return (
    <>
      <ul className={styles.list} aria-label={t('impact.groups', 'Who gains and loses what')}>
        {groups.slice(0, shown).map((group, position) => (
          <li key={position} className={styles.group}>
            <Icon name={iconOf(group)} className={styles.icon} />
            <div>
              {sentence(group.words)}{' '}
              {group.nothingLeft && (
                <Badge color="red" icon="exclamation-triangle" text={t('impact.nothingLeft', 'nothing left')} />
              )}
              <div className={styles.people}>
                {group.examples.map((person, index) => (
                  <PersonLink key={person.key} person={person} isLast={index === group.examples.length - 1} />
                ))}
                {group.subjects > group.examples.length && (
                  <span>
                    {plural('impact.others', group.subjects - group.examples.length, {
                      one: 'and {{number}} more',
                      other: 'and {{number}} more',
                    })}
                  </span>
                )}
              </div>
            </div>
          </li>
        ))}
      </ul>
      {more > 0 ? (
        <div>
          <Button size="sm" variant="secondary" onClick={() => setShown(shown + PAGE)}>
            {plural('impact.showMore', Math.min(more, PAGE), {
              one: 'Show {{number}} more group',
              other: 'Show {{number}} more groups',
            })}
          </Button>
        </div>
      ) : (
        leftOut > 0 && (
          <Text color="secondary">
            {plural('impact.leftOut', leftOut, {
              one: 'and {{number}} smaller group, which is not shown',
              other: 'and {{number}} smaller groups, which are not shown',
            })}
          </Text>
        )
      )}
    </>
  );
}

function iconOf({ tenants }: ImpactGroup): IconName {
  const changes = tenants.flatMap(({ read, write }) => [read?.change, write?.change]);
  const [gains, loses] = [
    changes.some((change) => change === 'gained' || change === 'wider'),
    changes.some((change) => change === 'lost' || change === 'narrower'),
  ];
  return gains === loses ? 'exchange-alt' : gains ? 'arrow-up' : 'arrow-down';
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ display: 'grid', gap: theme.spacing(1), listStyle: 'none', overflowWrap: 'anywhere' }),
  group: css({ display: 'flex', gap: theme.spacing(1) }),
  icon: css({ flexShrink: 0, marginTop: theme.spacing(0.25), color: theme.colors.text.secondary }),
  people: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
