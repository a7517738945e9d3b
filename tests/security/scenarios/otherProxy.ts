import { type Proxy, startProxy } from '../../integration/support/startProxy';
import { refusalOf } from '../exchange';
import type { Problem } from '../judge';
import { RawConnection } from '../rawConnection';
import { rawRequest } from '../rawRequest';
import { policyOf, type Sender } from '../senders';
import type { Stack } from '../stack';

/** Sends one request on a connection of its own. */
export type Ask = (
  from: Sender,
  line: string
) => Promise<{
  status: number;
  reason: string | undefined;
  text: string;
  headers: Readonly<Record<string, string>>;
  reached: number;
}>;

/** Asks a proxy, with the sender's token. */
export function asker({ backends }: Stack, proxy: Proxy): Ask {
  const port = Number(new URL(proxy.url).port);
  return async (from, line) => {
    const connection = new RawConnection(port);
    // A write of nothing leaves the series as they are.
    const body = line.startsWith('POST') ? '\n' : undefined;
    backends.forget();
    const bytes = rawRequest({ line, headers: [`Authorization: Bearer ${backends.tokenOf(from) ?? ''}`], body });
    const answer = await connection.send(bytes);
    connection.close();
    const reached = backends.reached();
    backends.forget();
    const text = answer.body.toString('latin1');
    return {
      status: answer.status,
      reason: refusalOf({ sender: from, bytes, answer, text, reached }),
      text,
      headers: answer.headers,
      reached: reached.length,
    };
  };
}

/** Runs with a proxy of its own, some of whose backends are others. */
export async function withProxy(
  stack: Stack,
  changes: Readonly<Record<string, Record<string, unknown>>>,
  stop: () => Promise<void>,
  run: (ask: Ask, proxy: Proxy) => Promise<readonly Problem[]>
): Promise<readonly Problem[]> {
  const backends = stack.configOverrides.backends.map((backend) => ({ ...backend, ...changes[backend.name] }));
  const proxy = await startProxy({ command: stack.command, configOverrides: { ...stack.configOverrides, backends } });
  try {
    await proxy.put(policyOf(stack.backends.world));
    return await run(asker(stack, proxy), proxy);
  } finally {
    await proxy.stop();
    await stop();
  }
}
