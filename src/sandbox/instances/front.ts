import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** The address that Slack and Teams know, in front of all instances. */
export interface Front {
  url: string;
  close(): Promise<void>;
}

/** An instance as the front sees it. */
export interface Reached {
  name: string;
  url: string;
}

/** Load balancers look every few seconds; whoever watches has no time for that. */
const LOOK_EVERY_MS = 500;
/** A frozen process is connected to all the same, by the system. */
const READY_WITHIN_MS = 400;

interface Given {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** False: nobody listens there, so that nothing of it was read and another can be asked. */
function forward(url: string, { method, path, headers, body }: Given, to: ServerResponse): Promise<boolean> {
  return new Promise((resolve) => {
    let isConnected = false;
    const passed = request(`${url}${path}`, { method, headers, agent: false }, (answer) => {
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
      if (isConnected) to.destroy();
      resolve(isConnected);
    });
    to.on('close', () => passed.destroy());
    passed.end(body);
  });
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`, { signal: AbortSignal.timeout(READY_WITHIN_MS) }).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** Sends each request to the next instance, past those that don't say they are ready. `answered` hears who answered what. */
export async function startFront(
  port: number,
  instances: readonly Reached[],
  answered: (name: string, what: string) => void,
): Promise<Front> {
  let ready = new Set<string>();
  let turn = 0;

  async function look(): Promise<void> {
    const answers = await Promise.all(
      instances.map(async ({ name, url }) => ((await isReady(url)) ? [name] : [])),
    );
    ready = new Set(answers.flat());
  }

  function listNext(): Reached[] {
    turn += 1;
    const from = turn % instances.length;
    const around = [...instances.slice(from), ...instances.slice(0, from)];
    return [
      ...around.filter(({ name }) => ready.has(name)),
      ...around.filter(({ name }) => !ready.has(name)),
    ];
  }

  const server = createServer(async (incoming, response) => {
    const { method = 'GET', url: path = '/', headers } = incoming;
    const given: Given = { method, path, headers, body: await buffer(incoming) };
    for (const { name, url } of listNext()) {
      if (!(await forward(url, given, response))) continue;
      if (path !== '/readyz') answered(name, `${method} ${path.replace(/\/(p|f)\/.*/, '/$1/…')}`);
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
    url: `http://127.0.0.1:${port}`,
    async close() {
      clearInterval(looking);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
