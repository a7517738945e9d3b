import { useCallback } from 'react';
import { useUrlValue } from '../ui/useUrlValue';

/** Milliseconds between one look and the next. */
const LOOK_EVERY = 5_000;

export interface Live {
  on: boolean;
  /** As queries want it. */
  refetchInterval: number | false;
  toggle: () => void;
}

/** Whether the list follows what happens; kept in the URL. */
export function useLive(): Live {
  const [text, setText] = useUrlValue('live');
  const on = text !== 'off';
  return {
    on,
    refetchInterval: on ? LOOK_EVERY : false,
    toggle: useCallback(() => setText(on ? 'off' : ''), [on, setText]),
  };
}
