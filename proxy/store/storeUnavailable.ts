/** The store cannot be opened, read or written, or what it holds cannot be understood. */
export class StoreUnavailable extends Error {
  readonly code = 'store-unavailable';
  /** True when a change may have been made all the same: it was lost whether it was. */
  readonly uncertain: boolean;

  constructor(message: string, options: ErrorOptions & { uncertain?: boolean } = {}) {
    super(message, options);
    this.name = 'StoreUnavailable';
    this.uncertain = options.uncertain === true;
  }
}
