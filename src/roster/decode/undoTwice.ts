import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { BEYOND_ASCII } from './encodings.ts';
import { isGarbled } from './findGarbled.ts';

/** A file is saved by as many programs that take it for Windows-1252, one after the other. */
const MOST_TIMES = 3;

/** The byte of a character in Windows-1252; its number where that has none, as browsers and scripts write it. */
function byteOf(character: string): number | undefined {
  const code = character.charCodeAt(0);
  if (code < 0xa0) return code;
  const [byte = 0, more] = iconv.encode(character, 'win1252');
  return more === undefined && iconv.decode(Buffer.from([byte]), 'win1252') === character ? byte : undefined;
}

/** The text of a cell before its UTF-8 was read as Windows-1252; undefined where it never was. */
function undoOnce(cell: string, known: Map<string, number | undefined>): string | undefined {
  const bytes: number[] = [];
  for (const character of cell) {
    if (!known.has(character)) known.set(character, byteOf(character));
    const byte = known.get(character);
    if (byte === undefined) return undefined;
    bytes.push(byte);
  }
  const buffer = Buffer.from(bytes);
  return isUtf8(buffer) ? buffer.toString('utf8') : undefined;
}

/**
 * The records of a file in UTF-8 that some program took for Windows-1252 and saved as UTF-8 once more, as they were before:
 * `JÃ¼rgen` is Jürgen. Undefined unless that holds for all letters beyond ASCII, so that no right name is touched.
 */
export function undoTwice(records: readonly (readonly string[])[]): string[][] | undefined {
  const known = new Map<string, number | undefined>();
  let isChanged = false;
  const undone: string[][] = [];
  for (const record of records) {
    const cells: string[] = [];
    for (const cell of record) {
      let text = cell;
      for (
        let time = 0;
        time < MOST_TIMES && BEYOND_ASCII.test(text) && (time === 0 || isGarbled(text));
        time++
      ) {
        const before = undoOnce(text, known);
        if (before === undefined) return undefined;
        text = before;
        isChanged = true;
      }
      cells.push(text);
    }
    undone.push(cells);
  }
  return isChanged ? undone : undefined;
}
