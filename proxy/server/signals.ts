const EXIT_CODES = { SIGTERM: 143, SIGINT: 130 } as const;

/**
 * Stops the process on SIGTERM and SIGINT: the first signal asks `stop` to finish, a second one ends the process at once.
 *
 * @param stop resolves when the process may end; it then ends with code 0
 */
export function stopOnSignals(stop: (signal: string) => Promise<void>): void {
  let stopping = false;
  const onSignal = (signal: keyof typeof EXIT_CODES) => {
    if (stopping) {
      process.exit(EXIT_CODES[signal]);
    }
    stopping = true;
    void stop(signal).then(
      () => process.exit(0),
      () => process.exit(1)
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

/** Calls back on SIGHUP, which would end the process otherwise. */
export function reloadOnHangup(reload: () => Promise<void>): void {
  process.on('SIGHUP', () => void reload());
}
