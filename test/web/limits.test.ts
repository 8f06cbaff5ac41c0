import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Registry } from 'prom-client';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createWeb, type Web, type WebOptions } from '../../src/web/createWeb.ts';
import { createTestLog } from '../store/sampleRecords.ts';
import { always } from '../testTurn.ts';

const TOKEN = 'a-token-of-enough-characters';

async function start(options: Partial<WebOptions> = {}, prepare: (web: Web) => void = () => undefined) {
  const web = createWeb({
    host: '127.0.0.1',
    port: 0,
    turn: always,
    proveWord: String,
    log: createTestLog(),
    checks: {},
    metricsRegistry: new Registry(),
    ...options,
  });
  prepare(web);
  const { port, metricsPort = 0 } = await web.listen();
  onTestFinished(() => web.close());
  return { web, port, metricsPort, url: `http://127.0.0.1:${port}` };
}

/** A connection that sends this, and reads nothing of what comes back. */
function send(port: number, bytes: string, from = '127.0.0.1'): { socket: Socket; closed: Promise<void> } {
  const socket = connect({ port, host: '127.0.0.1', localAddress: from }, () => socket.write(bytes));
  socket.pause();
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  onTestFinished(() => {
    socket.destroy();
  });
  return { socket, closed };
}

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;

describe('D4: /metrics', () => {
  it('is not on the port that strangers reach', async () => {
    const { url } = await start({ metricsPort: 0 });
    expect((await fetch(`${url}/metrics`)).status).toBe(404);
  });

  it('is there for whoever shows the token', async () => {
    const { url } = await start({ metricsToken: TOKEN });
    const ask = async (authorization?: string) =>
      fetch(`${url}/metrics`, authorization === undefined ? {} : { headers: { authorization } });
    expect((await ask(`Bearer ${TOKEN}`)).status).toBe(200);
    for (const wrong of [undefined, '', TOKEN, `Bearer ${TOKEN}x`, `Basic ${TOKEN}`, 'Bearer ']) {
      expect((await ask(wrong)).status).toBe(401);
    }
  });

  it('is all there is on the port of its own', async () => {
    const { metricsPort } = await start({ metricsPort: 0 });
    expect((await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).status).toBe(200);
    for (const path of ['/', '/livez', '/readyz', '/slack/events', '/p/x']) {
      expect((await fetch(`http://127.0.0.1:${metricsPort}${path}`)).status).toBe(404);
    }
  });

  it('is collected once a second, whoever asks how often', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    let collected = 0;
    const { metricsPort } = await start({
      metricsPort: 0,
      readings: {
        jobs: async () => ({ byState: {}, oldestSeconds: 0 }),
        approvals: async () => ({ waiting: 0, oldestSeconds: 0 }),
        quotaLeft: () => ({}),
        mayAct: () => true,
        directories: async () => ({ contoso: true }),
        isPaused() {
          collected += 1;
          return false;
        },
      },
    });
    const ask = async () => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    await Promise.all(Array.from({ length: 50 }, ask));
    expect(collected).toBe(1);
    vi.advanceTimersByTime(1_100);
    await ask();
    expect(collected).toBe(2);
  });
});

describe('D4: requests on one connection', () => {
  it('of twelve connections with 3,000 each, whose answers nobody reads, are not answered but cut off', async () => {
    let asked = 0;
    const { port } = await start({}, ({ app }) => {
      app.get('/large', (_request, response) => {
        asked += 1;
        response.send('x'.repeat(100_000));
      });
    });
    const connections = Array.from({ length: 12 }, () => send(port, get('/large').repeat(3_000)));
    await wait(1_000);
    for (const { socket } of connections) socket.resume();
    await Promise.all(connections.map(({ closed }) => closed));
    // Two of each at most.
    expect(asked).toBeLessThanOrEqual(24);
  }, 20_000);

  it.each([
    ['x', 0],
    ['100-continue', 2],
  ])('that expect %s are no way around it', async (expected, most) => {
    let asked = 0;
    const { port } = await start({}, ({ app }) => {
      app.get('/large', (_request, response) => {
        asked += 1;
        response.send('x'.repeat(100_000));
      });
    });
    const { socket, closed } = send(
      port,
      `GET /large HTTP/1.1\r\nHost: a\r\nExpect: ${expected}\r\n\r\n`.repeat(3_000),
    );
    let received = 0;
    socket.on('data', (chunk) => {
      received += chunk.length;
    });
    socket.resume();
    await closed;
    expect(asked).toBeLessThanOrEqual(most);
    expect(received).toBeLessThanOrEqual(most * 110_000);
  });

  it('are answered to whoever asks first whether to send the body', async () => {
    const { port } = await start({}, ({ app }) => {
      app.post('/taken', (request, response) => {
        request.on('data', () => undefined).once('end', () => response.send('taken whole'));
      });
    });
    const { socket } = send(
      port,
      'POST /taken HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n',
    );
    let said = '';
    socket.on('data', (chunk) => {
      said += chunk.toString();
    });
    socket.resume();
    await expect.poll(() => said).toContain('100 Continue');
    socket.write('ab');
    await expect.poll(() => said).toContain('taken whole');
  });

  it('are answered one after the other, in their order', async () => {
    const order: string[] = [];
    const { port } = await start({}, ({ app }) => {
      app.get('/:name', async (request, response) => {
        order.push(`${request.params.name} begins`);
        await wait(request.params.name === 'first' ? 50 : 0);
        order.push(`${request.params.name} ends`);
        response.send(`answer ${request.params.name}`);
      });
    });
    const { socket } = send(port, get('/first') + get('/second'));
    let said = '';
    socket.on('data', (chunk) => {
      said += chunk.toString();
    });
    socket.resume();
    await expect.poll(() => said).toContain('answer second');
    expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
    // And more of them, once those were read.
    socket.write(get('/third'));
    await expect.poll(() => said).toContain('answer third');
  });
});

