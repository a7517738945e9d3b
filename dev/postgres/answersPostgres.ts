import { connect } from 'node:net';

/** Version 3.0 of the protocol, and a name to log in with (https://www.postgresql.org/docs/current/protocol-message-formats.html). */
const STARTUP = Buffer.concat([Buffer.from([0, 0, 0, 21, 0, 3, 0, 0]), Buffer.from('user\0nobody\0\0')]);

/** Rejects unless a server on this loopback port wants to know who is there; one that is starting up does not. */
export function answersPostgres(port: number): Promise<true> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(STARTUP));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('it closed the connection')));
    socket.once('data', (answer) => {
      socket.destroy();
      if (answer.toString('latin1').startsWith('R')) {
        resolve(true);
      } else {
        reject(new Error(`it answered ${answer.toString()}`));
      }
    });
  });
}
