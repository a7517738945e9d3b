import { useEffect, useRef, useState } from 'react';

const BEFORE_IT_IS_KNOWN = 600;

/** How wide an element is, in pixels, also when the window changes. */
export function useWidth<Element extends HTMLElement>() {
  const ref = useRef<Element>(null);
  const [width, setWidth] = useState(BEFORE_IT_IS_KNOWN);
  useEffect(() => {
    const { current } = ref;
    if (current === null) {
      return undefined;
    }
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined && entry.contentRect.width > 0) {
        setWidth(Math.floor(entry.contentRect.width));
      }
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}
