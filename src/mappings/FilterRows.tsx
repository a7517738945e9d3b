import React, { useId } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Stack, Text, useStyles2 } from '@grafana/ui';
import { type Control, type FieldErrors, useFieldArray } from 'react-hook-form';
import { type NoPlace, type Place, useLookUp } from '../api/discovery';
import { Message } from '../filters/Message';
import { SeriesCount } from '../filters/SeriesCount';
import { t } from '../i18n/t';
import { sentence } from '../ui/sentence';
import type { FilterProblems } from './filterProblems';
import { FilterRow } from './FilterRow';
import type { GrantValue, MappingFormValues } from './mappingForm';

interface Props {
  control: Control<MappingFormValues>;
  position: number;
  errors: FieldErrors<GrantValue> | undefined;
  /** What the model has against the filters as they stand now. */
  problems: FilterProblems;
  /** Where to look for labels, values and series. */
  place: Place | NoPlace | undefined;
}

/** The filters of a grant; a series is seen when it fits any of them. */
export function FilterRows({ control, position, errors, problems, place }: Props) {
  const styles = useStyles2(getStyles);
  const { fields, append, remove } = useFieldArray({ control, name: `grants.${position}.filters` });
  const id = useId();
  const known = typeof place === 'object' ? place : undefined;
  const lookUp = useLookUp(known);
  const late = errors?.filters?.root?.message ?? errors?.filters?.message;
  const ofAll = [...new Set([...problems.ofAll, ...(late === undefined ? [] : [late])])];
  const numbers = { grant: position + 1 };
  return (
    <div role="group" aria-label={t('mappings.filters.name', 'Filters of grant {{grant}}', numbers)}>
      <Stack direction="column" gap={1}>
        <div>
          <Text variant="bodySmall" weight="medium">
            {t('mappings.filters.title', 'Filters')}
          </Text>
          {fields.length > 0 && (
            <div>
              <Text variant="bodySmall" color="secondary">
                {t(
                  'mappings.filters.explained',
                  'A series is seen when it fits one of the filters; to fit one, all its matchers must hold.'
                )}
              </Text>
            </div>
          )}
        </div>
        {fields.length === 0 && (
          <Stack gap={1.5} wrap="wrap" alignItems="baseline">
            <Text color="secondary">{t('mappings.filters.none', 'None: the whole tenant.')}</Text>
            <SeriesCount place={known} filter={undefined} />
          </Stack>
        )}
        {fields.map((field, index) => (
          <FilterRow
            key={field.id}
            control={control}
            grant={position}
            position={index}
            problem={problems.ofOne.get(index)}
            describedBy={ofAll.length > 0 ? id : undefined}
            lookUp={lookUp}
            place={known}
            onRemove={() => {
              remove(index);
              // The pressed button is gone, and the keyboard must not be left nowhere.
              document.getElementById(`${id}-add`)?.focus();
            }}
          />
        ))}
        <div id={id} aria-live="polite">
          {ofAll.map((problem) => (
            <Message key={problem} kind="error">
              {problem}
            </Message>
          ))}
          {fields.length > 0 && lookUp.failure !== undefined && (
            <Message kind="note">
              {t('mappings.filters.noAnswer', 'Labels and values cannot be offered now; type them. {{reason}}', {
                reason: sentence(lookUp.failure.message),
              })}
            </Message>
          )}
          {fields.length > 0 && place === 'not-allowed' && (
            <Message kind="note">
              {t(
                'mappings.filters.notAllowed',
                'The plugin’s admin token may not look into backends, so labels and values are typed and series not counted.'
              )}
            </Message>
          )}
          {fields.length > 0 && place === 'not-published' && (
            <Message kind="note">
              {t(
                'mappings.filters.notPublished',
                'This tenant is not published as it stands here, so labels and values are typed and series not counted yet.'
              )}
            </Message>
          )}
        </div>
        <div className={styles.add}>
          <Button
            id={`${id}-add`}
            variant="secondary"
            fill="text"
            size="sm"
            icon="plus"
            aria-label={t('mappings.filters.addTo', 'Add filter to grant {{grant}}', numbers)}
            onClick={() => append({ text: '' })}
          >
            {t('mappings.filters.add', 'Add filter')}
          </Button>
        </div>
      </Stack>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // What is written on the button stands in line with the labels around it, not its invisible edge.
  add: css({ marginLeft: theme.spacing(-1) }),
});
