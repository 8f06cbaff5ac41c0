import { connect } from 'node:net';
import { Registry } from 'prom-client';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createProveWord } from '../../src/secrets/proveWord.ts';
import { createWeb, type Web, type WebOptions } from '../../src/web/createWeb.ts';
import type { Readings } from '../../src/web/metrics.ts';
import { createTestLog, masterKeys } from '../store/sampleRecords.ts';
import { always } from '../testTurn.ts';

const webs: Web[] = [];
afterEach(async () => {
  for (const web of webs.splice(0)) await web.close();
});

function create(options: Partial<WebOptions> = {}) {
  const log = createTestLog();
  const proveWord = createProveWord(masterKeys);
  const web = createWeb({ host: '127.0.0.1', port: 0, turn: always, proveWord, log, checks: {}, ...options });
  webs.push(web);
  return { web, log };
}

async function start(options: Partial<WebOptions> = {}, prepare: (web: Web) => void = () => undefined) {
  const { web, log } = create(options);
  prepare(web);
  const { port, metricsPort } = await web.listen();
  return {
    web,
    log,
    port,
    url: `http://127.0.0.1:${port}`,
    numbers: `http://127.0.0.1:${metricsPort}/metrics`,
  };
}

describe('/livez', () => {
  it('answers while starting, draining, and while a check fails', async () => {
    const { web, url } = await start({ checks: { store: () => Promise.reject(new Error('no')) } });
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    web.ready();
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    web.startDraining();
    expect((await fetch(`${url}/livez`)).status).toBe(200);
  });
});

describe('a one-time word', () => {
  const say = async (url: string, word: string): Promise<{ rollcall?: string }> =>
    (await fetch(`${url}/slack/events`, { headers: { 'x-rollcall-word': word } })).json() as Promise<{
      rollcall?: string;
    }>;

  it('is answered on any path, otherwise for each word, and never with itself', async () => {
    const { url } = await start();
    const [one, other] = [await say(url, 'a'.repeat(22)), await say(url, 'b'.repeat(22))];
    expect(one).toEqual({ rollcall: expect.stringMatching(/^[\w-]{43}$/) });
    expect(other.rollcall).not.toBe(one.rollcall);
    expect(await say(url, 'a'.repeat(22))).toEqual(one);
    expect(await say(url, 'short')).toEqual({ error: 'not found' });
  });
});

