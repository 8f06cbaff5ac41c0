const NEWLINE = 0x0a;
/**
 * As much as is read, and then looked at, in one go: 200 entries, which take a few milliseconds. The process does
 * something else between two of them.
 */
const SLICE_BYTES = 65_536;

/** The part of a file that is read. */
export interface Readable {
  read(start: number, end: number): Promise<Buffer>;
}

/** A file's bytes from `start` to `end`, in slices. */
export async function* readSlices(file: Readable, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at < end; at += SLICE_BYTES) {
    yield await file.read(at, Math.min(end, at + SLICE_BYTES));
  }
}

/** A line without its line break, and where it starts. */
export interface LineAt {
  start: number;
  text: string;
}

/** The lines between two line starts, first to last, a slice's lines at a time. */
export async function* readLines(file: Readable, start: number, end: number): AsyncGenerator<LineAt[]> {
  let rest: Buffer = Buffer.alloc(0);
  let restAt = start;
  for await (const slice of readSlices(file, start, end)) {
    const bytes: Buffer = Buffer.concat([rest, slice]);
    const lines: LineAt[] = [];
    let from = 0;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
      lines.push({ start: restAt + from, text: bytes.toString('utf8', from, at) });
      from = at + 1;
    }
    rest = bytes.subarray(from);
    restAt += from;
    yield lines;
  }
}
