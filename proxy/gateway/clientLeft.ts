/** The client closed the connection before the exchange was complete; nobody is there to be told, and nobody is at fault. */
export class ClientLeft extends Error {
  constructor() {
    super('the client left before the exchange was complete');
    this.name = 'ClientLeft';
  }
}
