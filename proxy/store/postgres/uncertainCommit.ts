/** Whether a transaction counts is not known: the connection was lost before the server said so. */
export class UncertainCommit extends Error {
  constructor(cause: unknown) {
    super('it is not known whether the change was made', { cause });
    this.name = 'UncertainCommit';
  }
}
