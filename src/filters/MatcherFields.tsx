import React, { useCallback, useId, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { type MatchOperator, printMatcher } from '@gatehouse/model';
import { Button, Combobox, type ComboboxOption, IconButton, Input, MultiCombobox, useStyles2 } from '@grafana/ui';
import type { FoundTexts, LookUp } from '../api/discovery';
import { t } from '../i18n/t';
import { sentence } from '../ui/sentence';
import { alternationOf, valuesIn } from './alternation';
import { isPattern, letsAbsentThrough, type MatcherRow, rowError, withOperator } from './matcherRows';
import { Message } from './Message';

// No text but what one writes in every language.
const EXAMPLE = 'prod-.+';

interface Props {
  row: MatcherRow;
  onChange: (row: MatcherRow) => void;
  onRemove: (() => void) | undefined;
  /** Adds a matcher that leaves out series without the label. */
  onRequireLabel: (label: string) => void;
  lookUp: LookUp;
  /** Where this is, for screen readers, counted from one. */
  position: { matcher: number; filter: number; grant: number };
  /** Whether what is not chosen yet is an error by now. */
  strict: boolean;
}

/** One matcher: label, operator and value, each offered from what the tenant holds, or typed. */
export function MatcherFields({ row, onChange, onRemove, onRequireLabel, lookUp, position, strict }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const { label, operator, value } = row;
  const listed = isPattern(operator) ? valuesIn(value ?? '') : undefined;
  const [wantsPattern, setWantsPattern] = useState(false);
  const asPattern = isPattern(operator) && (wantsPattern || listed === undefined);
  const { labels, values } = lookUp;
  const labelOptions = useCallback(async (search: string) => optionsOf(await labels(search), describeLabel), [labels]);
  const valueOptions = useCallback(
    async (search: string) => withoutValue(optionsOf(await values(label, search)), search),
    [values, label]
  );
  const error = rowError(row);
  const missing = !strict
    ? undefined
    : label === ''
      ? t('filters.matcher.noLabel', 'Choose a label.')
      : value === undefined
        ? t('filters.matcher.noValue', 'Choose a value.')
        : undefined;
  const chooseText = t('filters.matcher.chooseValue', 'Choose or type');
  const toggle = asPattern
    ? t('filters.matcher.asValues', 'Choose from values')
    : t('filters.matcher.asPattern', 'Write a regular expression');
  return (
    <div
      role="group"
      aria-label={t('filters.matcher.name', 'Matcher {{matcher}} of filter {{filter}} of grant {{grant}}', position)}
      className={styles.matcher}
    >
      <span id={`${id}-values`} hidden>
        {t('filters.matcher.values', 'Values')}
      </span>
      <div className={styles.fields}>
        <div className={styles.label}>
          <Combobox
            id={`${id}-label-input`}
            aria-label={t('filters.matcher.label', 'Label')}
            options={labelOptions}
            value={label === '' ? null : label}
            onChange={(option) => onChange({ ...row, label: option.value.trim() })}
            createCustomValue
            customValueDescription={t('filters.matcher.asTyped', 'Use as typed')}
            placeholder={t('filters.matcher.chooseLabel', 'Choose a label')}
            invalid={missing !== undefined && label === ''}
          />
        </div>
        <div className={styles.operator}>
          <Combobox
            id={`${id}-operator-input`}
            aria-label={t('filters.matcher.operator', 'Operator')}
            options={operators()}
            value={operator}
            onChange={(option) => onChange(withOperator(row, option.value))}
            invalid={false}
          />
        </div>
        <div className={styles.value}>
          {asPattern ? (
            <Input
              aria-labelledby={`${id}-values`}
              className={styles.code}
              value={value ?? ''}
              onChange={(event) => onChange({ ...row, value: event.currentTarget.value })}
              placeholder={EXAMPLE}
              spellCheck={false}
              autoComplete="off"
              invalid={error !== undefined}
              aria-invalid={error !== undefined}
              aria-describedby={`${id}-messages`}
            />
          ) : isPattern(operator) ? (
            <MultiCombobox
              id={`${id}-value-input`}
              aria-labelledby={`${id}-values`}
              options={valueOptions}
              value={value === undefined ? [] : (listed ?? []).map(optionOf)}
              onChange={(options) =>
                onChange({
                  ...row,
                  value:
                    options.length === 0 ? undefined : alternationOf(options.map((option) => valueOf(option.value))),
                })
              }
              createCustomValue
              customValueDescription={t('filters.matcher.asTyped', 'Use as typed')}
              placeholder={chooseText}
              invalid={missing !== undefined && value === undefined}
            />
          ) : (
            <Combobox
              id={`${id}-value-input`}
              aria-label={t('filters.matcher.value', 'Value')}
              options={valueOptions}
              value={value === undefined ? null : optionOf(value)}
              onChange={(option) => onChange({ ...row, value: valueOf(option.value) })}
              createCustomValue
              customValueDescription={t('filters.matcher.asTyped', 'Use as typed')}
              placeholder={chooseText}
              invalid={missing !== undefined && value === undefined}
            />
          )}
        </div>
        <div className={styles.buttons}>
          {isPattern(operator) && (
            <IconButton
              name={asPattern ? 'list-ul' : 'brackets-curly'}
              tooltip={
                listed === undefined
                  ? t('filters.matcher.onlyPattern', 'This regular expression says more than a list of values')
                  : toggle
              }
              disabled={listed === undefined}
              onClick={() => setWantsPattern(!asPattern)}
            />
          )}
          {onRemove !== undefined && (
            <IconButton
              name="times"
              tooltip={t(
                'filters.matcher.remove',
                'Remove matcher {{matcher}} of filter {{filter}} of grant {{grant}}',
                position
              )}
              onClick={onRemove}
            />
          )}
        </div>
      </div>
      <div id={`${id}-messages`} aria-live="polite">
        {error !== undefined && <Message kind="error">{sentence(error)}</Message>}
        {missing !== undefined && <Message kind="error">{missing}</Message>}
        {error === undefined && value !== undefined && letsAbsentThrough(row) && (
          <Message kind="warning">
            {t('filters.matcher.absent', '{{matcher}} also matches series without the label {{label}}.', {
              matcher: printMatcher({ label, operator, value }),
              label,
            })}
            {(operator !== '=' || value !== '') && (
              <Button
                variant="secondary"
                fill="text"
                size="sm"
                className={styles.inText}
                onClick={() => onRequireLabel(label)}
              >
                {t('filters.matcher.requireLabel', 'Leave those out')}
              </Button>
            )}
          </Message>
        )}
      </div>
    </div>
  );
}

function operators(): Array<ComboboxOption<MatchOperator>> {
  return [
    { value: '=', label: '=', description: t('filters.operator.is', 'is') },
    { value: '!=', label: '!=', description: t('filters.operator.isNot', 'is not') },
    { value: '=~', label: '=~', description: t('filters.operator.isOneOf', 'is one of, or matches') },
    { value: '!~', label: '!~', description: t('filters.operator.isNoneOf', 'is none of, or does not match') },
  ];
}

/** The list cannot have an empty value, so another one stands for it there that no label can have. */
const EMPTY = '\u0000';

function valueOf(option: string): string {
  return option === EMPTY ? '' : option;
}

function optionOf(value: string): ComboboxOption {
  return value === ''
    ? {
        value: EMPTY,
        label: t('filters.matcher.empty', '(empty)'),
        description: t('filters.matcher.emptyExplained', 'Series without the label'),
      }
    : { value, label: value };
}

/** Series without the label are offered last, and only to who looks at the whole list. */
function withoutValue(options: ComboboxOption[], search: string): ComboboxOption[] {
  return search === '' ? [...options, optionOf('')] : options;
}

function describeLabel(label: string): string | undefined {
  return label === '__name__' ? t('filters.matcher.metricName', 'The name of the metric') : undefined;
}

function optionsOf(
  { found, complete }: FoundTexts,
  describe: (text: string) => string | undefined = () => undefined
): ComboboxOption[] {
  const options = found
    .filter((text) => text !== '')
    .map((text): ComboboxOption => {
      const description = describe(text);
      return { value: text, label: text, ...(description !== undefined && { description }) };
    });
  return complete
    ? options
    : [
        ...options,
        {
          value: `${EMPTY}more`,
          label: t('filters.matcher.more', 'There are more: type to find them'),
          infoOption: true,
        },
      ];
}

const getStyles = (theme: GrafanaTheme2) => ({
  matcher: css({ minWidth: 0 }),
  fields: css({ display: 'flex', gap: theme.spacing(0.5), alignItems: 'flex-start' }),
  label: css({ flex: '4 1 0', minWidth: 0 }),
  operator: css({ flex: '0 0 80px' }),
  value: css({ flex: '6 1 0', minWidth: 0 }),
  code: css({ '& input': { fontFamily: theme.typography.fontFamilyMonospace } }),
  buttons: css({
    display: 'flex',
    gap: theme.spacing(0.5),
    justifyContent: 'flex-end',
    alignItems: 'center',
    minHeight: theme.spacing(4),
    minWidth: theme.spacing(5.5),
  }),
  inText: css({
    height: 'auto',
    padding: theme.spacing(0, 0.5),
    marginLeft: theme.spacing(0.5),
    lineHeight: 'inherit',
  }),
});
