/** The store cannot be opened, read or written, or what it holds cannot be understood. */
export class StoreUnavailable extends Error {
  readonly code = 'store-unavailable';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreUnavailable';
  }
}
