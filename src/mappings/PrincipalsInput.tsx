import React, { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { PrincipalKind } from '@gatehouse/model';
import { Button, Combobox, type ComboboxOption, Icon, IconButton, Input, Stack, Text, useStyles2 } from '@grafana/ui';
import { useSubjectCount } from '../api/subjects';
import { plural, t } from '../i18n/t';
import { BreakableText } from '../ui/BreakableText';
import { sentence } from '../ui/sentence';
import type { PrincipalsValue } from './mappingForm';
import { principalIcon } from './PrincipalTags';
import { principalTagStyle } from './principalTagStyle';
import { readPrincipals, withKind } from './readPrincipals';
import { useSuggestions } from './useSuggestions';

/** Up to so many tags say how many people they name. */
const MOST_COUNTED = 20;

function kinds(): Array<ComboboxOption<PrincipalKind> & { example: string }> {
  return [
    {
      value: 'group',
      label: t('mappings.kind.group', 'Group'),
      description: t('mappings.kind.groupMeans', 'A group of the identity provider'),
      example: 'acme-dev',
    },
    {
      value: 'user',
      label: t('mappings.kind.user', 'User'),
      description: t('mappings.kind.userMeans', 'An e-mail address or the provider’s id'),
      example: 'alice@example.com',
    },
    {
      value: 'domain',
      label: t('mappings.kind.domain', 'Domain'),
      description: t('mappings.kind.domainMeans', 'Everybody with an address there'),
      example: 'example.com',
    },
    {
      value: 'service',
      label: t('mappings.kind.service', 'Service'),
      description: t('mappings.kind.serviceMeans', 'A machine with a credential'),
      example: 'vmagent',
    },
    {
      value: 'claim',
      label: t('mappings.kind.claim', 'Claim'),
      description: t('mappings.kind.claimMeans', 'A claim of the token and its value'),
      example: 'department=finance',
    },
    {
      value: 'authenticated',
      label: t('mappings.kind.authenticated', 'Anybody signed in'),
      description: t('mappings.kind.authenticatedMeans', 'Every verified identity'),
      example: '',
    },
  ];
}

interface Props {
  id: string;
  /** What the principals are here. */
  noun: 'principal' | 'exception';
  value: PrincipalsValue;
  onChange: (value: PrincipalsValue) => void;
  invalid: boolean;
}

/**
 * Principals as tags, with a select for the kind and an input for the name, which offers the names of those who came lately; a
 * whole principal can be pasted, too.
 */
export function PrincipalsInput({ id, noun, value, onChange, invalid }: Props) {
  const styles = useStyles2(getStyles);
  const [kind, setKind] = useState<PrincipalKind>('group');
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string>();
  const [entered, setEntered] = useState(false);
  const nameless = kind === 'authenticated';
  const suggestions = useSuggestions(typed, kind, entered);
  const input = useRef<HTMLInputElement>(null);
  const kindInput = `${id}-kind`;

  const type = (text: string) => {
    setTyped(text);
    setProblem(undefined);
    onChange({ ...value, pending: text.trim() === '' ? '' : withKind(text.trim(), kind) });
  };
  const add = (text: string) => {
    const reading = readPrincipals(text, kind);
    if ('problem' in reading) {
      setProblem(reading.problem);
      return false;
    }
    setTyped('');
    setProblem(undefined);
    onChange({ list: [...new Set([...value.list, ...reading.principals])], pending: '' });
    return true;
  };
  // The pressed button goes away or is disabled, and the keyboard must not be left nowhere.
  const focusOnAdding = () => (nameless ? document.getElementById(kindInput) : input.current)?.focus();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      add(nameless ? kind : typed);
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    // Several lines are several principals; one line is text like any other.
    const text = event.clipboardData.getData('text');
    if (/[\r\n]/.test(text.trim()) && add(text)) {
      event.preventDefault();
    }
  };
  const options = kinds();
  const texts = textsOf(noun);
  const chosen = options.find((one) => one.value === kind);
  return (
    <Stack direction="column" gap={1}>
      {value.list.length > 0 && (
        <ul className={styles.tags} aria-label={texts.list}>
          {value.list.map((principal, position) => (
            <li key={principal} className={styles.tag}>
              <Icon name={principalIcon(principal)} size="sm" />
              <BreakableText text={principal} />
              {position < MOST_COUNTED && <PeopleNamed principal={principal} />}
              <IconButton
                name="times"
                size="sm"
                aria-label={t('mappings.principals.remove', 'Remove {{principal}}', { principal })}
                onClick={() => {
                  onChange({ ...value, list: value.list.filter((other) => other !== principal) });
                  focusOnAdding();
                }}
              />
            </li>
          ))}
        </ul>
      )}
      <div className={styles.adding}>
        <Combobox
          // Without its own, it would take id and colour of the field around it, and the field's label would lead here.
          id={kindInput}
          invalid={false}
          options={options}
          value={kind}
          onChange={(option) => {
            setKind(option.value);
            setProblem(undefined);
          }}
          width={24}
          aria-label={texts.kind}
        />
        <Input
          ref={input}
          id={id}
          className={styles.name}
          value={nameless ? '' : typed}
          disabled={nameless}
          placeholder={nameless ? t('mappings.principals.nothing', 'Nothing to fill in') : chosen?.example}
          invalid={invalid || problem !== undefined}
          // The browser's own list works by keyboard and with screen readers; without suggestions, this is a plain input.
          list={suggestions.length > 0 ? `${id}-suggestions` : undefined}
          aria-label={texts.toAdd}
          aria-describedby={problem === undefined ? undefined : `${id}-problem`}
          onFocus={() => setEntered(true)}
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        {suggestions.length > 0 && (
          <datalist id={`${id}-suggestions`}>
            {suggestions.map(({ name, subjects }) => (
              <option key={name} value={name} label={peopleText(subjects)} />
            ))}
          </datalist>
        )}
        <Button
          variant="secondary"
          icon="plus"
          aria-label={texts.add}
          disabled={!nameless && typed.trim() === ''}
          onClick={() => {
            add(nameless ? kind : typed);
            focusOnAdding();
          }}
        >
          {t('mappings.principals.add', 'Add')}
        </Button>
      </div>
      {problem !== undefined && (
        <div id={`${id}-problem`} role="alert" className={styles.problem}>
          <Icon name="exclamation-circle" /> {sentence(problem)}
        </div>
      )}
    </Stack>
  );
}

