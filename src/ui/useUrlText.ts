import { useEffect, useRef, useState } from 'react';
import { useLocation, useSearchParams } from 'react-router-dom';
import { withParam } from './withParam';

/** Long enough for the next key of somebody who types. */
const PAUSE_MILLISECONDS = 300;

/**
 * A text that is also in the page's URL, so that a link or a reload brings it back. It can be changed with every key: the URL
 * follows in pauses, and the browser's history keeps only the last text.
 *
 * @param name of the parameter
 */
export function useUrlText(name: string): [text: string, setText: (text: string) => void] {
  const [params, setParams] = useSearchParams();
  const { state } = useLocation();
  const inUrl = params.get(name) ?? '';
  const [text, setText] = useState(inUrl);
  const written = useRef(inUrl);
  useEffect(() => {
    // Somebody went back, or followed a link.
    if (inUrl !== written.current) {
      written.current = inUrl;
      setText(inUrl);
    }
  }, [inUrl]);
  useEffect(() => {
    if (text === written.current) {
      return undefined;
    }
    const timer = setTimeout(() => {
      written.current = text;
      setParams((now) => withParam(now, name, text), { replace: true, state });
    }, PAUSE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [text, name, state, setParams]);
  return [text, setText];
}
