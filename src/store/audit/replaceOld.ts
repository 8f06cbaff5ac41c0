import type { AuditKey } from '../../audit/auditKeys.ts';
import { type CutLine, hashBefore, keyOf, makeCut, parseCut, parseEntry } from '../../audit/auditLines.ts';
import type { StoreFs } from '../disk/storeFs.ts';
import { writeDurably } from '../disk/writeDurably.ts';
import { type Readable, readLines, readSlices } from './readSlices.ts';

/** The oldest lines of the audit, whose keeping time is over. */
export interface OldLines {
  /** Where the first line starts that stays. */
  end: number;
  /** Without those that an earlier cut dropped. */
  entries: number;
  /** What takes their place. */
  cut: CutLine;
}

/** The oldest lines, up to the last entry before the first one to keep; undefined when all are to be kept. */
export async function findOld(file: Readable, size: number, before: number): Promise<OldLines | undefined> {
  let entries = 0;
  let earlier = 0;
  let waiting = 0;
  let last: { end: number; text: string; dropped: number } | undefined;
  for await (const lines of readLines(file, 0, size)) {
    for (const { start, text } of lines) {
      const entry = parseEntry(text);
      if (entry !== undefined && entry.at >= before) return finish();
      if (start === 0) earlier = parseCut(text)?.dropped ?? 0;
      // A spoilt line goes with the entry after it.
      if (parseCut(text) === undefined) waiting += 1;
      if (entry === undefined) continue;
      entries += waiting;
      waiting = 0;
      last = { end: start + Buffer.byteLength(text) + 1, text, dropped: earlier + entries };
    }
  }
  return finish();

  function finish(): OldLines | undefined {
    if (last === undefined) return undefined;
    const unkeyed = keyOf(last.text) === undefined ? { unkeyed: true as const } : {};
    return {
      end: last.end,
      entries,
      cut: { cutAt: hashBefore(last.text), dropped: last.dropped, ...unkeyed },
    };
  }
}

/** Writes the file anew with one line in place of the old ones. Answers by how many bytes it is shorter. */
export async function replaceOld(
  fs: StoreFs,
  path: string,
  { end, cut }: OldLines,
  key: AuditKey,
): Promise<number> {
  const line = Buffer.from(`${makeCut(cut, key)}\n`);
  const old = await fs.open(path, 'r');
  const file: Readable = {
    async read(start, stop) {
      const buffer = Buffer.alloc(stop - start);
      let filled = 0;
      while (filled < buffer.length) {
        const { bytesRead } = await old.read(buffer, filled, buffer.length - filled, start + filled);
        if (bytesRead === 0) throw new Error('The audit file is shorter than it was.');
        filled += bytesRead;
      }
      return buffer;
    },
  };
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield line;
    yield* readSlices(file, end, (await old.stat()).size);
  }
  try {
    await writeDurably(fs, path, pieces(), false);
  } finally {
    await old.close();
  }
  return end - line.length;
}
