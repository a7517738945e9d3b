import React, { useId } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, Stack, Text, useStyles2 } from '@grafana/ui';
import { type Control, type FieldErrors, useFieldArray } from 'react-hook-form';
import type { FilterProblems } from './filterProblems';
import { FilterRow } from './FilterRow';
import type { GrantValue, MappingFormValues } from './mappingForm';

interface Props {
  control: Control<MappingFormValues>;
  position: number;
  errors: FieldErrors<GrantValue> | undefined;
  /** What the model has against the filters as they stand now. */
  problems: FilterProblems;
}

/** The filters of a grant: one input each; a series is seen when it fits any of them. */
export function FilterRows({ control, position, errors, problems }: Props) {
  const styles = useStyles2(getStyles);
  const { fields, append, remove } = useFieldArray({ control, name: `grants.${position}.filters` });
  const id = useId();
  const late = errors?.filters?.root?.message ?? errors?.filters?.message;
  const ofAll = [...new Set([...problems.ofAll, ...(late === undefined ? [] : [late])])];
  return (
    <div role="group" aria-label={`Filters of grant ${position + 1}`}>
      <Stack direction="column" gap={1}>
        <Text variant="bodySmall" weight="medium">
          Filters
        </Text>
        {fields.length === 0 && <Text color="secondary">None: the whole tenant.</Text>}
        {fields.map((field, index) => (
          <FilterRow
            key={field.id}
            control={control}
            grant={position}
            position={index}
            problem={problems.ofOne.get(index)}
            describedBy={ofAll.length > 0 ? id : undefined}
            onRemove={() => remove(index)}
          />
        ))}
        <div id={id} aria-live="polite">
          {ofAll.map((problem) => (
            <div key={problem} className={styles.error}>
              <Icon name="exclamation-circle" />
              <span>{problem}</span>
            </div>
          ))}
        </div>
        <div className={styles.add}>
          <Button
            variant="secondary"
            fill="text"
            size="sm"
            icon="plus"
            aria-label={`Add filter to grant ${position + 1}`}
            onClick={() => append({ text: '' })}
          >
            Add filter
          </Button>
        </div>
      </Stack>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // What is written on the button stands in line with the labels around it, not its invisible edge.
  add: css({ marginLeft: theme.spacing(-1) }),
  error: css({
    display: 'flex',
    gap: theme.spacing(0.5),
    color: theme.colors.error.text,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
    '& > svg': { flexShrink: 0, marginTop: 2 },
  }),
});
