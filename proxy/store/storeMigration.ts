/** One step from an older shape of the tables to a newer one. Once it was released, its statements never change. */
export interface StoreMigration {
  /** Begins with its place in the order: four digits. */
  readonly name: string;
  /** Run one by one, in one transaction with those of all other steps that are missing. */
  readonly sqlite: readonly string[];
  readonly postgres: readonly string[];
}