/** When a connection that sends these bytes, and then `drip` twice a second, is cut off. */
async function timeUntilCut(port: number, bytes: string, drip = ''): Promise<number> {
  const started = performance.now();
  const { closed, socket } = send(port, bytes);
  socket.resume();
  const dripping = setInterval(() => socket.write(drip), 500);
  await closed;
  clearInterval(dripping);
  return performance.now() - started;
}

describe('D18: a request that does not come to its end', () => {
  it('is cut off after 10 seconds for its headers and 15 for the whole, however it drips', async () => {
    const { port } = await start();
    const body = 'POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\nx';
    const cut = Promise.all([
      timeUntilCut(port, ''),
      timeUntilCut(port, 'GET /livez HTTP/1.1\r\nHost: a\r\n'),
      timeUntilCut(port, 'GET /livez HTTP/1.1\r\nHost: a\r\n', 'X-A: b\r\n'),
      timeUntilCut(port, body),
      timeUntilCut(port, body, 'x'),
    ]);
    const [nothing = 0, headers = 0, dripped = 0, ...bodies] = await cut;
    for (const took of [nothing, headers, dripped]) {
      expect(took).toBeGreaterThan(9_000);
      expect(took).toBeLessThan(14_000);
    }
    for (const took of bodies) expect(took).toBeLessThan(20_000);
  }, 40_000);
});

describe('D18: a thousand connections of a stranger', () => {
  const ASK = 'GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';

  /** In small numbers at once: of more than the 511 that Node lets wait, a busy machine takes some in after later ones. */
  async function openThousand(port: number, bytes: string) {
    const opened: ReturnType<typeof send>[] = [];
    while (opened.length < 1_000) {
      const some = Array.from({ length: 100 }, () => send(port, bytes));
      await Promise.all(some.map(({ socket }) => once(socket, 'connect')));
      opened.push(...some);
    }
    return opened;
  }

  /** How many of them stand when somebody else is asked for, and what they get. */
  async function fill(bytes: string) {
    const { port } = await start();
    const theirs = await openThousand(port, bytes);
    for (const { socket } of theirs) socket.resume();
    let said = '';
    const { socket, closed } = send(port, ASK);
    socket.on('data', (chunk) => {
      said += chunk.toString();
    });
    socket.resume();
    await closed;
    // The one that had to go hears of it in its own time.
    await vi.waitUntil(() => theirs.some((each) => each.socket.closed), { timeout: 10_000 });
    return { said, left: theirs.filter((each) => !each.socket.closed).length };
  }

  it.each([
    ['that say nothing', ''],
    ['kept after one answer', get('/livez')],
    ['that are sending headers', 'GET /livez HTTP/1.1\r\nHost: a\r\nX-A: '],
    ['that are sending bodies', 'POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx'],
  ])('%s keep nobody else out', async (_name, bytes) => {
    const { said, left } = await fill(bytes);
    expect(said).toContain('200 OK');
    expect(left).toBe(999);
  });

  // Elsewhere only one address of the loopback is there without being set up.
  it.runIf(process.platform === 'linux')('cost a configured proxy none of its own', async () => {
    const { port } = await start({ trustedProxies: ['127.0.0.1'] });
    const stranger = send(port, '', '127.0.0.2');
    stranger.socket.resume();
    const proxy = await openThousand(port, '');
    await stranger.closed;
    expect(proxy.filter(({ socket }) => socket.closed)).toEqual([]);
  });
});
