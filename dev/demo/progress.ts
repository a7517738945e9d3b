/** Tells a person at a terminal what is going on, with the time since the start. */
export interface Progress {
  /** A line of its own. */
  say(text: string): void;
  /** Says what is being done, and when it is done how long it took. */
  during<T>(text: string, work: () => Promise<T>): Promise<T>;
}

/** @param now milliseconds; a parameter so that tests can stop the clock */
export function createProgress(print: (line: string) => void = console.log, now: () => number = Date.now): Progress {
  const start = now();
  const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(1);
  const say = (text: string) => print(`[${seconds(now() - start).padStart(5)} s] ${text}`);
  return {
    say,
    during: async (text, work) => {
      say(`${text} …`);
      const begun = now();
      const result = await work();
      say(`${text}: done in ${seconds(now() - begun)} s`);
      return result;
    },
  };
}
