/** What is said of a file as a whole once it was read. */
export const READING_WORDS = {
  fits: "The file isn't in UTF-8. It was read as Windows-1252, which fits every name and value in it.",
  notAllUtf8:
    "Some letters aren't in UTF-8 like the rest of the file and were read as Windows-1252. Check accented names before you continue.",
  guessed: (encoding: string) =>
    `The file isn't in UTF-8. It was read as ${encoding}, which may be wrong. Check the names before you continue.`,
  twice:
    'The letters in this file were encoded twice, and Rollcall corrected them. Check the names before you continue.',
  formulas: (row: number) =>
    `From row ${row} on, formulas have no result in the workbook and were read as empty. Open it in Excel, save it, and send it again.`,
  hidden:
    "This row is hidden in the workbook, as with a filter. Leave it out if you don't want to create this person.",
  otherSheet: 'to use this sheet, save it as its own workbook.',
};
