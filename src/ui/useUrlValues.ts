import { useCallback, useMemo } from 'react';
import { useLocation, useSearchParams } from 'react-router-dom';
import { withParam } from './withParam';

/**
 * Several choices that are kept in the page's URL and not in the browser's history, and can be changed together; each is empty
 * when it is not made.
 *
 * @param names of the parameters; the same array each time
 */
export function useUrlValues<Name extends string>(
  names: readonly Name[]
): [values: Readonly<Record<Name, string>>, change: (changed: Partial<Record<Name, string>>) => void] {
  const [params, setParams] = useSearchParams();
  const { state } = useLocation();
  // What else is in the URL changes with every key that is typed into a search; these stay the same object meanwhile.
  const written = names.map((name) => params.get(name) ?? '').join('\n');
  const values = useMemo(() => {
    const texts = written.split('\n');
    return names.reduce<Partial<Record<Name, string>>>(
      (all, name, index) => ({ ...all, [name]: texts[index] ?? '' }),
      {}
    ) as Record<Name, string>;
  }, [names, written]);
  const change = useCallback(
    (changed: Partial<Record<Name, string>>) =>
      setParams(
        (now) =>
          names.reduce((all, name) => {
            const value = changed[name];
            return value === undefined ? all : withParam(all, name, value);
          }, now),
        { replace: true, state }
      ),
    [names, state, setParams]
  );
  return [values, change];
}
