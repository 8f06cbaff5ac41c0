/** Frames of a WebSocket, as RFC 6455 section 5.2 lays them out. */

export const OPCODES = { more: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface Frame {
  /** The last one of its message. */
  isLast: boolean;
  opcode: number;
  payload: Buffer;
}

/** A frame of the server, which masks nothing. */
export function writeFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  head[0] = 0x80 | opcode;
  if (length < 126) head[1] = length;
  else if (length < 65_536) {
    head[1] = 126;
    head.writeUInt16BE(length, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([head, payload]);
}

/** Where a frame's length ends, and the length itself; undefined while its head is not here yet. */
function readLength(bytes: Buffer): { at: number; length: number } | undefined {
  const short = (bytes[1] ?? 0) & 0x7f;
  if (short < 126) return { at: 2, length: short };
  if (short === 126) return bytes.length < 4 ? undefined : { at: 4, length: bytes.readUInt16BE(2) };
  return bytes.length < 10 ? undefined : { at: 10, length: Number(bytes.readBigUInt64BE(2)) };
}

/**
 * The first frame of a client in these bytes, and the bytes after it; undefined while it is not whole.
 *
 * @throws Error for a frame that is not masked: RFC 6455, 5.1
 */
export function readFrame(bytes: Buffer): { frame: Frame; rest: Buffer } | undefined {
  if (bytes.length < 2) return undefined;
  if (((bytes[1] ?? 0) & 0x80) === 0) throw new Error('a frame of a client has to be masked');
  const read = readLength(bytes);
  if (read === undefined || bytes.length < read.at + 4 + read.length) return undefined;
  const mask = bytes.subarray(read.at, read.at + 4);
  const start = read.at + 4;
  const payload = Buffer.from(bytes.subarray(start, start + read.length));
  for (let index = 0; index < payload.length; index += 1) {
    payload[index] = (payload[index] ?? 0) ^ (mask[index % 4] ?? 0);
  }
  const first = bytes[0] ?? 0;
  return {
    frame: { isLast: (first & 0x80) !== 0, opcode: first & 0x0f, payload },
    rest: bytes.subarray(start + read.length),
  };
}
