/**
 * Calls back once when this process is told to end: Ctrl-C, a signal, or the end of the process that started it with an IPC
 * channel. Ctrl-C in a terminal often arrives twice, directly and passed on; the second one does not matter.
 */
export function onStop(stop: (why: string) => void): void {
  let stopped = false;
  const once = (why: string) => {
    if (!stopped) {
      stopped = true;
      stop(why);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => once(signal));
  }
  process.on('disconnect', () => once('the starting process is gone'));
  process.channel?.unref();
}
