import React, { type FocusEvent, useEffect, useMemo, useRef, useState } from 'react';
import { css } from '@emotion/css';
import {
  dateTime,
  type DateTime,
  dateTimeFormatTimeAgo,
  dateTimeParse,
  type GrafanaTheme2,
  ISO_8601,
} from '@grafana/data';
import { Button, DateTimePicker, Text, useStyles2 } from '@grafana/ui';
import { t } from '../i18n/t';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

interface Props {
  /** Of the input, which a label names. */
  id: string;
  /** A time as a policy has it; empty for no end; what was typed when it is no time. */
  value: string;
  onChange: (value: string) => void;
}

/** When a mapping ends: a date and time in the time zone that Grafana is set to, or one of the usual spans from now on. */
export function ExpiryInput({ id, value, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const date = useMemo(() => {
    const time = dateTime(value, ISO_8601);
    return time.isValid() ? time : undefined;
  }, [value]);
  // The picker does not notice when its date is taken away; another one does.
  const [emptied, setEmptied] = useState(0);
  const [opened] = useState(Date.now);
  const frame = useRef<HTMLDivElement>(null);
  // Grafana's picker takes no id, and without one no label names its input.
  useEffect(() => {
    const input = frame.current?.querySelector('input');
    input?.setAttribute('id', id);
    input?.setAttribute('autocomplete', 'off');
  }, [id, emptied]);

  const choose = (next: DateTime | undefined) => {
    // It shows minutes: a time that nobody touched keeps its seconds and its offset.
    if (next !== undefined && (date === undefined || !isSameMinute(next, date))) {
      onChange(timeText(next));
    }
  };
  const onBlur = ({ target }: FocusEvent) => {
    // The picker keeps the time before when the new one cannot be read, and so would the policy.
    if (target instanceof HTMLInputElement && target.id === id && !dateTimeParse(target.value).isValid()) {
      onChange(target.value.trim());
    }
  };
  const empty = () => {
    setEmptied(emptied + 1);
    onChange('');
    // The pressed button goes away, and the keyboard must not be left nowhere.
    frame.current?.querySelector('button')?.focus();
  };
  const isPast = date !== undefined && date.valueOf() <= opened;
  return (
    <div className={styles.both}>
      <div ref={frame} className={styles.picker} onBlur={onBlur}>
        <DateTimePicker key={emptied} date={date} onChange={choose} showSeconds={false} clearable />
      </div>
      <div className={styles.spans} role="group" aria-label={t('mappings.expiry.spans', 'Ends after')}>
        {spans().map(({ days, text }) => (
          <Button
            key={days}
            size="sm"
            variant="secondary"
            fill="outline"
            onClick={() => onChange(timeText(dateTime(Math.ceil((Date.now() + days * DAY) / MINUTE) * MINUTE)))}
          >
            {text}
          </Button>
        ))}
        {value !== '' && (
          <Button size="sm" variant="secondary" fill="text" onClick={empty}>
            {t('mappings.expiry.never', 'Does not end')}
          </Button>
        )}
        {date !== undefined && (
          <span role="status">
            <Text variant="bodySmall" color={isPast ? 'warning' : 'secondary'}>
              {isPast
                ? t('mappings.expiry.ended', 'Over: {{ago}}', { ago: dateTimeFormatTimeAgo(date) })
                : dateTimeFormatTimeAgo(date)}
            </Text>
          </span>
        )}
      </div>
    </div>
  );
}

function spans(): Array<{ days: number; text: string }> {
  return [
    { days: 1, text: t('mappings.expiry.day', '1 day') },
    { days: 7, text: t('mappings.expiry.week', '1 week') },
    { days: 30, text: t('mappings.expiry.month', '30 days') },
    { days: 90, text: t('mappings.expiry.quarter', '90 days') },
  ];
}

function isSameMinute(a: DateTime, b: DateTime): boolean {
  return Math.floor(a.valueOf() / MINUTE) === Math.floor(b.valueOf() / MINUTE);
}

/** In UTC, as policies write it. */
function timeText(time: DateTime): string {
  return time.toISOString().replace(/\.000Z$/, 'Z');
}

const getStyles = (theme: GrafanaTheme2) => ({
  both: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  picker: css({ maxWidth: theme.spacing(34) }),
  spans: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
});
