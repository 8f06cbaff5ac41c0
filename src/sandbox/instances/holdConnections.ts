import { connect, createServer, type Socket } from 'node:net';

/** A way to a server on loopback that can be held up, as by a network that delivers nothing for a while. */
export interface HeldWay {
  /** The address with which the server is reached through it. */
  url: string;
  /** Nothing gets through any more; what is sent waits, as TCP would send it again. */
  hold(): void;
  /** All of it gets through, late. */
  release(): void;
  close(): Promise<void>;
}

/** Stands between a client and the server at `target`. */
export async function holdConnections(target: string): Promise<HeldWay> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let isHeld = false;

  function keep(socket: Socket): void {
    sockets.add(socket);
    if (isHeld) socket.pause();
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  }

  const server = createServer({ pauseOnConnect: true }, (client) => {
    const upstream = connect(Number(port), hostname);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      keep(one);
      one.on('data', (chunk) => void other.write(chunk));
      one.on('close', () => other.destroy());
      if (isHeld) one.pause();
      else one.resume();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(address.port);

  return {
    url: url.href,
    hold() {
      isHeld = true;
      for (const socket of sockets) socket.pause();
    },
    release() {
      isHeld = false;
      for (const socket of sockets) socket.resume();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
