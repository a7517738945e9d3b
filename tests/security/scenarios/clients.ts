import { connect } from 'node:net';
import { must, type Scenario } from './scenario';
import { RawConnection } from '../rawConnection';
import { rawRequest } from '../rawRequest';
import { ownersIn } from '../world';

const ROUNDS = 3;
const REQUESTS = 300;

/** Somebody who asks for much, takes nothing and leaves holds nobody else up. */
const stalled: Scenario = {
  name: 'whoever asks for much, takes nothing and leaves holds nobody else up',
  run: async ({ backends, port }) => {
    const query = encodeURIComponent(`label_set(time(),"a","${'x'.repeat(2000)}")`);
    const end = backends.world.now / 1000;
    const line = `GET /backend/single/api/v1/query_range?query=${query}&start=${end - 9000}&end=${end}&step=1`;
    const request = rawRequest({ line, headers: [`Authorization: Bearer ${backends.tokenOf('alice') ?? ''}`] });
    for (let round = 0; round < ROUNDS; round++) {
      await new Promise<void>((resolve) => {
        const socket = connect(port, '127.0.0.1');
        socket.on('error', () => {});
        socket.once('close', () => resolve());
        socket.pause();
        socket.write(request.toString('latin1').repeat(REQUESTS), 'latin1', () => socket.destroy());
      });
    }
    const connection = new RawConnection(port);
    const bob = rawRequest({
      line: 'GET /backend/single/api/v1/query?query=probe',
      headers: [`Authorization: Bearer ${backends.tokenOf('bob') ?? ''}`],
    });
    const answer = await connection.send(bob);
    connection.close();
    backends.forget();
    const shown = ownersIn(backends.world, answer.body.toString('latin1'));
    return must(answer.status === 200 && shown.includes('globex_ops'), `somebody else got ${answer.status}`);
  },
};

export const CLIENTS: readonly Scenario[] = [stalled];
