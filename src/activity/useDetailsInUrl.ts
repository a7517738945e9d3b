import { useCallback } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router-dom';
import { withParam } from '../ui/withParam';

export interface DetailsInUrl {
  /** What is shown in the drawer; empty while it is closed. */
  shown: string;
  open: (key: string) => void;
  close: () => void;
}

// What the page itself opened is closed by going back; a link that was followed is replaced, since before it is another page.
const OPENED = { opened: true };

/**
 * Which details are open, kept in the page's URL: a link leads to them, and the browser's way back closes them.
 *
 * @param name of the parameter
 */
export function useDetailsInUrl(name: string): DetailsInUrl {
  const [params, setParams] = useSearchParams();
  const { state } = useLocation();
  const navigate = useNavigate();
  const shown = params.get(name) ?? '';
  const open = useCallback(
    (key: string) => setParams((now) => withParam(now, name, key), { state: OPENED }),
    [name, setParams]
  );
  return {
    shown,
    open,
    close: () => {
      if (typeof state === 'object' && state !== null && 'opened' in state && state.opened === true) {
        navigate(-1);
      } else {
        setParams((now) => withParam(now, name, ''), { replace: true });
      }
    },
  };
}
