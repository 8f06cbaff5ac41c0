import { tidyValue } from '../../domain/personRules.ts';
import type { RosterRow } from '../../domain/terms.ts';
import { type ColumnChoice, chooseColumns } from '../columns/chosenColumns.ts';
import { guessSome } from '../columns/columns.ts';
import { type Head, readHead } from '../columns/readHead.ts';
import { TEMPLATES } from '../columns/words.ts';
import { nameColumns } from './findHeadless.ts';
import { SAMPLES } from './fitRows.ts';
import { splitWhole } from './splitWhole.ts';

/** Before the address of whom to write to about the list. */
const CONTACT =
  /:$|^(?:contact|kontakt|question|fragen|help|hr$|e-?mail|author|owner|created|prepared|from|source|report|requested|sent|erstellt|ansprechpartner|verantwortlich|responsable|r[eé]f[eé]rent|contatt)/iu;

/** A person's row with no header above it: a mail address where the header below has its user names. */
export function standsForPerson(cells: readonly string[], { header }: Head): boolean {
  const column = header.meanings.indexOf('userPrincipalName');
  return cells[column]?.includes('@') === true && !cells.some((cell) => CONTACT.test(cell));
}

/** The header in this row, also where the whole row stands in quotation marks. */
export function findHead(cells: string[], row: number): { head: Head; cells: string[] } | undefined {
  for (const each of [cells, ...splitWhole(cells)]) {
    const head = readHead(each, row);
    if (head !== undefined) return { head, cells: each };
  }
  return undefined;
}

/** How somebody chose that a file is read. */
export interface ChosenColumns {
  /** The record, counted from 1, that is the header; the last one above the people, or 0, where there is none. */
  headerRow: number;
  /** The list has no header. */
  isHeadless?: boolean | undefined;
  /** One for each column. */
  choices: readonly ColumnChoice[];
}

/** The header as it was chosen, in whatever letters it is now. */
export function chooseHead(cells: readonly string[], row: number, chosen: ChosenColumns): Head {
  const { choices } = chosen;
  const isHeadless = chosen.isHeadless === true;
  const read = isHeadless ? undefined : readHead(cells, row);
  const columns = isHeadless
    ? nameColumns(choices.length)
    : choices.map((_, index) => tidyValue(cells[index] ?? ''));
  const meanings = choices.map(() => undefined);
  const plain = { template: TEMPLATES.own, meanings, byPosition: false, guesses: new Set<number>() } as const;
  const header = read?.header ?? { ...plain, composesNames: false };
  return {
    row,
    columns,
    header: chooseColumns(header, choices),
    logWidth: 0,
    ...(isHeadless ? { isHeadless } : {}),
  };
}

/**
 * False where nothing but the number of columns tells that the rows are people, and none begins with a user name; and where
 * what was taken for their names are addresses: `Old user name,New user name`.
 */
export function isPeople({ header }: Head, rows: readonly RosterRow[]): boolean {
  const isGuess = header.guesses.has(header.meanings.indexOf('displayName'));
  if (isGuess && rows.every(({ person }) => person.displayName?.includes('@') === true)) return false;
  // Any file of 15 columns fits by position, so its first column must look like user names too.
  return !header.byPosition || rows.some(({ person }) => person.userPrincipalName?.includes('@'));
}

/** The header of rows that are no people, for somebody to say what its columns hold. */
export function withoutPeople(head: Head, rows: readonly RosterRow[]): Head {
  const samples = rows.slice(0, SAMPLES).map(({ cells }) => cells);
  return { ...head, header: guessSome(head.columns, samples) };
}
