import type { Socket } from 'node:net';
import { networkOf } from './networkOf.ts';

/** As much of a socket as matters here. */
type Connection = Pick<Socket, 'remoteAddress' | 'once' | 'destroy'>;

/** The connections that a server holds. */
export interface ConnectionRoom {
  /** Takes one in. Where that is one too many, another has to go. */
  enter(connection: Connection): void;
  /** A request begins on it, so that others go before it. */
  use(connection: Connection): void;
}

/**
 * Holds `most` connections. For one more, whoever holds the most of them loses one: the one whose last request is the longest
 * ago. To turn newcomers away instead would let a single address keep everybody else out. Addresses of one network
 * count together, see {@link networkOf}; a proxy speaks for many, and loses none while anybody else has one to lose.
 */
export function createConnectionRoom(most: number, isProxy: (address: string) => boolean): ConnectionRoom {
  /** With whose it is, the longest unused first; a proxy's is nobody's. */
  const held = new Map<Connection, string | undefined>();
  const counts = new Map<string, number>();

  function count(network: string | undefined, more: 1 | -1): void {
    if (network === undefined) return;
    const now = (counts.get(network) ?? 0) + more;
    if (now > 0) counts.set(network, now);
    else counts.delete(network);
  }

  function leave(connection: Connection): void {
    if (!held.has(connection)) return;
    count(held.get(connection), -1);
    held.delete(connection);
  }

  function chooseLast(): Connection | undefined {
    const largest = Math.max(0, ...counts.values());
    for (const [connection, network] of held) {
      if (network === undefined ? largest === 0 : counts.get(network) === largest) return connection;
    }
    return undefined;
  }

  return {
    enter(connection) {
      const { remoteAddress = '' } = connection;
      const network = isProxy(remoteAddress) ? undefined : networkOf(remoteAddress);
      held.set(connection, network);
      count(network, 1);
      connection.once('close', () => leave(connection));
      const last = held.size > most ? chooseLast() : undefined;
      if (last === undefined) return;
      leave(last);
      last.destroy();
    },
    use(connection) {
      if (!held.has(connection)) return;
      const network = held.get(connection);
      held.delete(connection);
      held.set(connection, network);
    },
  };
}