/** How many of those who came lately a principal names, when that is known. */
function PeopleNamed({ principal }: { principal: string }) {
  const subjects = useSubjectCount(principal);
  return subjects === undefined || principal.startsWith('service:') ? null : (
    <Text variant="bodySmall" color="secondary">
      {peopleText(subjects)}
    </Text>
  );
}

function peopleText(number: number): string {
  return plural('mappings.principals.people', number, { one: '{{number}} person', other: '{{number}} people' });
}

function textsOf(noun: Props['noun']) {
  return noun === 'principal'
    ? {
        list: t('mappings.principals.list', 'principals'),
        kind: t('mappings.principals.kind', 'Kind of principal'),
        toAdd: t('mappings.principals.toAdd', 'principal to add'),
        add: t('mappings.principals.addOne', 'Add principal'),
      }
    : {
        list: t('mappings.exceptions.list', 'exceptions'),
        kind: t('mappings.exceptions.kind', 'Kind of exception'),
        toAdd: t('mappings.exceptions.toAdd', 'exception to add'),
        add: t('mappings.exceptions.addOne', 'Add exception'),
      };
}

const getStyles = (theme: GrafanaTheme2) => ({
  adding: css({ display: 'flex', gap: theme.spacing(1), '& > :first-child': { flexShrink: 0 } }),
  name: css({ flex: 1, minWidth: 0 }),
  tags: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5), listStyle: 'none' }),
  tag: principalTagStyle(theme),
  problem: css({ color: theme.colors.error.text, fontSize: theme.typography.bodySmall.fontSize }),
});