describe('/readyz', () => {
  async function ask(url: string): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${url}/readyz`);
    return { status: response.status, body: await response.json() };
  }

  it('answers 503 while starting, 200 when ready, and 503 while draining', async () => {
    const { web, url } = await start({ version: '1.2.3', checks: { store: () => Promise.resolve() } });
    const { body } = await ask(url);
    expect(body).toEqual({ status: 'not ready', reasons: ['starting'], version: '1.2.3' });
    web.ready();
    expect(await ask(url)).toEqual({ status: 200, body: { status: 'ready', version: '1.2.3' } });
    web.startDraining();
    expect(await ask(url)).toEqual({
      status: 503,
      body: { status: 'not ready', reasons: ['draining'], version: '1.2.3' },
    });
    web.ready();
    expect((await ask(url)).status).toBe(503);
  });

  it('names each failing check with its code, and nothing of the error', async () => {
    const failing = Object.assign(new Error('secret path /data/x'), { code: 'STORE_BROKEN' });
    const { web, url, log } = await start({
      checks: {
        store: () => Promise.reject(failing),
        policy: () => Promise.reject(new Error('Canary')),
        mail: () => Promise.resolve(),
      },
    });
    web.ready();
    expect(await ask(url)).toEqual({
      status: 503,
      body: { status: 'not ready', reasons: ['store: STORE_BROKEN', 'policy: failing'] },
    });
    expect(log.events).toContainEqual({
      event: 'web.check_failed',
      fields: { err: failing, check: 'store' },
    });
    expect(await web.isReady()).toBe(false);
  });

  it('asks again after a second, and says in the log once what fails, until it works again', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    let asked = 0;
    let isDown = true;
    const { web, log } = create({
      checks: {
        async store() {
          asked += 1;
          if (isDown) throw Object.assign(new Error('no'), { code: 'STORE_BROKEN' });
        },
      },
    });
    web.ready();
    const look = async () => {
      await vi.advanceTimersByTimeAsync(1_000);
      return web.isReady();
    };
    const said = () => log.events.filter(({ event }) => event === 'web.check_failed').length;
    expect([await look(), await look(), asked, said()]).toEqual([false, false, 2, 1]);
    isDown = false;
    expect(await look()).toBe(true);
    isDown = true;
    expect([await look(), asked, said()]).toEqual([false, 4, 2]);
  });

  it('answers when a check hangs', async () => {
    const { web, url } = await start({ checks: { store: () => new Promise(() => undefined) } });
    web.ready();
    expect(await ask(url)).toEqual({
      status: 503,
      body: { status: 'not ready', reasons: ['store: TIMEOUT'] },
    });
  });

  it('names what fails around it, and stays ready: another instance would be no better off', async () => {
    let isDown = true;
    const directory = async () => {
      if (isDown) throw Object.assign(new Error('Canary'), { code: 'DIRECTORY_DOWN' });
    };
    const { web, url } = await start({ checks: { store: () => Promise.resolve() }, around: { directory } });
    web.lookAt('slack', () => Promise.reject(new Error('Canary')));
    web.ready();
    await expect
      .poll(() => ask(url))
      .toEqual({
        status: 200,
        body: { status: 'ready', trouble: ['directory: DIRECTORY_DOWN', 'slack: failing'] },
      });
    isDown = false;
    await expect
      .poll(async () => (await ask(url)).body)
      .toEqual({ status: 'ready', trouble: ['slack: failing'] });
  });

  it('waits for nothing around it', async () => {
    const { web, url } = await start({ around: { directory: () => new Promise(() => undefined) } });
    web.ready();
    // Which is how long a check may take, and is said as soon as it's over.
    expect(await ask(url)).toEqual({ status: 200, body: { status: 'ready' } });
    await expect
      .poll(async () => (await ask(url)).body)
      .toEqual({ status: 'ready', trouble: ['directory: TIMEOUT'] });
  });

  it('asks the checks once for many askers, and again a second later', async () => {
    let asked = 0;
    const { web, url } = await start({
      checks: {
        store: async () => {
          asked += 1;
          if (asked === 1) throw new Error('no');
        },
      },
    });
    web.ready();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(url)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    expect(asked).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await ask(url)).status).toBe(200);
    expect(asked).toBe(2);
  });
});

const READINGS: Readings = {
  jobs: async () => ({ byState: { running: 2, untold: 0 }, oldestSeconds: 60 }),
  approvals: async () => ({ waiting: 0, oldestSeconds: 0 }),
  quotaLeft: () => ({ contoso: 2_999 }),
  mayAct: () => true,
  isPaused: () => false,
  directories: async () => ({ contoso: true }),
};

describe('/metrics', () => {
  it("shows the rooms' numbers and Node's own", async () => {
    const { web, numbers, log } = await start({
      metricsRegistry: new Registry(),
      version: '1.2.3',
      readings: { ...READINGS, approvals: () => Promise.reject(new Error('The database is away.')) },
      metricsPort: 0,
    });
    web.metrics.rows.inc({ result: 'created' }, 3);
    web.metrics.graphRequests.inc({ op: 'createAccounts', status: '429' });
    web.metrics.customerRequests.inc({ customer: 'contoso', outcome: 'throttled' });
    web.metrics.mail.inc({ result: 'accepted' });
    web.metrics.chatRequests.inc({ platform: 'slack', outcome: 'done' });
    const response = await fetch(numbers);
    const text = await response.text();
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    expect(text).toContain('rollcall_rows_total{result="created"} 3');
    expect(text).toContain('rollcall_jobs{state="running"} 2');
    expect(text).toContain('rollcall_job_oldest_seconds 60');
    expect(text).toContain('rollcall_graph_quota_left{customer="contoso"} 2999');
    expect(text).toContain('rollcall_may_act 1');
    expect(text).toContain('rollcall_paused 0');
    expect(text).toContain('rollcall_directory_answers{customer="contoso"} 1');
    expect(text).toContain('rollcall_build_info{version="1.2.3"} 1');
    // What can't be read is left out, and hides nothing else.
    expect(text).not.toMatch(/^rollcall_approvals_waiting /m);
    expect(log.events.map(({ fields }) => fields.metric)).toEqual([
      'rollcall_approvals_waiting',
      'rollcall_approval_oldest_seconds',
    ]);
    expect(text).toContain('rollcall_graph_requests_total{op="createAccounts",status="429"} 1');
    expect(text).toContain(
      'rollcall_customer_graph_requests_total{customer="contoso",outcome="throttled"} 1',
    );
    expect(text).toContain('rollcall_mails_total{result="accepted"} 1');
    expect(text).toContain('rollcall_chat_requests_total{platform="slack",outcome="done"} 1');
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
  });

  it('are separate for two of them in one process', async () => {
    const [one, other] = [await start({ metricsPort: 0 }), await start({ metricsPort: 0 })];
    one.web.metrics.mail.inc({ result: 'accepted' });
    expect(await (await fetch(other.numbers)).text()).toContain('rollcall_mails_total{result="accepted"} 0');
  });
});

describe('every answer', () => {
  it('carries security headers and does not say what serves it', async () => {
    const { url } = await start();
    for (const path of ['/livez', '/readyz', '/nowhere']) {
      const { headers } = await fetch(`${url}${path}`);
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
  });

  it('is JSON where there is nothing', async () => {
    const { url } = await start();
    const response = await fetch(`${url}/nowhere`);
    expect([response.status, await response.json()]).toEqual([404, { error: 'not found' }]);
    expect((await fetch(`${url}/livez`, { method: 'POST', body: '{}' })).status).toBe(404);
  });

  it('is JSON without a stack when a room throws, now or later', async () => {
    const { url, log } = await start({}, ({ app }) => {
      app.get('/now', () => {
        throw new Error('Canary');
      });
      app.get('/later', async () => Promise.reject(new Error('Canary')));
      app.get('/theirs', () => {
        throw Object.assign(new Error('Canary'), { status: 413 });
      });
    });
    for (const [path, status, error] of [
      ['/now', 500, 'something went wrong'],
      ['/later', 500, 'something went wrong'],
      ['/theirs', 413, 'bad request'],
    ]) {
      const response = await fetch(`${url}${path}`);
      expect([response.status, await response.json()]).toEqual([status, { error }]);
    }
    expect(log.events.map(({ event }) => event)).toEqual([
      'web.request_failed',
      'web.request_failed',
      'web.request_refused',
    ]);
  });
});

describe('rooms that mount on it', () => {
  it('get their bodies raw, and are found before the 404', async () => {
    const { url } = await start({}, ({ app }) => {
      app.post('/room', async (request, response) => {
        expect(request.body).toBeUndefined();
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk);
        response.send(Buffer.concat(chunks).toString('utf8'));
      });
    });
    const sent = await fetch(`${url}/room`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"a": 1}',
    });
    expect(await sent.text()).toBe('{"a": 1}');
  });
});

describe('the listener', () => {
  it('says when the port is taken', async () => {
    const { port } = await start();
    const { web } = create({ port });
    await expect(web.listen()).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('finishes the answer that is being written, and takes no new connection', async () => {
    let finish: (() => void) | undefined;
    const { web, url, port } = await start({}, ({ app }) => {
      app.get('/slow', (_request, response) => {
        finish = () => void response.send('done');
      });
    });
    const slow = fetch(`${url}/slow`);
    await expect.poll(() => finish).toBeDefined();
    web.startDraining();
    const closed = web.close();
    await expect(
      new Promise((resolve, reject) =>
        connect(port, '127.0.0.1', () => resolve('connected')).on('error', reject),
      ),
    ).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    finish?.();
    expect(await (await slow).text()).toBe('done');
    const answered = Date.now();
    await closed;
    // Whatever is still open after five seconds is cut off, and nothing was.
    expect(Date.now() - answered).toBeLessThan(4_000);
  });

  it('asks clients to let go of connections while draining', async () => {
    const { web, url } = await start();
    expect((await fetch(`${url}/livez`)).headers.get('connection')).toBe('keep-alive');
    web.startDraining();
    expect((await fetch(`${url}/livez`)).headers.get('connection')).toBe('close');
  });

  it('can be closed before it listened, and twice', async () => {
    const { web } = create();
    await web.close();
    const started = await start();
    await started.web.close();
    await started.web.close();
  });
});

describe('whom a request comes from', () => {
  it('is what a proxy of the configuration says, and nobody else', () => {
    const trustedProxies = ['127.0.0.1', '10.0.0.0/8', 'fd00::/8'];
    const trusts: (address: string, hop: number) => boolean = create({ trustedProxies }).web.app.get(
      'trust proxy fn',
    );
    for (const near of ['127.0.0.1', '10.0.0.7', 'fd00::7', '::ffff:10.0.0.7']) {
      expect([near, trusts(near, 0)]).toEqual([near, true]);
    }
    for (const far of ['203.0.113.7', '127.0.0.2', '192.168.0.1', '2001:db8::7']) {
      expect([far, trusts(far, 0)]).toEqual([far, false]);
    }
  });

  it('is whoever is connected, without proxies in the configuration', () => {
    const trusts: (address: string, hop: number) => boolean = create().web.app.get('trust proxy fn');
    for (const address of ['127.0.0.1', '::1', '10.0.0.7', '192.168.0.1']) {
      expect([address, trusts(address, 0)]).toEqual([address, false]);
    }
  });
});

describe('D11: the log', () => {
  const TOKEN = 'Canary-0123456789-0123456789-0123456789-abcd';

  it.each([
    `/p/${TOKEN}%`,
    `/P/${TOKEN}%`,
    `/p/${TOKEN}%E0%A4%A`,
    `//p/${TOKEN}%`,
    `/p//${TOKEN}%`,
    `/%70/${TOKEN}%`,
    `/p/${TOKEN}%/`,
    `/p/%${TOKEN}`,
    `/p/${TOKEN}%?x=${TOKEN}`,
    `http://rollcall.example/p/${TOKEN}%`,
    `/slack/events/../../p/${TOKEN}%`,
    `/${TOKEN}%`,
    `/p/${TOKEN}`,
  ])('says nothing of what opens a one-time link: %s', async (path) => {
    const { port, log } = await start({}, ({ app }) => {
      app.get('/p/:token', () => {
        throw new Error(`no such link: ${TOKEN}`);
      });
    });
    await exchange(port, `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect(JSON.stringify(log.events)).not.toContain('Canary');
    for (const { fields } of log.events) {
      const { err } = fields as { err?: unknown };
      expect(String(err instanceof Error ? err.stack : err)).not.toContain('Canary');
    }
  });

  it('names an address that is known, and what went wrong there', async () => {
    const failure = new Error('no disk');
    const { url, log } = await start({}, ({ app }) => {
      app.get('/slack/events', () => {
        throw failure;
      });
    });
    await fetch(`${url}/slack/events`);
    expect(log.events).toEqual([
      {
        event: 'web.request_failed',
        fields: { method: 'GET', path: '/slack/events', status: 500, err: failure },
      },
    ]);
  });

  it('says nothing of what broke off in the middle of an answer', async () => {
    const said: string[] = [];
    const spy = vi.spyOn(console, 'error').mockImplementation((...words) => void said.push(words.join(' ')));
    const { port, log } = await start({}, ({ app }) => {
      app.get('/p/:token', (_request, response) => {
        response.write('half');
        throw new Error(TOKEN);
      });
    });
    await exchange(port, `GET /p/${TOKEN} HTTP/1.1\r\nHost: a\r\n\r\n`);
    spy.mockRestore();
    expect(said).toEqual([]);
    expect(JSON.stringify(log.events)).not.toContain('Canary');
  });
});

/** Sends bytes as they are; everything that came back until the connection was closed. */
function exchange(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}
