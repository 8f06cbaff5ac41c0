import { trimEndsOf } from '../../domain/trimEnds.ts';

/**
 * The longest legal row is some 3,000 characters; the rest is room for columns that are ignored. A quotation mark that
 * is open for longer was never closed.
 */
export const MAX_RECORD_LENGTH = 64 * 1024;

/** One row of a CSV. */
export interface CutRecord {
  cells: string[];
  /** Where the next one begins. */
  next: number;
  /** True where a quotation mark stands where none can: what the row means is a guess. */
  isUnsure: boolean;
}

interface Field {
  value: string;
  end: number;
  isUnsure: boolean;
}

const LINE_END = /\r\n?|\n/g;
const BLANKS = ' \t\f';

/** True for a blank, a tab or a form feed at this place. */
function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || code === 9 || code === 12;
}

function trimBlanks(cell: string): string {
  return isBlank(cell, 0) || isBlank(cell, cell.length - 1) ? trimEndsOf(cell, BLANKS) : cell;
}

/** The first place from `at` on that is no blank. */
function skipBlanks(text: string, at: number, delimiter: string): number {
  let place = at;
  while (isBlank(text, place) && text[place] !== delimiter) place++;
  return place;
}

function findLineEnd(text: string, from: number): { end: number; next: number } | undefined {
  LINE_END.lastIndex = from;
  if (!LINE_END.test(text)) return undefined;
  const next = LINE_END.lastIndex;
  return {
    end: next - (text[next - 1] === '\n' && text[next - 2] === '\r' && next - 2 >= from ? 2 : 1),
    next,
  };
}

function endOfLine(text: string, from: number): number {
  return findLineEnd(text, from)?.end ?? text.length;
}

/** Where a value without quotation marks around it ends: before the separator or the end of its line. */
function findFieldEnd(
  text: string,
  from: number,
  delimiter: string,
  lineEnd = endOfLine(text, from),
): number {
  const end = text.indexOf(delimiter, from);
  return end < 0 || end > lineEnd ? lineEnd : end;
}

/** True for a mark that opens the next value, `,"Rome"`. */
function opensNext(text: string, mark: number, delimiter: string): boolean {
  let before = mark - 1;
  while (text[before] === ' ') before--;
  return text[before] === delimiter;
}

/**
 * A value that begins with a quotation mark. A mark that is not followed by a separator is a part of the value where a
 * later one of the line closes it, and is left out otherwise; one that nothing closes is left out, and the value ends
 * where it would without it. Undefined when the text may go on.
 */
function cutQuoted(text: string, start: number, delimiter: string, isWhole: boolean): Field | undefined {
  const unclosed = (): Field => {
    const end = findFieldEnd(text, start, delimiter);
    return { value: trimBlanks(text.slice(start + 1, end)), end, isUnsure: true };
  };
  let isUnsure = false;
  for (let from = start + 1; ; ) {
    const mark = text.indexOf('"', from);
    if (mark < 0) return isWhole ? unclosed() : undefined;
    if (mark - start > MAX_RECORD_LENGTH) return unclosed();
    if (text[mark + 1] === '"') {
      from = mark + 2;
      continue;
    }
    const end = skipBlanks(text, mark + 1, delimiter);
    if (end === text.length && !isWhole) return undefined;
    if (end === text.length || text[end] === delimiter || /[\r\n]/.test(text.charAt(end))) {
      return { value: text.slice(start + 1, mark).replaceAll('""', '"'), end, isUnsure };
    }
    if (/[\r\n]/.test(text.slice(start, mark))) return unclosed();
    const lineEnd = findLineEnd(text, mark)?.end ?? (isWhole ? text.length : undefined);
    if (lineEnd === undefined) return undefined;
    const after = text.indexOf('"', mark + 1);
    if (after < 0 || after > lineEnd || opensNext(text, after, delimiter)) {
      const fieldEnd = findFieldEnd(text, mark, delimiter);
      const value = `${text.slice(start + 1, mark)}${text.slice(mark + 1, fieldEnd)}`;
      return { value: trimBlanks(value.replaceAll('""', '"')), end: fieldEnd, isUnsure: true };
    }
    isUnsure = true;
    from = mark + 1;
  }
}

function cutFields(text: string, at: number, delimiter: string, isWhole: boolean): CutRecord | undefined {
  const cells: string[] = [];
  let isUnsure = false;
  let lineEnd = endOfLine(text, at);
  for (let from = at; ; ) {
    const start = skipBlanks(text, from, delimiter);
    let end: number;
    if (text[start] === '"') {
      const field = cutQuoted(text, start, delimiter, isWhole);
      if (field === undefined) return undefined;
      cells.push(field.value);
      isUnsure ||= field.isUnsure;
      end = field.end;
      if (end > lineEnd) lineEnd = endOfLine(text, end);
    } else {
      end = findFieldEnd(text, from, delimiter, lineEnd);
      cells.push(trimBlanks(text.slice(from, end)));
    }
    if (text[end] !== delimiter) {
      const next = end === text.length ? end : (findLineEnd(text, end)?.next ?? end);
      return { cells, next, isUnsure };
    }
    from = end + 1;
  }
}

/**
 * One row of a CSV, its cells without blanks and quotation marks around them; a blank line has one empty cell. Any line
 * ending. A mark in the middle of a value is a part of it: `="0170"`, and `Ada "AJ" Lima`. Undefined when the text may
 * go on, which it does not when `isWhole`.
 */
export function cutRecord(
  text: string,
  at: number,
  delimiter: string,
  isWhole: boolean,
): CutRecord | undefined {
  const line = findLineEnd(text, at);
  const isOpen = line === undefined || (line.next === text.length && text.endsWith('\r'));
  if (isOpen && !isWhole) return undefined;
  const { end, next } = line ?? { end: text.length, next: text.length };
  const plain = text.slice(at, end);
  if (!plain.includes('"')) return { cells: plain.split(delimiter).map(trimBlanks), next, isUnsure: false };
  const record = cutFields(text, at, delimiter, isWhole || text.length - at > MAX_RECORD_LENGTH);
  // The text ends within a quoted value that goes on.
  const isCutOff = record !== undefined && record.next === text.length && !isWhole && !text.endsWith('\n');
  return isCutOff ? undefined : record;
}
