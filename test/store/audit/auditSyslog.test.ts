import { createSocket } from 'node:dgram';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Clock } from '../../../src/service/ports/surroundings.ts';
import { createAuditSyslog } from '../../../src/store/audit/auditSyslog.ts';
import type { SyslogAddress } from '../../../src/store/audit/syslogWire.ts';
import { makeCertificate } from '../../selfSigned.ts';
import { createTestLog } from '../sampleRecords.ts';

afterEach(() => vi.unstubAllEnvs());

const PATIENCE = { timeout: 10_000 };
const AT = Date.UTC(2026, 10, 28, 22, 30);
const line = (count: number, more = {}) =>
  JSON.stringify({ at: AT, what: 'account.created', count, ...more });

/** Time as it is, and waits that are short. */
const clock: Clock = {
  now: Date.now,
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      setTimeout(resolve, Math.min(ms, 200));
      signal?.addEventListener('abort', () => resolve());
    }),
};

/** The messages of a stream in RFC 6587's octet counting. */
function readFrames(stream: Buffer): string[] {
  const messages: string[] = [];
  for (let at = 0; at < stream.length; ) {
    const space = stream.indexOf(' ', at);
    const end = space + 1 + Number(stream.subarray(at, space).toString());
    messages.push(stream.subarray(space + 1, end).toString());
    at = end;
  }
  return messages;
}

/** A receiver that keeps what it gets, and can go away and come back. */
async function startReceiver(open: (listener: (socket: Socket) => void) => Server = createServer, port = 0) {
  const got: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = open((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => got.push(chunk));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  onTestFinished(stop);
  const address = server.address() as { port: number };
  return { port: address.port, messages: () => readFrames(Buffer.concat(got)), stop };
}

function start(address: Partial<SyslogAddress> & { port: number }) {
  const log = createTestLog();
  const syslog = createAuditSyslog({ protocol: 'tcp', host: '127.0.0.1', ...address }, { clock, log });
  onTestFinished(() => syslog.close());
  return { log, syslog, events: () => log.events.map(({ event }) => event) };
}

/** What arrives over UDP. */
async function receiveDatagrams(): Promise<{ got: string[]; port: number }> {
  const socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  const got: string[] = [];
  socket.on('message', (message) => got.push(message.toString()));
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return { got, port: socket.address().port };
}

describe('the audit at a syslog receiver', () => {
  it('gets each entry as one message, whatever its length, with the time it happened at', async () => {
    const receiver = await startReceiver();
    const { syslog, events } = start(receiver);
    const lines = [line(1), line(2, { subject: 'Zoë 日本'.repeat(2_000) }), line(3)];
    for (const each of lines) syslog.add(each);
    await expect.poll(receiver.messages, PATIENCE).toHaveLength(3);
    const heads = receiver.messages().map((each) => each.slice(0, each.indexOf('{')));
    for (const head of heads)
      expect(head).toMatch(/^<109>1 2026-11-28T22:30:00\.000Z \S+ rollcall \d+ audit - $/);
    expect(receiver.messages().map((each) => each.slice(each.indexOf('{')))).toEqual(lines);
    expect(events()).toEqual([]);
  });

  it('gets what waited once it is back, and the log says since when it was away', async () => {
    const first = await startReceiver();
    const { syslog, log, events } = start(first);
    syslog.add(line(1));
    await expect.poll(first.messages, PATIENCE).toHaveLength(1);
    await first.stop();
    await expect.poll(events, PATIENCE).toEqual(['audit.syslog_away']);
    for (const count of [2, 3]) syslog.add(line(count));
    const second = await startReceiver(createServer, first.port);
    await expect.poll(second.messages, PATIENCE).toHaveLength(2);
    expect(second.messages().join()).toContain('"count":2');
    expect(events()).toEqual(['audit.syslog_away', 'audit.syslog_back']);
    expect(log.events[1]?.fields).toMatchObject({
      since: expect.stringMatching(/^20\d\d-/),
      waited: 2,
      leftOut: 0,
    });
  });

  it('holds nothing up when nobody is there, and says how many lines it did not get when Rollcall stops', async () => {
    const receiver = await startReceiver();
    await receiver.stop();
    const { syslog, log } = start(receiver);
    for (const count of [1, 2]) syslog.add(line(count));
    await syslog.close();
    expect(log.events.map(({ event }) => event)).toEqual(['audit.syslog_away', 'audit.syslog_unsent']);
    expect(log.events.at(-1)?.fields).toMatchObject({ lines: 2 });
  });

  it('leaves the oldest out when it is away for too long, and says how many', async () => {
    const receiver = await startReceiver();
    await receiver.stop();
    const { syslog, log } = start(receiver);
    for (let count = 0; count < 30_005; count += 1) syslog.add(line(count));
    const back = await startReceiver(createServer, receiver.port);
    await expect.poll(() => back.messages().length, PATIENCE).toBe(30_000);
    expect(log.events.at(-1)).toMatchObject({ event: 'audit.syslog_back', fields: { leftOut: 5 } });
  });

  it('gets datagrams over UDP', async () => {
    const { got, port } = await receiveDatagrams();
    const { syslog } = start({ protocol: 'udp', port });
    syslog.add(line(1));
    await expect.poll(() => got, PATIENCE).toHaveLength(1);
    expect(got[0]).toMatch(/^<109>1 .* audit - \{"at":/);
  });

  it('gets the lines around one that no datagram holds, and the log says that it was left out', async () => {
    const { got, port } = await receiveDatagrams();
    const { syslog, events } = start({ protocol: 'udp', port });
    syslog.add(line(1));
    syslog.add(JSON.stringify({ at: 1, groups: 'x'.repeat(70_000) }));
    syslog.add(line(2));
    await expect.poll(() => got, PATIENCE).toHaveLength(2);
    expect(events()).toEqual(['audit.syslog_too_long']);
  });

  it('gets nothing over TLS from behind a certificate that nobody vouches for, and all of it from behind one', async () => {
    const { key, certificate } = makeCertificate();
    const receiver = await startReceiver((listener) => createTlsServer({ key, cert: certificate }, listener));
    const { syslog, events } = start({ ...receiver, protocol: 'tls' });
    syslog.add(line(1));
    await expect.poll(events, PATIENCE).toEqual(['audit.syslog_away']);
    expect(receiver.messages()).toEqual([]);
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    await expect.poll(receiver.messages, PATIENCE).toHaveLength(1);
  });
});
