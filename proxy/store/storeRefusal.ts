/** The store works and says no: what was asked for contradicts what it holds. Nothing was written. */
export abstract class StoreRefusal extends Error {
  abstract readonly code: string;
}
