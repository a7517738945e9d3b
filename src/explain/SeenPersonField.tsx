import React, { useCallback } from 'react';
import { dateTimeFormatTimeAgo } from '@grafana/data';
import { Combobox, Field } from '@grafana/ui';
import { type SeenSubject, searchSeenSubjects, useSeenSubject } from '../api/seenSubjects';
import { t } from '../i18n/t';
import { labelOf } from './access';

interface Props {
  /** The key of whoever is chosen; empty for nobody. */
  value: string;
  onChange: (key: string) => void;
}

/** Chooses somebody who came lately, by name, address, id or group. */
export function SeenPersonField({ value, onChange }: Props) {
  const chosen = useSeenSubject(value);
  const options = useCallback(async (search: string) => (await searchSeenSubjects(search)).map(optionOf), []);
  return (
    <Field
      label={t('explain.person.label', 'Person')}
      description={t(
        'explain.person.about',
        'Anybody whose requests came lately. Search by name, address, id or group.'
      )}
      htmlFor="explain-person"
      noMargin
    >
      <Combobox
        id="explain-person"
        width={60}
        isClearable
        prefixIcon="user"
        placeholder={t('explain.person.choose', 'Choose a person')}
        noOptionsMessage={t('explain.person.nobody', 'Nobody who came lately is called that')}
        options={options}
        value={value === '' ? null : chosen.data === undefined ? value : optionOf(chosen.data)}
        onChange={(option) => onChange(option?.value ?? '')}
      />
    </Field>
  );
}

function optionOf(subject: SeenSubject) {
  const { key, issuer, name, groups, lastSeen } = subject;
  const label = labelOf(subject);
  return {
    value: key,
    label,
    description: [
      ...(name === undefined || name === label ? [] : [name]),
      issuer,
      ...(groups.length === 0 ? [] : [groups.slice(0, 3).join(', ')]),
      t('explain.person.last', 'last came {{ago}}', { ago: dateTimeFormatTimeAgo(lastSeen) }),
    ].join(' · '),
  };
}
