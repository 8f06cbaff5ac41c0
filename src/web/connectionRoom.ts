import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { networkOf } from './networkOf.ts';

/** As much of a socket as matters here. */
type Connection = Pick<Socket, 'remoteAddress' | 'once' | 'destroy'>;
type Request = Pick<IncomingMessage, 'complete'>;

interface Held {
  /** Whose it is; nobody's where a proxy speaks for many. */
  network?: string;
  /** What that is part of. */
  site?: string;
  wasUsed: boolean;
  underWay: Set<Request>;
}

/** The connections that a server holds. */
export interface ConnectionRoom {
  /** Takes one in. Where that is one too many, another has to go, or this one. */
  enter(connection: Connection): void;
  /** A request begins on it. What is answered is to be called when it has ended, however it does. */
  use(connection: Connection, request: Request): () => void;
}

/**
 * Our own number: Slack and Teams need some dozens of connections. Whoever has more that do nothing loses one before
 * anybody else; lower costs those their quiet ones in a flood from many addresses, higher lets one address hold more.
 */
const FEW = 50;

/** What is cut off first: what was never used, then what is not in use. What has yet to be sent whole may never be. */
function tierOf({ wasUsed, underWay }: Held): number {
  if (underWay.size > 0) return 2;
  return wasUsed ? 1 : 0;
}

function countBy(held: readonly Held[], key: 'network' | 'site'): (one: Held) => number {
  const counts = new Map<string | undefined, number>();
  for (const one of held) counts.set(one[key], (counts.get(one[key]) ?? 0) + 1);
  return (one) => counts.get(one[key]) ?? 0;
}

/** Whether the first of two lists of numbers has the larger one where they begin to differ. */
function isMore(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((each, index) => each !== other[index]);
  return at >= 0 && (one[at] ?? 0) > (other[at] ?? 0);
}

/**
 * Holds `most` connections. For one more, another goes: of whoever holds many, see {@link FEW}, else the least used, else of
 * whoever holds the most, and the one whose last request is the longest ago. To turn newcomers away instead would let a
 * single address keep everybody else out. Only where all the others wait for the answer to what they have sent whole
 * does the newcomer go. Addresses of one network count together, see {@link networkOf}; a proxy speaks for many, and loses
 * none while anybody else has one to lose.
 */
export function createConnectionRoom(most: number, isProxy: (address: string) => boolean): ConnectionRoom {
  /** The longest unused first. */
  const held = new Map<Connection, Held>();

  function chooseLast(newcomer: Connection): Connection {
    const loose = [...held].filter(([, { underWay }]) => ![...underWay].some(({ complete }) => complete));
    const all = loose.map(([, one]) => one);
    const [inSite, inNetwork] = [countBy(all, 'site'), countBy(all, 'network')];
    let last = newcomer;
    let weight: readonly number[] = [held.get(newcomer)?.network === undefined ? 0 : 1, 0];
    for (const [connection, one] of loose) {
      if (connection === newcomer) continue;
      const isTheirs = one.network !== undefined;
      const [site, network] = isTheirs ? [inSite(one), inNetwork(one)] : [0, 0];
      const own = [isTheirs ? 1 : 0, Math.max(site, FEW), -tierOf(one), site, network];
      if (!isMore(own, weight)) continue;
      last = connection;
      weight = own;
    }
    return last;
  }

  /** Puts it behind those whose last request is longer ago. */
  function renew(connection: Connection, one: Held): void {
    held.delete(connection);
    held.set(connection, one);
  }

  return {
    enter(connection) {
      const { remoteAddress = '' } = connection;
      held.set(connection, {
        ...(isProxy(remoteAddress)
          ? {}
          : { network: networkOf(remoteAddress), site: networkOf(remoteAddress, 48) }),
        wasUsed: false,
        underWay: new Set(),
      });
      connection.once('close', () => held.delete(connection));
      if (held.size <= most) return;
      const last = chooseLast(connection);
      held.delete(last);
      last.destroy();
    },
    use(connection, request) {
      const one = held.get(connection);
      if (one === undefined) return () => undefined;
      one.wasUsed = true;
      one.underWay.add(request);
      renew(connection, one);
      return () => {
        one.underWay.delete(request);
        if (held.has(connection)) renew(connection, one);
      };
    },
  };
}
