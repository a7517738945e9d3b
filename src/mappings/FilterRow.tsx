import React, { useEffect, useId, useRef, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { IconButton, RadioButtonGroup, Text, useStyles2 } from '@grafana/ui';
import { type Control, useController } from 'react-hook-form';
import type { LookUp, Place } from '../api/discovery';
import { FilterBuilder } from '../filters/FilterBuilder';
import { FilterText } from '../filters/FilterText';
import { type MatcherRow, rowsOf, textOf } from '../filters/matcherRows';
import { Message } from '../filters/Message';
import { SeriesCount } from '../filters/SeriesCount';
import { t } from '../i18n/t';
import { sentence } from '../ui/sentence';
import type { MappingFormValues } from './mappingForm';
import { readFilter } from './readFilter';

interface Props {
  control: Control<MappingFormValues>;
  grant: number;
  position: number;
  /** What the model has against this filter at its place. */
  problem: string | undefined;
  /** The id of what is wrong with all filters together. */
  describedBy: string | undefined;
  lookUp: LookUp;
  /** Where to count its series; undefined where that cannot be done. */
  place: Place | undefined;
  onRemove: () => void;
}

type Mode = 'builder' | 'text';

/** One filter, put together from rows or typed; read at every change: the exact error, or what it lets through besides. */
export function FilterRow({ control, grant, position, problem, describedBy, lookUp, place, onRemove }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const {
    field: { ref, name, value: text, onChange, onBlur },
    fieldState,
  } = useController({ control, name: `grants.${grant}.filters.${position}.text` });
  const [rows, setRows] = useState<MatcherRow[] | undefined>(() => rowsOf(text));
  const [mode, setMode] = useState<Mode>(rows === undefined ? 'text' : 'builder');
  const numbers = { filter: position + 1, grant: grant + 1 };
  // A filter that nobody has entered yet is not wrong; saving tells.
  const reading = text === '' ? { warnings: [] } : readFilter(text);
  // Rows that were written to the text show it, also when they are not complete; any other text must be readable.
  const shown = rows !== undefined && textOf(rows) === text ? rows : rowsOf(text);
  const building = mode === 'builder' && shown !== undefined;
  const late = building && reading.error !== undefined ? undefined : fieldState.error?.message;
  const error = (building ? undefined : reading.error) ?? problem ?? late;
  const wrong = error !== undefined || describedBy !== undefined;
  const label = t('mappings.filter.name', 'Filter {{filter}} of grant {{grant}}', numbers);

  // Without it, the form would not know where to put the focus when this is wrong.
  const fields = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (building) {
      ref({ focus: () => fields.current?.querySelector('input')?.focus() });
    }
  }, [building, ref]);

  const change = (next: Mode) => {
    setRows(shown);
    setMode(next);
  };
  return (
    <>
      {position > 0 && (
        <div className={styles.or} aria-hidden>
          {t('mappings.filter.or', 'or')}
        </div>
      )}
      <div className={styles.filter}>
        <div className={styles.head}>
          <Text variant="bodySmall" weight="medium">
            {t('mappings.filter.title', 'Filter {{filter}}', numbers)}
          </Text>
          <SeriesCount
            place={reading.error === undefined && text !== '' ? place : undefined}
            filter={reading.error === undefined && text !== '' ? text : undefined}
          />
          <div className={styles.buttons}>
            <RadioButtonGroup<Mode>
              size="sm"
              aria-label={t('mappings.filter.mode', 'How to write filter {{filter}} of grant {{grant}}', numbers)}
              options={[
                { value: 'builder', label: t('mappings.filter.builder', 'Builder') },
                { value: 'text', label: t('mappings.filter.text', 'Text') },
              ]}
              disabledOptions={shown === undefined ? ['builder'] : []}
              value={building ? 'builder' : 'text'}
              onChange={change}
            />
            <IconButton
              name="trash-alt"
              tooltip={t('mappings.filter.remove', 'Remove filter {{filter}} of grant {{grant}}', numbers)}
              onClick={onRemove}
            />
          </div>
        </div>
        <div ref={fields}>
          {building ? (
            <FilterBuilder
              rows={shown}
              onChange={(next) => {
                setRows(next);
                onChange(textOf(next));
              }}
              lookUp={lookUp}
              filter={numbers.filter}
              grant={numbers.grant}
              strict={fieldState.error !== undefined}
            />
          ) : (
            <FilterText
              inputRef={ref}
              name={name}
              text={text}
              onChange={onChange}
              onBlur={onBlur}
              label={label}
              invalid={wrong}
              errorOffset={reading.errorOffset}
              describedBy={describedBy === undefined ? id : `${id} ${describedBy}`}
            />
          )}
        </div>
        <div id={id} aria-live="polite">
          {error !== undefined && <Message kind="error">{sentence(error)}</Message>}
          {!building &&
            reading.warnings.map((warning) => (
              <Message key={warning} kind="warning">
                {warning}
              </Message>
            ))}
          {shown === undefined && (
            <Message kind="note">
              {t(
                'mappings.filter.onlyText',
                'The builder can show this when it can be read; until then it stays text.'
              )}
            </Message>
          )}
        </div>
      </div>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  or: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  filter: css({
    minWidth: 0,
    paddingLeft: theme.spacing(1.5),
    borderLeft: `2px solid ${theme.colors.border.medium}`,
  }),
  head: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 1.5),
    marginBottom: theme.spacing(0.5),
  }),
  buttons: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), marginLeft: 'auto' }),
});
