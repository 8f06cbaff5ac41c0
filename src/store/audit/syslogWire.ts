import { createSocket } from 'node:dgram';
import { connect, isIP, isIPv6, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { connect as connectTls } from 'node:tls';

/** Where audit entries go to. */
export interface SyslogAddress {
  /** `tcp` and `udp` send names in the clear, so they are for the own machine and network. */
  protocol: 'tcp' | 'tls' | 'udp';
  host: string;
  port: number;
}

/** A way to the receiver, until it breaks. */
export interface SyslogWire {
  /**
   * Resolves once the operating system has taken all of it, with how many were too long for this way; nobody tells
   * whether the receiver has them.
   */
  send(messages: readonly Buffer[]): Promise<number>;
  close(): void;
}

/** RFC 5424, 6.2.1: facility 13, "log audit", and severity 5, "normal but significant condition". */
const PRIORITY = 13 * 8 + 5;

/**
 * Our own number: how long connecting, or a receiver that takes nothing, is waited for. Too short asks a slow receiver
 * again for lines that it has already, longer only lets lines wait.
 */
const WITHIN_MS = 10_000;

/** RFC 5424, 6: an entry that happened at `at` (milliseconds) as one message; the line of the audit is its text. */
export function toSyslog(line: string, at: number): Buffer {
  const host =
    hostname()
      .replace(/[^\x21-\x7e]/g, '')
      .slice(0, 255) || '-';
  return Buffer.from(
    `<${PRIORITY}>1 ${new Date(at).toISOString()} ${host} rollcall ${process.pid} audit - ${line}`,
  );
}

/** RFC 6587, 3.4.1, and RFC 5425, 4.3: each message behind its length, so that none is taken for two. */
function frame(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${message.length} `), message]);
}

function openUdp({ host, port }: SyslogAddress): SyslogWire {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  // What goes wrong is said by the send that it went wrong for.
  socket.on('error', () => undefined);
  // A datagram has a longest size, and one that is longer never gets through, however often it is sent.
  const sendOne = (message: Buffer) =>
    new Promise<'sent' | 'too long'>((resolve, reject) => {
      socket.send(message, port, host, (error) => {
        if (error === null) resolve('sent');
        else if ('code' in error && error.code === 'EMSGSIZE') resolve('too long');
        else reject(error);
      });
    });
  return {
    async send(messages) {
      let tooLong = 0;
      for (const message of messages) if ((await sendOne(message)) === 'too long') tooLong += 1;
      return tooLong;
    },
    close: () => socket.close(),
  };
}

async function openStream(
  { protocol, host, port }: SyslogAddress,
  onBroken: (cause: Error) => void,
): Promise<SyslogWire> {
  // A certificate is one for the name that is dialed.
  const socket: Socket =
    protocol === 'tls'
      ? connectTls({ host, port, ...(isIP(host) !== 0 ? {} : { servername: host }) })
      : connect({ host, port });
  await new Promise<void>((resolve, reject) => {
    socket.setTimeout(WITHIN_MS, () => socket.destroy(new Error("it doesn't answer")));
    socket.once(protocol === 'tls' ? 'secureConnect' : 'connect', resolve);
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('it closed the connection')));
  });
  socket.setTimeout(0);
  socket.setKeepAlive(true, WITHIN_MS);
  socket.on('error', () => undefined);
  socket.once('close', () => onBroken(new Error('the connection broke')));
  // A receiver says nothing; read on, or its end is not seen.
  socket.resume();
  return {
    send: (messages) =>
      new Promise<number>((resolve, reject) => {
        const broke = () => reject(new Error('the connection broke'));
        const timer = setTimeout(() => socket.destroy(), WITHIN_MS);
        socket.once('close', broke);
        socket.write(Buffer.concat(messages.map(frame)), (error) => {
          clearTimeout(timer);
          socket.off('close', broke);
          if (error) reject(error);
          else resolve(0);
        });
      }),
    close: () => socket.end(),
  };
}

/** Opens the way. `onBroken` is called once, when it ends by itself. Rejects when there is none. */
export async function openSyslogWire(
  address: SyslogAddress,
  onBroken: (cause: Error) => void,
): Promise<SyslogWire> {
  return address.protocol === 'udp' ? openUdp(address) : openStream(address, onBroken);
}
