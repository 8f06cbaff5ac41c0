/**
 * What a spreadsheet may take for a formula at the start of a cell, also after blanks, which some of them skip, and
 * in full width. OWASP ASVS 5.0.0, 1.2.10, and its CSV Injection page.
 */
const NEEDS_MARK = /^'*(?:[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]|\s+[=+\-@\uff1d\uff0b\uff0d\uff20])/;

/** Puts an apostrophe before what a spreadsheet could run as a formula. */
export function markFormula(cell: string): string {
  // What looks marked already is marked again, so that taking off one mark always gives the value back.
  return NEEDS_MARK.test(cell) ? `'${cell}` : cell;
}

/** Takes off the mark that {@link markFormula} put on, and nothing else. */
export function unmarkFormula(cell: string): string {
  return cell.startsWith("'") && NEEDS_MARK.test(cell) ? cell.slice(1) : cell;
}
