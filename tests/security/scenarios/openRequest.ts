import { connect } from 'node:net';

/** A request that is sent bit by bit. */
export interface OpenRequest {
  send(text: string): void;
  /** Everything that came, when the other side closes or has answered completely enough to have a status. */
  answered(timeout: number): Promise<string>;
  close(): void;
}

/** Opens a connection and sends the beginning of a request. */
export function openRequest(port: number, beginning: string): OpenRequest {
  let received = '';
  let told = () => {};
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    told();
  });
  socket.on('close', () => told());
  socket.write(beginning, 'latin1');
  return {
    send: (text) => void socket.write(text, 'latin1'),
    answered: (timeout) =>
      new Promise((resolve) => {
        const finish = () => {
          clearTimeout(timer);
          told = () => {};
          resolve(received);
        };
        const timer = setTimeout(finish, timeout);
        told = () => {
          if (socket.destroyed || /^HTTP\/1\.1 \d{3}[^]*\r\n\r\n./.test(received)) {
            finish();
          }
        };
        told();
      }),
    close: () => socket.destroy(),
  };
}
