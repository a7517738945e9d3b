import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';
import { withParam } from '../ui/withParam';

/** Takes filters out of the page's URL, all at once. */
export function useClearFilters(names: readonly string[]): { filtered: boolean; clear: () => void } {
  const [params, setParams] = useSearchParams();
  return {
    filtered: names.some((name) => (params.get(name) ?? '') !== ''),
    clear: useCallback(
      () =>
        setParams((now) => names.reduce<URLSearchParams>((left, name) => withParam(left, name, ''), now), {
          replace: true,
        }),
      [names, setParams]
    ),
  };
}
