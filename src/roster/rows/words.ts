import { listWords } from '../../domain/listWords.ts';

/** Who was named below a header, but is no person; behind "Row 3 is" and "This looks like". */
const NOT_A_PERSON = {
  placeholder: 'a placeholder for someone without a name yet',
  left: "someone who has left or isn't coming",
  deleted: 'a deleted account',
  example: 'an example',
  trial: 'a test or sample name',
  thing: 'a room, device, team, or shared mailbox',
  service: 'a system or service account',
};

/** Why a row is skipped. `what` stands behind "Row 3 is"; `unless` says what to do if it is a person after all. */
const SKIPPED = {
  version: { what: 'the version of the template' },
  line: { what: 'a line between rows' },
  header: { what: 'the header again' },
  example: { what: NOT_A_PERSON.example },
  comment: { what: 'a comment' },
  total: { what: 'a total' },
  end: { what: 'the end of a report' },
  marked: (mark: string) => ({
    what: 'commented out',
    unless: `To create this person, remove the ${mark} in the file.`,
  }),
  thing: (value: string, column: string) => ({
    what: `not a person (${value})`,
    unless: `If this is a person, change ${column} in the file.`,
  }),
  family: (value: string, column: string) => ({
    what: `a family member (${value})`,
    unless: `To create this person, change ${column} in the file.`,
  }),
  noPerson: (what: string) => ({
    what,
    unless: 'If this is a person, add an address next to the name in the file.',
  }),
  nobody: (what: string) => ({ what, unless: 'If this is a person, enter their name in the file.' }),
  beginsExample: {
    what: NOT_A_PERSON.example,
    unless: 'If this is a person, enter only the name in the file.',
  },
  aboutList: {
    what: 'about the list as a whole',
    unless: 'If this is a person, enter only their name in the file.',
  },
  group: { what: 'a group heading', unless: 'If this is a person, fill in the other cells.' },
  title: {
    what: 'above the people, like a title,',
    unless: 'If this is a person too, move it below the first person in the file.',
  },
  sentence: { what: 'probably a note', unless: 'If this is a person, add an address next to the name.' },
  stray: {
    what: 'a note below the list, without an address,',
    unless: 'If this is a person, add an address to it.',
  },
};

const rowsOf = (from: number, to: number): string => (from === to ? `Row ${from}` : `Rows ${from} to ${to}`);
const was = (from: number, to: number): string => (from === to ? 'was' : 'were');

