import { useCallback } from 'react';
import { useLocation, useSearchParams } from 'react-router-dom';
import { withParam } from './withParam';

/** A choice that is kept in the page's URL and not in the browser's history; empty when it is not made. */
export function useUrlValue(name: string): [value: string, setValue: (value: string) => void] {
  const [params, setParams] = useSearchParams();
  const { state } = useLocation();
  const setValue = useCallback(
    (value: string) => setParams((now) => withParam(now, name, value), { replace: true, state }),
    [name, state, setParams]
  );
  return [params.get(name) ?? '', setValue];
}
