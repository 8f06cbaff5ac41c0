import { isMadeOfNames } from '../../domain/names/userName.ts';
import { tidyValue } from '../../domain/personRules.ts';
import type { Person } from '../../domain/terms.ts';
import type { Head } from '../columns/readHead.ts';
import type { SkipReason } from './skippedRows.ts';
import { ROW_WORDS } from './words.ts';

/** Why a stray row is skipped. */
export const STRAY: SkipReason = ROW_WORDS.skipped.stray;

type Names = Pick<Head, 'header'>;

function cellFor(cells: readonly string[], { header }: Names, meaning: keyof Person): string {
  const index = header.meanings.indexOf(meaning);
  return index < 0 ? '' : tidyValue(cells[index] ?? '');
}

/** `bo.ek` beside `Bo Ek`: somebody without an address. `PT` beside `Part time` is a legend. */
function isNamed(cells: readonly string[], head: Names): boolean {
  const givenName = cellFor(cells, head, 'givenName');
  const surname = cellFor(cells, head, 'surname');
  const displayName = cellFor(cells, head, 'displayName');
  const userName = cellFor(cells, head, 'userPrincipalName').toLowerCase();
  const words = `${givenName} ${surname} ${displayName}`.toLowerCase().split(/[\s,-]+/);
  const isInside = words.some((word) => word.length > 1 && userName.includes(word));
  const hasWholeName = displayName.includes(' ') || (givenName !== '' && surname !== '');
  return isInside && hasWholeName && isMadeOfNames(userName, { givenName, surname, displayName });
}

/**
 * Tells rows below an empty one that are a legend, or a list of rooms: without an address where all people above have
 * theirs, and with a user name that is not made of the names beside it. Whoever has one is a person with a user name to
 * fix.
 */
export function createStrayRows(): {
  takeBlank(): void;
  takePerson(cells: readonly string[], head: Names): void;
  /** Below "Thanks" stands who thanks. */
  takeEnd(): void;
  isStray(cells: readonly string[], head: Names): boolean;
} {
  let isBelowBlank = false;
  let allHaveAddresses = true;
  let isBelowEnd = false;
  return {
    takeBlank() {
      isBelowBlank = true;
    },

    takePerson(cells, head) {
      if (!isBelowBlank) allHaveAddresses &&= cellFor(cells, head, 'userPrincipalName').includes('@');
    },

    takeEnd() {
      isBelowEnd = true;
    },

    isStray(cells, head) {
      if (isBelowEnd && cells.filter((cell) => tidyValue(cell) !== '').length === 1) return true;
      if (!isBelowBlank || !allHaveAddresses) return false;
      if (cellFor(cells, head, 'userPrincipalName') === '' || cells.some((cell) => cell.includes('@')))
        return false;
      return !isNamed(cells, head);
    },
  };
}
