/** Slows down whoever tries out credentials. */
export interface Attempts {
  /**
   * Waits before a failed attempt is answered, the longer the more of them came from there.
   *
   * @param address the client's, as the connection has it
   */
  failed(address: string): Promise<void>;
}
