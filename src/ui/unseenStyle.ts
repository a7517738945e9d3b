import { css } from '@emotion/css';

/** Hides a text from sight, not from screen readers. */
export function unseenStyle(): string {
  return css({
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  });
}
