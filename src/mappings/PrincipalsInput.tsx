import React, { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { PrincipalKind } from '@gatehouse/model';
import { Button, Combobox, type ComboboxOption, Icon, IconButton, Input, Stack, useStyles2 } from '@grafana/ui';
import { sentence } from '../ui/sentence';
import type { PrincipalsValue } from './mappingForm';
import { principalIcon } from './PrincipalTags';
import { principalTagStyle } from './principalTagStyle';
import { readPrincipals, withKind } from './readPrincipals';
import { useSuggestions } from './useSuggestions';

const KINDS: Array<ComboboxOption<PrincipalKind> & { example: string }> = [
  { value: 'group', label: 'Group', description: 'A group of the identity provider', example: 'acme-dev' },
  { value: 'user', label: 'User', description: 'An e-mail address or the provider’s id', example: 'alice@example.com' },
  { value: 'domain', label: 'Domain', description: 'Everybody with an address there', example: 'example.com' },
  { value: 'service', label: 'Service', description: 'A machine with a credential', example: 'vmagent' },
  { value: 'claim', label: 'Claim', description: 'A claim of the token and its value', example: 'department=finance' },
  { value: 'authenticated', label: 'Anybody signed in', description: 'Every verified identity', example: '' },
];

interface Props {
  id: string;
  /** Names the inputs for screen readers, for example "principal". */
  noun: string;
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
  const chosen = KINDS.find((one) => one.value === kind);
  return (
    <Stack direction="column" gap={1}>
      {value.list.length > 0 && (
        <ul className={styles.tags} aria-label={`${noun}s`}>
          {value.list.map((principal) => (
            <li key={principal} className={styles.tag}>
              <Icon name={principalIcon(principal)} size="sm" />
              {principal}
              <IconButton
                name="times"
                size="sm"
                aria-label={`Remove ${principal}`}
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
          options={KINDS}
          value={kind}
          onChange={(option) => {
            setKind(option.value);
            setProblem(undefined);
          }}
          width={24}
          aria-label={`Kind of ${noun}`}
        />
        <Input
          ref={input}
          id={id}
          className={styles.name}
          value={nameless ? '' : typed}
          disabled={nameless}
          placeholder={nameless ? 'Nothing to fill in' : chosen?.example}
          invalid={invalid || problem !== undefined}
          // The browser's own list works by keyboard and with screen readers; without suggestions, this is a plain input.
          list={suggestions.length > 0 ? `${id}-suggestions` : undefined}
          aria-label={`${noun} to add`}
          aria-describedby={problem === undefined ? undefined : `${id}-problem`}
          onFocus={() => setEntered(true)}
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        {suggestions.length > 0 && (
          <datalist id={`${id}-suggestions`}>
            {suggestions.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        )}
        <Button
          variant="secondary"
          icon="plus"
          aria-label={`Add ${noun}`}
          disabled={!nameless && typed.trim() === ''}
          onClick={() => {
            add(nameless ? kind : typed);
            focusOnAdding();
          }}
        >
          Add
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

const getStyles = (theme: GrafanaTheme2) => ({
  adding: css({ display: 'flex', gap: theme.spacing(1), '& > :first-child': { flexShrink: 0 } }),
  name: css({ flex: 1, minWidth: 0 }),
  tags: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5), listStyle: 'none' }),
  tag: principalTagStyle(theme),
  problem: css({ color: theme.colors.error.text, fontSize: theme.typography.bodySmall.fontSize }),
});
