import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import pg from 'pg';

/** Stands in for pgbouncer with `pool_mode = transaction`: each transaction goes to another connection of the server. */
export interface TransactionPooler {
  /** In the place of the server's own address. */
  url: string;
  /** How many transactions went through. */
  readonly transactions: number;
  close(): Promise<void>;
}

/** pgbouncer.org/config.html, `ignore_startup_parameters`: all others are refused unless that names them. */
const TAKEN: readonly string[] = [
  'user',
  'database',
  'client_encoding',
  'datestyle',
  'timezone',
  'standard_conforming_strings',
  'application_name',
];
const SSL_REQUEST = 80_877_103;
const SERVERS = 3;

/** postgresql.org/docs/current/protocol-message-formats.html */
function write(type: string, ...parts: readonly (string | Buffer | number)[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => {
      if (typeof part === 'string') return Buffer.from(`${part}\0`);
      if (typeof part !== 'number') return part;
      const number = Buffer.alloc(4);
      number.writeInt32BE(part);
      return number;
    }),
  );
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** Whole messages, as bytes come in. */
function createFrames(take: (type: string, message: Buffer) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 5) {
      const length = rest.readInt32BE(1) + 1;
      if (rest.length < length) return;
      take(String.fromCharCode(rest[0] ?? 0), rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  };
}

interface Server {
  socket: Socket;
  client: Client | undefined;
}

interface Client {
  socket: Socket;
  server: Server | undefined;
  /** What waits for a connection. */
  waiting: Buffer[];
  /** Answers that are still to come before the transaction can be over. */
  pending: number;
}

export async function startTransactionPooler(target: string): Promise<TransactionPooler> {
  const servers: Server[] = [];
  const clients = new Set<Client>();
  let transactions = 0;
  let isClosed = false;

  function assign(): void {
    for (const client of clients) {
      if (client.waiting.length === 0 || client.server !== undefined) continue;
      const free = servers.findIndex((one) => one.client === undefined);
      const [server] = free < 0 ? [] : servers.splice(free, 1);
      if (server === undefined) return;
      // Last in the row, so that the next transaction gets another one.
      servers.push(server);
      transactions += 1;
      client.server = server;
      server.client = client;
      for (const message of client.waiting.splice(0)) server.socket.write(message);
    }
  }

  async function openServer(): Promise<void> {
    const own = new pg.Client({ connectionString: target });
    // The server may end it before its stream is taken over below.
    own.on('error', () => undefined);
    await own.connect();
    const { stream } = (own as unknown as { connection: { stream: Socket } }).connection;
    stream.removeAllListeners();
    const server: Server = { socket: stream, client: undefined };
    stream.on('error', () => undefined);
    if (isClosed) stream.destroy();
    stream.on(
      'data',
      createFrames((type, message) => {
        const { client } = server;
        client?.socket.write(message);
        if (type !== 'Z' || client === undefined) return;
        client.pending -= 1;
        if (message.toString('latin1', 5, 6) !== 'I' || client.pending > 0) return;
        client.server = undefined;
        server.client = undefined;
        assign();
      }),
    );
    servers.push(server);
  }

  function greet(socket: Socket, startup: Buffer): boolean {
    const words = startup.toString('utf8', 8).split('\0');
    const names = words.filter((_word, at) => at % 2 === 0 && _word !== '');
    const strange = names.find((name) => !TAKEN.includes(name.toLowerCase()));
    if (strange !== undefined) {
      const said = `unsupported startup parameter: ${strange}`;
      socket.end(write('E', 'SFATAL', 'C08P01', `M${said}`, ''));
      return false;
    }
    const status = ([name, value]: readonly [string, string]) => write('S', name, value);
    socket.write(
      Buffer.concat([
        write('R', 0),
        ...(
          [
            ['server_version', '15.0'],
            ['client_encoding', 'UTF8'],
          ] as const
        ).map(status),
        write('K', 1, 1),
        write('Z', Buffer.from('I')),
      ]),
    );
    return true;
  }

  function welcome(socket: Socket): void {
    const client: Client = { socket, server: undefined, waiting: [], pending: 0 };
    let isIn = false;
    const frames = createFrames((type, message) => {
      if (type === 'X') {
        socket.end();
        return;
      }
      if (type === 'Q' || type === 'S') client.pending += 1;
      if (client.server === undefined) client.waiting.push(message);
      else client.server.socket.write(message);
      assign();
    });
    socket.on('data', (chunk: Buffer) => {
      if (isIn) frames(chunk);
      // A client that gives up before it is in says so in five bytes.
      else if (chunk.length < 8) socket.end();
      else if (chunk.readInt32BE(4) === SSL_REQUEST) socket.write('N');
      else {
        isIn = greet(socket, chunk);
        if (isIn) clients.add(client);
      }
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clients.delete(client);
      // As pgbouncer does with one in the middle of a transaction.
      if (client.server === undefined) return;
      const left = client.server;
      servers.splice(servers.indexOf(left), 1);
      left.socket.destroy();
      void openServer().then(assign, () => undefined);
    });
  }

  for (let count = 0; count < SERVERS; count += 1) await openServer();
  const listener = createServer(welcome);
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const url = new URL(target);
  url.host = `127.0.0.1:${(listener.address() as AddressInfo).port}`;
  return {
    url: url.href,
    get transactions() {
      return transactions;
    },
    async close() {
      isClosed = true;
      for (const { socket } of clients) socket.destroy();
      for (const { socket } of servers) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
