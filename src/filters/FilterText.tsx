import React, { type Ref } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { TextArea, useStyles2 } from '@grafana/ui';
import { type TokenKind, tokensOf } from './highlight';

// No text but what one writes in every language.
const EXAMPLE = '{team="dev",env=~"aws|gcp"}';

interface Props {
  inputRef: Ref<HTMLTextAreaElement>;
  name: string;
  text: string;
  onChange: (text: string) => void;
  onBlur: () => void;
  /** For screen readers: "Filter 1 of grant 1". */
  label: string;
  invalid: boolean;
  /** Where reading stopped, in UTF-16 code units; undefined when it did not. */
  errorOffset: number | undefined;
  describedBy: string;
}

/**
 * A filter as text, coloured while it is typed: a plain text area, whose letters are drawn by what stands behind it in the same
 * place.
 */
export function FilterText({
  inputRef,
  name,
  text,
  onChange,
  onBlur,
  label,
  invalid,
  errorOffset,
  describedBy,
}: Props) {
  const styles = useStyles2(getStyles);
  const tokens = tokensOf(text);
  return (
    <div className={styles.frame}>
      <div className={cx(styles.both, styles.mirror)} aria-hidden>
        {tokens.map(({ kind, text: piece, offset }) => {
          // The mark reaches to the end of the piece in which reading stopped.
          const at =
            errorOffset === undefined || errorOffset >= offset + piece.length ? piece.length : errorOffset - offset;
          const marked = errorOffset !== undefined && at >= 0 && at < piece.length;
          return marked ? (
            <span key={offset} className={styles[kind]}>
              {piece.slice(0, at)}
              <span className={styles.mark}>{piece.slice(at)}</span>
            </span>
          ) : (
            <span key={offset} className={styles[kind]}>
              {piece}
            </span>
          );
        })}
        {/* Holds the last line open, and shows that something is missing at the end. */}
        <span className={cx(errorOffset !== undefined && errorOffset >= text.length && styles.mark)}>{'\u00a0'}</span>
      </div>
      <TextArea
        ref={inputRef}
        name={name}
        className={cx(styles.both, styles.input)}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        onBlur={onBlur}
        placeholder={EXAMPLE}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        rows={1}
        invalid={invalid}
        aria-invalid={invalid}
        aria-label={label}
        aria-describedby={describedBy}
      />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const { success, info, warning, error, text } = theme.colors;
  const colors: Record<TokenKind, string> = {
    label: css({ color: info.text }),
    operator: css({ color: text.primary }),
    value: css({ color: success.text }),
    pattern: css({ color: success.text }),
    escape: css({ color: warning.text }),
    punctuation: css({ color: text.secondary }),
    other: css({ color: text.primary }),
  };
  return {
    ...colors,
    frame: css({ position: 'relative', background: theme.components.input.background }),
    both: css({
      margin: 0,
      padding: theme.spacing(0.75, 1),
      border: '1px solid transparent',
      fontFamily: theme.typography.fontFamilyMonospace,
      fontSize: theme.typography.bodySmall.fontSize,
      lineHeight: 1.5,
      letterSpacing: 0,
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
    }),
    mirror: css({ minHeight: theme.spacing(4), pointerEvents: 'none' }),
    input: css({
      '&&': {
        position: 'absolute',
        inset: 0,
        height: '100%',
        minHeight: 0,
        resize: 'none',
        overflow: 'hidden',
        background: 'transparent',
        color: 'transparent',
        caretColor: text.primary,
        border: `1px solid ${theme.components.input.borderColor}`,
        '&[aria-invalid="true"]': { borderColor: error.border },
        '&::placeholder': { color: text.disabled },
      },
      '@media (forced-colors: active)': { '&&': { color: 'CanvasText' } },
    }),
    mark: css({
      textDecoration: `underline wavy ${error.border}`,
      textDecorationSkipInk: 'none',
      textUnderlineOffset: 3,
      background: error.transparent,
    }),
  };
};
