import { tidyValue } from '../../domain/personRules.ts';
import type { Finding } from '../../domain/terms.ts';
import { note } from '../columns/readHead.ts';
import type { SkipReason } from './skippedRows.ts';
import { ROW_WORDS } from './words.ts';

/** The one cell above those who leave. */
const LEAVERS =
  /^(?:(?:staff|our|upcoming|recent|new)? ?(?:leavers?|leaving|terminations|terminated|departures|resignations|offboarding)|abgänge|austritte|ausgeschieden|ausscheidende|départs|sortants|sorties|bajas|salidas|uscite|cessazioni|uitdienst|uit dienst|vertrekkers|odejścia|odchody|avslut|saídas|desligamentos)(?: (?:in )?\p{L}{3,12})?(?: \d{4})?:?$/iu;
/** The one above those who come, or change. */
const OTHERS =
  /^(?:(?:new )?(?:starters?|joiners?|hires?|movers?|employees?|arrivals|onboarding)|transfers|changes|zugänge|eintritte|neueintritte|wechsel|arrivées|entrées|altas|entradas|entrate|assunzioni|indienst|in dienst|nástupy|przyjęcia)(?: (?:in )?\p{L}{3,12})?(?: \d{4})?:?$/iu;

/** Tells those who stand below a heading such as "Leavers", until one such as "New starters" follows. */
export function createMoveHeadings(): {
  /** Why this row is skipped, where it is one of these headings. */
  take(cells: readonly string[]): SkipReason | undefined;
  /** What is to be said of a person here. */
  warn(row: number): Finding[];
  /** The heading of those who come or change, where people here stand below one; or nothing. */
  others(): string;
} {
  let heading = '';
  let others = '';
  return {
    take(cells) {
      const filled = cells.filter((cell) => cell !== '');
      if (cells.length < 2 || filled.length !== 1) return undefined;
      const only = tidyValue(filled[0] ?? '');
      const isLeavers = LEAVERS.test(only);
      if (!isLeavers && !OTHERS.test(only)) return undefined;
      heading = isLeavers ? only : '';
      others = isLeavers ? '' : only;
      return ROW_WORDS.skipped.group;
    },

    others: () => others,

    warn(row) {
      if (heading === '') return [];
      return [{ ...note(row, 'HAS_LEFT', ROW_WORDS.below(heading)), severity: 'warning' }];
    },
  };
}
