import React, { useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Checkbox, Field, FilterInput, Input, Stack, Text, useStyles2 } from '@grafana/ui';
import type { Tenant } from '@gatehouse/model';
import { useDraft } from '../draft/DraftProvider';
import { plural, t } from '../i18n/t';
import { type FoundPlace, nameProblems } from './foundPlaces';

interface Props {
  places: readonly FoundPlace[];
  /** False when there are more. */
  complete: boolean;
  /** What is said when there are none. */
  empty: string;
  onAdd: (tenants: readonly Tenant[]) => void;
  onClose: () => void;
}

const SHOWN = 100;

/** Places without a name, each of which can be chosen and named. */
export function FoundPlaceList({ places, complete, empty, onAdd, onClose }: Props) {
  const styles = useStyles2(getStyles);
  const { policy } = useDraft();
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map());
  const [asked, setAsked] = useState(false);
  const [search, setSearch] = useState('');
  const unnamed = places.filter(({ names }) => names.length === 0);
  const named = places.length - unnamed.length;
  const shown = unnamed.filter(({ place }) => place.toLowerCase().includes(search.trim().toLowerCase()));
  const problems = nameProblems(chosen, new Set(policy.tenants.map(({ name }) => name)));
  const choose = (key: string, name: string | undefined) =>
    setChosen((now) => {
      const changed = new Map(now);
      if (name === undefined) {
        changed.delete(key);
      } else {
        changed.set(key, name);
      }
      return changed;
    });
  const add = () => {
    if (problems.size > 0) {
      setAsked(true);
      return;
    }
    onAdd(unnamed.flatMap(({ key, tenantOf }) => (chosen.has(key) ? [tenantOf(chosen.get(key) ?? '')] : [])));
  };
  return (
    <form
      aria-label={t('tenants.discovery.form', 'Tenants without a name')}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <Stack direction="column" gap={2}>
        <span role="status">
          <Text color="secondary">
            {places.length === 0
              ? empty
              : [
                  plural('tenants.discovery.unnamed', unnamed.length, {
                    one: '{{number}} has no name yet',
                    other: '{{number}} have no name yet',
                  }),
                  plural('tenants.discovery.named', named, {
                    one: '{{number}} is a tenant already',
                    other: '{{number}} are tenants already',
                  }),
                  ...(complete ? [] : [t('tenants.discovery.more', 'there are more than are shown')]),
                ].join('; ')}
          </Text>
        </span>
        {unnamed.length > 10 && (
          <FilterInput
            value={search}
            onChange={setSearch}
            escapeRegex={false}
            placeholder={t('tenants.discovery.search', 'Search')}
            aria-label={t('tenants.discovery.searchLabel', 'Search what was found')}
          />
        )}
        <ul className={styles.list}>
          {shown.slice(0, SHOWN).map(({ key, place, suggested }) => {
            const name = chosen.get(key);
            const problem = asked ? problems.get(key) : undefined;
            return (
              <li key={key} className={styles.place}>
                {/* Its box would fill the column, with the label in the middle. */}
                <div>
                  <Checkbox
                    label={place}
                    value={name !== undefined}
                    onChange={({ currentTarget }) => choose(key, currentTarget.checked ? suggested : undefined)}
                  />
                </div>
                {name !== undefined && (
                  <Field className={styles.name} invalid={problem !== undefined} error={problem} noMargin>
                    <Input
                      value={name}
                      autoComplete="off"
                      spellCheck={false}
                      aria-label={t('tenants.discovery.name', 'Name of {{place}}', { place })}
                      onChange={({ currentTarget }) => choose(key, currentTarget.value.trim())}
                    />
                  </Field>
                )}
              </li>
            );
          })}
        </ul>
        {shown.length > SHOWN && (
          <Text color="secondary">
            {plural('tenants.discovery.hidden', shown.length - SHOWN, {
              one: 'and {{number}} more: search for it',
              other: 'and {{number}} more: search for them',
            })}
          </Text>
        )}
        <Stack gap={1}>
          {unnamed.length > 0 && (
            <Button type="submit" disabled={chosen.size === 0}>
              {chosen.size === 0
                ? t('tenants.discovery.addNone', 'Add to draft')
                : plural('tenants.discovery.add', chosen.size, {
                    one: 'Add {{number}} to draft',
                    other: 'Add {{number}} to draft',
                  })}
            </Button>
          )}
          <Button variant="secondary" onClick={onClose}>
            {t('tenants.discovery.close', 'Close')}
          </Button>
        </Stack>
      </Stack>
    </form>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none' }),
  place: css({
    display: 'grid',
    gridTemplateColumns: '1fr 1fr',
    gap: theme.spacing(2),
    alignItems: 'center',
    minHeight: theme.spacing(6),
    padding: theme.spacing(0.5, 0),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    overflowWrap: 'anywhere',
  }),
  name: css({ minWidth: 0 }),
});
