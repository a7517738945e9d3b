import type { Logger } from '../telemetry/logger';
import type { Metrics } from '../telemetry/metrics';
import type { StoreState } from './revisions';

/** How the store is doing, as far as it was looked at: told in the log when it changes, and in a metric. */
export class StoreHealth {
  #state: StoreState = { available: false, error: 'the store was not read yet' };

  constructor(private readonly parts: { metrics: Pick<Metrics, 'storeAvailable'>; logger: Logger }) {}

  get state(): StoreState {
    return this.#state;
  }

  becomes(state: StoreState): StoreState {
    const { metrics, logger } = this.parts;
    if (!state.available && (this.#state.available || this.#state.error !== state.error)) {
      logger.error({ event: 'store-unavailable', error: state.error }, 'the store is unavailable');
    } else if (state.available && !this.#state.available) {
      logger.info({ event: 'store-available' }, 'the store is available');
    }
    this.#state = state;
    metrics.storeAvailable.set(state.available ? 1 : 0);
    return state;
  }
}
