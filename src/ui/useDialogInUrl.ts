import { useCallback } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router-dom';

export interface DialogInUrl<Kind extends string> {
  /** Undefined while none is open. */
  dialog: { kind: Kind; id: string } | undefined;
  /** @param id what it is about; empty when it is about nothing that exists */
  open: (kind: Kind, id?: string) => void;
  close: () => void;
}

/**
 * Which dialog is open, kept in the page's URL: a link leads to it, and the browser's way back closes it.
 *
 * @param kinds the names of the parameters, a dialog each; the same array at every call
 */
export function useDialogInUrl<Kind extends string>(kinds: readonly Kind[]): DialogInUrl<Kind> {
  const [params, setParams] = useSearchParams();
  const { state } = useLocation();
  const navigate = useNavigate();
  const kind = kinds.find((name) => params.has(name));
  const open = useCallback(
    (shown: Kind, id = '') =>
      setParams(
        (now) => {
          const changed = without(now, kinds);
          changed.set(shown, id);
          return changed;
        },
        { state: OPENED }
      ),
    [kinds, setParams]
  );
  return {
    dialog: kind === undefined ? undefined : { kind, id: params.get(kind) ?? '' },
    open,
    close: () => {
      // What the page itself opened is closed by going back; before a link that was followed there is another page.
      if (isOpened(state)) {
        navigate(-1);
      } else {
        setParams((now) => without(now, kinds), { replace: true });
      }
    },
  };
}

const OPENED = { opened: true };

function isOpened(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'opened' in state && state.opened === true;
}

function without(params: URLSearchParams, names: readonly string[]): URLSearchParams {
  const changed = new URLSearchParams(params);
  for (const name of names) {
    changed.delete(name);
  }
  return changed;
}
