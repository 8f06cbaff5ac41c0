import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { OPCODES, readFrame, writeFrame } from './frames.ts';

/** The server's end of one WebSocket. */
export interface WebSocketEnd {
  sendText(text: string): void;
  sendPing(words: string): void;
  /** Says goodbye. The line itself stays open, as Slack leaves it (node-slack-sdk#2752). */
  close(code: number): void;
  /** Cuts the line without a word. */
  cut(): void;
  /** Says and reads nothing more: the line looks open and nobody is there. */
  fallSilent(): void;
  readonly isOpen: boolean;
}

/** RFC 6455, 1.3. */
const ACCEPT_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** Says no to a request for a WebSocket. */
export function refuseUpgrade(socket: Duplex, status: number, said: string): void {
  socket.end(`HTTP/1.1 ${status} ${said}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Takes a request for a WebSocket, without extensions, and reads text, pings and goodbyes from it. */
export function acceptUpgrade(
  request: IncomingMessage,
  socket: Duplex,
  heard: { text(text: string): void; closed(): void },
): WebSocketEnd {
  const key = request.headers['sec-websocket-key'] ?? '';
  const accept = createHash('sha1').update(`${key}${ACCEPT_SUFFIX}`).digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  let state: 'open' | 'closing' | 'closed' = 'open';
  let isSilent = false;
  let bytes = Buffer.alloc(0);
  let parts: Buffer[] = [];

  function send(opcode: number, payload: Buffer): void {
    if (state === 'open' && !isSilent && socket.writable) socket.write(writeFrame(opcode, payload));
  }

  function end(): void {
    if (state === 'closed') return;
    state = 'closed';
    heard.closed();
  }

  function take(opcode: number, payload: Buffer, isLast: boolean): void {
    if (opcode === OPCODES.ping) send(OPCODES.pong, payload);
    else if (opcode === OPCODES.close) {
      if (state === 'open') send(OPCODES.close, payload.subarray(0, 2));
      end();
    } else if (opcode === OPCODES.text || opcode === OPCODES.more) {
      parts.push(payload);
      if (!isLast) return;
      const text = Buffer.concat(parts).toString('utf8');
      parts = [];
      heard.text(text);
    }
  }

  socket.on('data', (chunk: Buffer) => {
    if (isSilent || state === 'closed') return;
    bytes = Buffer.concat([bytes, chunk]);
    try {
      for (let read = readFrame(bytes); read !== undefined; read = readFrame(bytes)) {
        bytes = read.rest as Buffer<ArrayBuffer>;
        take(read.frame.opcode, read.frame.payload, read.frame.isLast);
      }
    } catch {
      socket.destroy();
    }
  });
  // Node's HTTP server leaves its side open when the other one is gone, as that of a killed app is.
  socket.on('end', () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.on('close', end);

  return {
    sendText: (text) => send(OPCODES.text, Buffer.from(text)),
    sendPing: (words) => send(OPCODES.ping, Buffer.from(words)),
    close(code) {
      const payload = Buffer.alloc(2);
      payload.writeUInt16BE(code);
      send(OPCODES.close, payload);
      if (state === 'open') state = 'closing';
    },
    cut: () => void socket.destroy(),
    fallSilent() {
      isSilent = true;
    },
    get isOpen() {
      return state === 'open' && !isSilent && !socket.destroyed;
    },
  };
}