/** What is said of the rows of a file: which are skipped, which may be no person, and which values are no values. */
export const ROW_WORDS = {
  notAPerson: NOT_A_PERSON,
  /** Behind "Row 3 is". */
  noPerson: {
    rule: 'about what the columns hold',
    instruction: 'about how to fill in the file',
    total: SKIPPED.total.what,
    legend: 'the title of a legend',
    contact: 'contact information',
    footnote: 'a footnote',
  },
  skipped: SKIPPED,
  above: (row: number) => `Row ${row} is above the header and was skipped.`,
  skip: (row: number, what: string, unless: string | undefined) =>
    `Row ${row} is ${what} and was skipped.${unless === undefined ? '' : ` ${unless}`}`,
  run: {
    table: (from: number, to: number) =>
      `${rowsOf(from, to)} ${was(from, to)} skipped: another table with its own columns begins there. If it has people in it, send it as a separate file.`,
    blank: (from: number, to: number) =>
      `${rowsOf(from, to)} ${from === to ? 'is' : 'are'} empty and ${was(from, to)} skipped.`,
    done: (from: number, to: number) =>
      `${rowsOf(from, to)} ${was(from, to)} skipped: ${from === to ? 'this person was' : 'these people were'} already created.`,
  },

  mayBeNobody: (what: string) => `This looks like ${what}. If there is no such person, leave the row out.`,
  mayBeFamily: (value: string) =>
    `This may be a family member (${value}) and not someone to create. If so, leave the row out.`,
  mayBeElsewhere:
    "This row is below an empty one and may belong to another table. If it isn't a person, leave it out.",
  alone: "This row has only a name, like a group heading. If it isn't a person, leave it out.",
  below: (heading: string) => `This row is below "${heading}". If this person is leaving, leave it out.`,

  noHeader:
    'The file has no header that Rollcall knows, so it went by the values to tell what the columns are.',
  firstPerson:
    'The file has no header that Rollcall knows, so its first row was read as a person. If it is a header or a title, leave the row out.',
  noNames: {
    message: 'No column in this file has names.',
    next: 'Add a column "Name", or "First name" and "Last name", and send the file again.',
  },
  onlyAddresses: {
    message: 'This file has only email addresses, and no names.',
    next: 'Add a column with the name of each person, and send the file again.',
  },
  column: (position: number) => `Column ${position}`,
  severalInRow: {
    message: (row: number) => `Row ${row} seems to have several people in it.`,
    next: 'Put each person on a separate row, add the header "Name" above them, and send the file again.',
  },
  beside: {
    message: 'The people in this file are side by side: each column is a person.',
    next: 'Give each person a row: in Excel, copy the cells, choose Paste Special > Transpose, and send the file again.',
  },

  width: {
    extra: (cells: number, columns: number, extra: number) =>
      `This row has ${cells} cells but the header has ${columns}: cell ${extra} has no column above it. Put quotation marks around values that contain a comma or semicolon.`,
    missing: (cells: number, columns: number) =>
      `This row has ${cells} of ${columns} cells. The missing ones were read as empty.`,
    check: 'Check that its values are in the right columns.',
  },
  quotes:
    "A quotation mark in this row isn't closed or is followed by text, so its values may be in the wrong columns. Check them.",

  /** Of a single value. */
  cell: {
    typeAgain: (loss: string) => `${loss} It was left out, so type it again.`,
    excelError: (value: string) => `Excel has the error ${value} here instead of a value.`,
    formula: 'A formula was saved here instead of its result.',
    typeName: 'A script wrote a type name here instead of the value.',
    shortened: (value: string) => `Excel shortened a long number to ${value}, so its last digits are lost.`,
    madeDate: (value: string) => `Excel turned a number such as 3-12 into the date ${value}.`,
    dayNumber: (value: string) => `${value} is a number, which is how Excel stores a date. Check the column.`,
    severalPhones: (first: string) => `There are several numbers here. Only the first, ${first}, was used.`,
    odd: (value: string, what: string) => `${value} looks like ${what}. Check that it's in the right column.`,
    isAddress: "This is an email address and not a person's name. Check that it's in the right column.",
    oddities: {
      truth: 'a yes or no',
      percentage: 'a percentage',
      amount: 'an amount',
      noPhone: 'something other than a phone number',
    },
  },

  signIn: {
    disabled: (value: string) => `${value} doesn't say whether the account is disabled. Check it.`,
    allowed: (value: string) => `${value} doesn't say whether this person can sign in. Check it.`,
    neither: (value: string) => `${value} isn't Yes, No, Allowed, or Blocked.`,
    left: (value: string) =>
      `${value} means this person has left, so they would be created with sign-in blocked. If no one needs the account, remove the row.`,
    lastDay: (value: string) =>
      `This person's last day is ${value}. If no one needs the account any longer, leave the row out.`,
    dayOf: (column: string, value: string) => `${column} is ${value}`,
    lastDays: (days: readonly string[]) =>
      `${listWords(days, 'and')}. If no one needs the account any longer, leave the row out.`,
  },

  objection: (column: string, found: string) =>
    `${column} says "${found}". If this person shouldn't get an account now, leave the row out.`,

  /** A file of changes. */
  changes: {
    encoding: (values: readonly string[]) =>
      `The file isn't in UTF-8, so accented letters are a guess, as in ${values.join(', ')}. If they are wrong, save the file as "CSV UTF-8" and send it again.`,
    noOne: (column: string) => `This row doesn't say who it's for: its ${column || 'first cell'} is empty.`,
    signIn: 'Sign-in is either Allowed or Blocked. To keep it as it is, leave the cell empty.',
    noRows: 'The file has a header but no one below it.',
    next: 'Add one row for each person, and send the file again.',
    formulas:
      'From this row on, formulas have no result in the workbook and were read as empty. Open it in Excel, save it, and send it again.',
    hidden: "This row is hidden in the workbook. If it shouldn't count, remove it.",
    newUserName: 'New user name',
  },

  /** A file of user names. */
  names: {
    noColumn: {
      message: (row: number) => `Row ${row} has no header for user names and no user name either.`,
      next: 'Name the column "User name", and send the file again.',
    },
    severalColumns: {
      message: (row: number) => `Row ${row} has several addresses, and no header says which one counts.`,
      next: 'Add a header, name the column of the people "User name", and send the file again.',
    },
    noRows: 'The file has a header but no user names below it.',
    next: 'Add one row for each person, and send the file again.',
    noOne: (who: string, column: string) =>
      `This row doesn't say who it's for${who === '' ? '' : ` (${who})`}: its ${column || 'address'} is empty.`,
    otherCustomers: {
      message: (column: string) =>
        `The ${column} column says who each person belongs to, but a list like this is for one customer at a time.`,
      next: `Attach a file for each customer, with only that customer's people and without this column. If the column isn't about your customers, give it another name.`,
    },
    hidden:
      'This row is hidden in the workbook, so it was left out. If this person counts, show the row and send the file again.',
    contact: (value: string) =>
      `This row looks like a note about the list (${value}), so it was left out. If this is a person, enter only their name.`,
    width: (cells: number, columns: number) =>
      `This row has ${cells} cells but the header has ${columns}, so its values may be in the wrong columns. Put quotation marks around values that contain a comma or semicolon.`,
    stays: (column: string, value: string) =>
      `${column} is ${value}, which doesn't say that this person leaves, so the row was left out. If they leave, correct it and send the file again.`,
    below: (heading: string) =>
      `This row is below "${heading}", so it was left out. If this person leaves, put them in a file of their own.`,
    mayStay: (column: string, value: string) =>
      `${column} is ${value}. If this person stays, leave the row out.`,
  },
};
