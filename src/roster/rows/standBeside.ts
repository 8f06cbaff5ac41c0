import { RollcallError } from '../../domain/errors.ts';
import { tidyValue } from '../../domain/personRules.ts';
import { isHeaderWord } from './findUnknownHead.ts';
import { namesPeople } from './skippedRows.ts';
import { ROW_WORDS } from './words.ts';

/** A name, and two things more: fewer words may stand below each other by chance. */
const FEWEST = 3;

/**
 * True where words for columns stand below each other, so that each column is a person.
 *
 * @param first what each row begins with
 * @param header the columns, where a header was found: several words for columns are those of people below each other
 */
export function standBeside(first: readonly string[], header: readonly string[] = []): boolean {
  // Most files end here, before each of their rows is looked at.
  if (header.slice(1).some(isHeaderWord)) return false;
  const begins = [...header.slice(0, 1), ...first];
  // An address is somebody's, whatever it is made of.
  if (!begins.every((begin) => !begin.includes('@') && isHeaderWord(tidyValue(begin)))) return false;
  const words = begins.map(tidyValue);
  return words.length >= FEWEST && new Set(words).size === words.length && words.some(namesPeople);
}

/** The refusal of such a file. */
export function refuseBeside(row: number): RollcallError {
  const { message, next } = ROW_WORDS.beside;
  return new RollcallError('FILE_NOT_UNDERSTOOD', message, { next, detail: { row } });
}
