import { createReadStream } from 'node:fs';

const NEWLINE = 0x0a;

/**
 * The whole lines of a file, as bytes, first to last. What comes after the last line break is left out: it is being
 * written, or a crash tore it. Node's own line reader also breaks at U+2028, which a reason may contain.
 */
export async function* readAuditLines(file: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(file)) {
    const bytes: Buffer = Buffer.concat([rest, chunk as Buffer]);
    let start = 0;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, start)) {
      yield bytes.subarray(start, at);
      start = at + 1;
    }
    rest = bytes.subarray(start);
  }
}
