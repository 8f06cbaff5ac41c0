import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What stands in front of several instances, at one address, and sends each request to the next of them. */
export interface Balancer {
  url: string;
  /** By turns to these from now on, past those that do not say they are ready. */
  sendTo(instances: readonly string[]): void;
  /** Whether what broke off on one of them goes to the next, as some are set to. At first it doesn't. */
  resend(isOn: boolean): void;
  /** Where the last request of this path went first. */
  firstOf(path: string): string | undefined;
  close(): Promise<void>;
}

/** Load balancers look every few seconds; whoever watches, and a drill, has no time for that. */
const LOOK_EVERY_MS = 250;
/** A frozen process is connected to all the same, by the system. */
const READY_WITHIN_MS = 500;

interface Given {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** False: nobody listens there, so that nothing of it has been read. */
function forward(
  instance: string,
  { method, path, headers, body }: Given,
  to: ServerResponse,
  isResent: boolean,
): Promise<boolean> {
  return new Promise((resolve) => {
    let isConnected = false;
    const passed = request(`${instance}${path}`, { method, headers, agent: false }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('error', () => to.destroy());
      answer.pipe(to);
      resolve(true);
    });
    passed.on('socket', (socket) =>
      socket.once('connect', () => {
        isConnected = true;
      }),
    );
    passed.on('error', () => {
      // It may have been carried out, as with any that dies meanwhile: the client sees a connection that broke.
      const isOver = isConnected && !isResent;
      if (isOver) to.destroy();
      resolve(isOver);
    });
    to.on('close', () => passed.destroy());
    passed.end(body);
  });
}

async function isReady(instance: string): Promise<boolean> {
  return fetch(`${instance}/readyz`, { signal: AbortSignal.timeout(READY_WITHIN_MS) }).then(
    ({ ok }) => ok,
    () => false,
  );
}

/**
 * Listens on loopback. Nobody is behind it until `sendTo` says who.
 *
 * @param port left out: any that is free
 * @param answered hears the address of the instance that answered, and what
 */
export async function startBalancer({
  port = 0,
  answered = () => undefined,
}: {
  port?: number;
  answered?(instance: string, what: string): void;
} = {}): Promise<Balancer> {
  let instances: readonly string[] = [];
  let ready = new Set<string>();
  let turn = 0;
  let isResent = false;
  const firsts = new Map<string, string>();

  async function look(): Promise<void> {
    const answers = await Promise.all(instances.map(async (one) => ((await isReady(one)) ? [one] : [])));
    ready = new Set(answers.flat());
  }

  /** From the next one on, those that are not known to be ready last. */
  function listNext(): string[] {
    turn += 1;
    const from = turn % Math.max(1, instances.length);
    const around = [...instances.slice(from), ...instances.slice(0, from)];
    return [...around.filter((one) => ready.has(one)), ...around.filter((one) => !ready.has(one))];
  }

  const server = createServer(async (incoming, response) => {
    const { method = 'GET', url: path = '/', headers } = incoming;
    const given: Given = { method, path, headers, body: await buffer(incoming) };
    const around = listNext();
    if (around[0] !== undefined) firsts.set(path, around[0]);
    for (const instance of around) {
      if (!(await forward(instance, given, response, isResent))) continue;
      if (path !== '/readyz') answered(instance, `${method} ${path}`);
      return;
    }
    response.writeHead(503).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const looking = setInterval(() => void look(), LOOK_EVERY_MS);

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sendTo(next) {
      instances = next;
      ready = new Set(next);
    },
    resend(isOn) {
      isResent = isOn;
    },
    firstOf: (path) => firsts.get(path),
    async close() {
      clearInterval(looking);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
