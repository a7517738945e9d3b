import React, { useId } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, IconButton, Input, useStyles2 } from '@grafana/ui';
import { type Control, useController } from 'react-hook-form';
import type { MappingFormValues } from './mappingForm';
import { readFilter } from './readFilter';
import { sentence } from '../ui/sentence';

interface Props {
  control: Control<MappingFormValues>;
  grant: number;
  position: number;
  /** What the model has against this filter at its place. */
  problem: string | undefined;
  /** The id of what is wrong with all filters together. */
  describedBy: string | undefined;
  onRemove: () => void;
}

/** One filter as text, read while it is typed: the exact error, or what it lets through besides. */
export function FilterRow({ control, grant, position, problem, describedBy, onRemove }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const {
    field: { ref, ...field },
    fieldState,
  } = useController({ control, name: `grants.${grant}.filters.${position}.text` });
  // An input that nobody has typed into yet is not wrong; saving tells.
  const reading = field.value === '' ? { warnings: [] } : readFilter(field.value);
  const error = reading.error ?? problem ?? fieldState.error?.message;
  const wrong = error !== undefined || describedBy !== undefined;
  return (
    <div className={styles.row}>
      <span className={styles.or} aria-hidden>
        {position > 0 ? 'or' : ''}
      </span>
      <div className={styles.filter}>
        <Input
          className={styles.input}
          ref={ref}
          {...field}
          placeholder={'{team="dev",env=~"aws|gcp"}'}
          spellCheck={false}
          autoComplete="off"
          invalid={wrong}
          aria-invalid={wrong}
          aria-label={`Filter ${position + 1} of grant ${grant + 1}`}
          aria-describedby={describedBy === undefined ? id : `${id} ${describedBy}`}
        />
        <div id={id} aria-live="polite">
          {error !== undefined && (
            <div className={cx(styles.message, styles.error)}>
              <Icon name="exclamation-circle" />
              <span>{sentence(error)}</span>
            </div>
          )}
          {reading.warnings.map((warning) => (
            <div key={warning} className={cx(styles.message, styles.warning)}>
              <Icon name="exclamation-triangle" />
              <span>{warning}</span>
            </div>
          ))}
        </div>
      </div>
      <IconButton
        className={styles.remove}
        name="trash-alt"
        tooltip={`Remove filter ${position + 1} of grant ${grant + 1}`}
        onClick={onRemove}
      />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ display: 'flex', gap: theme.spacing(1), alignItems: 'flex-start' }),
  or: css({
    width: theme.spacing(2.5),
    lineHeight: theme.spacing(4),
    color: theme.colors.text.secondary,
    '&:empty': { display: 'none' },
  }),
  filter: css({ flex: 1, minWidth: 0 }),
  input: css({ '& input': { fontFamily: theme.typography.fontFamilyMonospace } }),
  message: css({
    display: 'flex',
    gap: theme.spacing(0.5),
    marginTop: theme.spacing(0.5),
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
    '& > svg': { flexShrink: 0, marginTop: 2 },
  }),
  error: css({ color: theme.colors.error.text }),
  warning: css({ color: theme.colors.warning.text }),
  remove: css({ marginTop: theme.spacing(1) }),
});
