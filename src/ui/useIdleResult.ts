import { useEffect, useState } from 'react';

/** Where the browser does not say how long it is idle: how long to work at a time, and to pause, in milliseconds. */
const SLICE = 8;
const PAUSE = 16;

/**
 * The result of a long calculation that is done bit by bit while the browser has nothing else to do. While another one is under way,
 * the last result stays.
 *
 * @param start loads and begins the calculation, whose steps take a few milliseconds each; a new function begins a new one
 * @param first the result until there is one
 */
export function useIdleResult<Result>(start: () => Promise<Generator<unknown, Result>>, first: Result): Result {
  const [result, setResult] = useState(first);
  useEffect(() => {
    let stop: () => void = () => {};
    let stopped = false;
    const work = (steps: Generator<unknown, Result>) => {
      if (!stopped) {
        stop = whenIdle((hasTime) => {
          do {
            const step = steps.next();
            if (step.done === true) {
              setResult(step.value);
              return true;
            }
          } while (hasTime());
          return false;
        });
      }
    };
    // What cannot be loaded is left out: the page does its work without.
    start().then(work, () => {});
    return () => {
      stopped = true;
      stop();
    };
  }, [start]);
  return result;
}

/**
 * Calls a function whenever the browser is idle, until it says that it is done.
 *
 * @returns stops that
 */
function whenIdle(work: (hasTime: () => boolean) => boolean): () => void {
  // Safari has no such thing.
  if (typeof requestIdleCallback === 'undefined') {
    const slice = () => {
      const end = performance.now() + SLICE;
      if (!work(() => performance.now() < end)) {
        timer = setTimeout(slice, PAUSE);
      }
    };
    let timer = setTimeout(slice, PAUSE);
    return () => clearTimeout(timer);
  }
  const again = (): number =>
    requestIdleCallback((deadline) => {
      if (!work(() => deadline.timeRemaining() > SLICE / 2)) {
        handle = again();
      }
    });
  let handle = again();
  return () => cancelIdleCallback(handle);
}
