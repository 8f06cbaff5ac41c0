import { createInflateRaw } from 'node:zlib';
import { RollcallError } from '../../../domain/errors.ts';
import { FILE_WORDS } from '../words.ts';

/** A file inside a ZIP archive. */
export interface ZipEntry {
  name: string;
  isEncrypted: boolean;
  /** 0 is stored, 8 is deflate; nothing else is in an .xlsx (ECMA-376 part 2, annex B). */
  method: number;
  compressed: Buffer;
}

/** What may still be unpacked; counted down as it is. */
export interface UnpackBudget {
  bytes: number;
}

/** Signatures and sizes of PKWARE's APPNOTE.TXT, 4.3.7, 4.3.12 and 4.3.16. */
const END_SIGNATURE = Buffer.from([0x50, 0x4b, 5, 6]);
const END_BYTES = 22;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
/** A workbook with a hundred sheets, pictures and charts has some 500; more would only cost time to list. */
const MAX_ENTRIES = 10_000;
/** What the inflater hands over at once: some milliseconds of reading. */
const PIECE_BYTES = 64 * 1024;

/** The refusal of a workbook that breaks off or contradicts itself. */
export function refuseBroken(cause?: unknown): RollcallError {
  return new RollcallError('FILE_NOT_UNDERSTOOD', FILE_WORDS.workbook.damaged.message, {
    next: FILE_WORDS.workbook.damaged.next,
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The refusal of a workbook that is larger unpacked than a list of people is. */
function refuseUnpacked(): RollcallError {
  return new RollcallError('FILE_TOO_LARGE', FILE_WORDS.workbook.tooLarge.message, {
    next: FILE_WORDS.workbook.tooLarge.next,
  });
}

function readEntry(bytes: Buffer, at: number): { entry: ZipEntry; end: number } {
  if (bytes.readUInt32LE(at) !== ENTRY_SIGNATURE) throw refuseBroken();
  const nameBytes = bytes.readUInt16LE(at + 28);
  const end = at + ENTRY_BYTES + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  const local = bytes.readUInt32LE(at + 42);
  if (bytes.readUInt32LE(local) !== LOCAL_SIGNATURE) throw refuseBroken();
  const start = local + LOCAL_BYTES + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const entry = {
    name: bytes.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes).replaceAll('\\', '/'),
    isEncrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
    method: bytes.readUInt16LE(at + 10),
    compressed: bytes.subarray(start, start + bytes.readUInt32LE(at + 20)),
  };
  return { entry, end };
}

/** The files that a ZIP archive lists at its end. Throws RollcallError FILE_NOT_UNDERSTOOD for what is none. */
export function listZip(bytes: Buffer): ZipEntry[] {
  const end = bytes.lastIndexOf(END_SIGNATURE);
  if (end < 0 || end + END_BYTES > bytes.length) throw refuseBroken();
  const count = bytes.readUInt16LE(end + 10);
  if (count > MAX_ENTRIES) throw refuseUnpacked();
  const entries: ZipEntry[] = [];
  try {
    let at = bytes.readUInt32LE(end + 16);
    for (let index = 0; index < count; index++) {
      const read = readEntry(bytes, at);
      entries.push(read.entry);
      at = read.end;
    }
  } catch (error) {
    // An offset beyond the end of the file.
    throw error instanceof RangeError ? refuseBroken(error) : error;
  }
  return entries;
}

/**
 * One file of the archive, unpacked piece by piece, as long as the budget of all of them lasts: what the archive says
 * about sizes is not believed. Throws RollcallError FILE_TOO_LARGE and FILE_NOT_UNDERSTOOD.
 */
export async function* unpack(
  { method, compressed }: ZipEntry,
  budget: UnpackBudget,
): AsyncGenerator<Buffer> {
  if (method !== 0 && method !== 8) throw refuseBroken();
  const stored = method === 0;
  const inflate = createInflateRaw({ chunkSize: PIECE_BYTES });
  try {
    if (!stored) inflate.end(compressed);
    const pieces = stored ? [compressed] : (inflate as AsyncIterable<Buffer>);
    for await (const piece of pieces) {
      budget.bytes -= piece.length;
      if (budget.bytes < 0) throw refuseUnpacked();
      for (let start = 0; start < piece.length; start += PIECE_BYTES) {
        yield piece.subarray(start, start + PIECE_BYTES);
      }
    }
  } catch (error) {
    throw error instanceof RollcallError ? error : refuseBroken(error);
  } finally {
    inflate.destroy();
  }
}
