import { useCallback, useMemo, useState } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router-dom';

/** What an editor is open for: an item by its name, or a new one. */
export interface EditorTarget {
  name: string | undefined;
}

export interface EditorInUrl {
  /** Undefined while no editor is open. */
  target: EditorTarget | undefined;
  /** True when somebody went back in the browser although something is entered: ask before it is lost. */
  leaving: boolean;
  open: (target: EditorTarget) => void;
  close: () => void;
  /** Tells whether something is entered that closing would lose. */
  onDirty: (dirty: boolean) => void;
  /** Puts the editor back into the URL, for who went back and thought better of it. */
  stay: () => void;
}

/** Which editor is open, kept in the page's URL: a link leads to it, and the browser's way back closes it. */
export function useEditorInUrl(): EditorInUrl {
  const [params, setParams] = useSearchParams();
  const { state } = useLocation();
  const navigate = useNavigate();
  const [dirty, setDirty] = useState(false);
  const [last, setLast] = useState<string>();
  // Going back takes a moment, in which nothing can be saved twice.
  const [closed, setClosed] = useState(false);

  const inUrl = params.has('add') ? ADDING : (params.get('edit') ?? undefined);
  if (inUrl !== undefined && inUrl !== last) {
    setLast(inUrl);
  }
  if (inUrl === undefined && closed) {
    setClosed(false);
  }

  const shown = closed ? undefined : (inUrl ?? (dirty ? last : undefined));
  const open = useCallback(
    ({ name }: EditorTarget) => setParams((now) => withShown(now, name ?? ADDING), { state: OPENED }),
    [setParams]
  );
  return {
    target: useMemo(() => (shown === undefined ? undefined : { name: shown === ADDING ? undefined : shown }), [shown]),
    leaving: shown !== undefined && inUrl === undefined,
    open,
    close: () => {
      setDirty(false);
      if (inUrl === undefined) {
        return;
      }
      setClosed(true);
      if (isOpened(state)) {
        navigate(-1);
      } else {
        setParams((now) => withShown(now, undefined), { replace: true });
      }
    },
    onDirty: setDirty,
    stay: () => {
      if (shown !== undefined) {
        setParams((now) => withShown(now, shown), { state: OPENED });
      }
    },
  };
}

// No name of a tenant or mapping.
const ADDING = '+';

// What the page itself opened is closed by going back; a link that was followed is replaced, since before it is another page.
const OPENED = { opened: true };

function isOpened(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'opened' in state && state.opened === true;
}

function withShown(params: URLSearchParams, shown: string | undefined): URLSearchParams {
  const changed = new URLSearchParams(params);
  changed.delete('edit');
  changed.delete('add');
  // What a link said about the item to add.
  changed.delete('for');
  if (shown !== undefined) {
    changed.set(shown === ADDING ? 'add' : 'edit', shown === ADDING ? '' : shown);
  }
  return changed;
}
