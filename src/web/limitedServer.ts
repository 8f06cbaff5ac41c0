import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createConnectionRoom } from './connectionRoom.ts';

/**
 * Headers come in one packet; a client that takes longer holds a socket (Slowloris). Short cuts off somebody on a
 * bad line, long lets few hold many: Slack and Teams are neither.
 */
const HEADERS_WITHIN_MS = 10_000;
/** The whole request: Slack and Teams send some 100 kB at most, and give up on us after 3 and 5 s themselves. */
const REQUEST_WITHIN_MS = 15_000;
/** How often those two are looked after. Node's own 30 s would let them last three times as long as they say. */
const CHECK_EVERY_MS = 1_000;
/** Longer than the 60 s of usual proxies, so that they close a quiet connection and never race with us (AWS, nginx). */
const KEEP_ALIVE_MS = 65_000;
/**
 * Nothing moves on a connection with a request under way: its answer is not being read. Twice what our slowest answer
 * takes (Teams waits 15 s); shorter cuts off an answer that would come, longer keeps what nobody reads.
 */
const SILENCE_MS = 30_000;
/**
 * A quiet connection takes some 10 kB, one with the largest body 1 MB. A proxy in front needs some dozens; more than
 * this is a flood, and memory would be the worse thing to lose. Who gives way then: `createConnectionRoom`.
 */
const MAX_CONNECTIONS = 1_000;

/**
 * One request after the other on each connection. A second one may be there already, since a client can have read an
 * answer before we know that it has; whoever sends a third without reading fills memory with answers, and is cut off.
 */
function createTurns(): (
  request: IncomingMessage,
  response: ServerResponse<IncomingMessage>,
  answer: () => void,
) => void {
  const underWay = new WeakMap<Socket, { next?: () => void }>();

  return function take(request, response, answer) {
    const { socket } = request;
    const before = underWay.get(socket);
    if (before !== undefined) {
      if (before.next !== undefined) socket.destroy();
      else before.next = () => take(request, response, answer);
      return;
    }
    const current: { next?: () => void } = {};
    underWay.set(socket, current);
    response.once('close', () => {
      underWay.delete(socket);
      if (!socket.destroyed) current.next?.();
    });
    answer();
  };
}

/**
 * A server of HTTP that strangers may talk to: bounded in connections, in time, and in answers that nobody reads.
 * `isProxy`: an address that speaks for others, as configured.
 */
export function createLimitedServer(
  answer: RequestListener,
  isProxy: (address: string) => boolean = () => false,
): Server {
  const room = createConnectionRoom(MAX_CONNECTIONS, isProxy);
  const takeTurn = createTurns();
  const inTurn: typeof takeTurn = (request, response, go) => {
    response.once('close', room.use(request.socket, request));
    takeTurn(request, response, go);
  };
  const server = createServer({ connectionsCheckingInterval: CHECK_EVERY_MS }, (request, response) =>
    inTurn(request, response, () => answer(request, response)),
  );
  // Node answers both without asking anybody otherwise, as many as come.
  server.on('checkContinue', (request, response) =>
    inTurn(request, response, () => {
      response.writeContinue();
      answer(request, response);
    }),
  );
  server.on('checkExpectation', ({ socket }) => socket.destroy());
  server.headersTimeout = HEADERS_WITHIN_MS;
  server.requestTimeout = REQUEST_WITHIN_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.timeout = SILENCE_MS;
  server.on('connection', (socket) => room.enter(socket));
  return server;
}

/** Answers the port. Throws Node's error (EADDRINUSE, EACCES) when it cannot be had. */
export function listenOn(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
