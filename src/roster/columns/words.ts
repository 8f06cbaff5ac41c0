/** The kinds of files that are known by their headers; also their names in messages and in what is stored. */
export const TEMPLATES = {
  portal: 'Microsoft 365 template',
  entra: 'Entra template',
  results: 'Results file',
  own: 'Own columns',
} as const;

export type Template = (typeof TEMPLATES)[keyof typeof TEMPLATES];

/** `Column 3 has no name and`, `The column Team`, or `Column 3` of a file without a header. */
const subject = (column: string, position: number, isHeadless = false): string =>
  column === '' ? `Column ${position} has no name and` : isHeadless ? column : `The column ${column}`;

/** What is said of a file's columns: what they hold, which are not used, and why they can't be read. */
export const COLUMN_WORDS = {
  notUsed: 'Not used',
  lastFirst: 'Last name, first name',
  /** What is made where no column has it. */
  madeDisplayName: 'Display name, made from first and last name',
  madeUserName: 'User name, suggested from the name',

  meanings: {
    signInBlocked: 'Sign-in blocked',
    signInAllowed: 'Sign-in allowed',
    status: 'Sign-in, from the status',
    accountControl: 'Sign-in, from userAccountControl',
    leavingDate: 'Last day (only for a warning)',
    domain: 'Domain of the user name',
    password: 'Password (not used)',
    surnamePrefix: 'Last name prefix',
    secondSurname: 'Second last name',
    usedSurname: 'Preferred last name',
    calledName: 'Preferred first name',
    nameTitle: 'Title in the display name',
    nameSuffix: 'Suffix in the display name',
    houseNumber: 'House number',
  },

  passwords: "Passwords in a file aren't used or kept. Rollcall makes a new one for each person.",
  passwordsOfChanges: "Passwords in a file aren't used or kept.",
  unused: (column: string, position: number) => `${subject(column, position)} isn't used.`,
  /** Without a header no one can tell that they are passwords. */
  unusedHeadless: (column: string, position: number) =>
    `${subject(column, position, true)} isn't used, and isn't kept once you confirm the columns.`,
  /** In a file of changes. */
  unchangeable: (column: string, position: number, what: string, isLicenses: boolean) =>
    `${subject(column, position)} isn't used: a file of changes can't change ${what}.${isLicenses ? ' To change them, type licenses.' : ''}`,
  unsure: (column: string, position: number, maybe: string) =>
    `${subject(column, position)} isn't used. If it has the ${maybe}, name it "${maybe}" and send the file again.`,

  headerPerson: (row: number) =>
    `Row ${row} was taken for the header. If it's a person, say so where you choose the columns, or add a header above the people and send the file again.`,

  noHeader: {
    messageOfRow: (row: number) => `Row ${row} isn't a header that Rollcall knows.`,
    messageOfRows: (count: number) =>
      `None of the first ${count} rows with content is a header that Rollcall knows.`,
    next: 'Add a header above the people, such as "Name", or "First name" and "Last name", and send the file again. Or use the template: type template to get one.',
    remove: 'Remove what is above the header, and send the file again.',
  },
  tooWide: {
    message: (row: number, count: number) => `Row ${row} has ${count} columns; at most 2,000 are read.`,
    next: "Remove the columns that aren't about the people to create, and send the file again.",
  },
  twice: {
    message: (row: number, column: string) =>
      `Two columns of row ${row} mean the same thing: "${column}" is the second.`,
    next: 'Remove or rename one of them, and send the file again.',
  },
  sideBySide: {
    message: (row: number, column: string) =>
      `The header in row ${row} starts over at the second "${column}", so each row seems to have several people in it.`,
    next: 'Move them into rows of their own, below one header, and send the file again.',
  },
  noChanges: {
    message: 'No column of this file says what to change.',
    done: 'Nothing was changed.',
    next: 'Besides the user name, it needs columns such as "Job title", "Department", or "Manager". Type "template changes" to get a file with them.',
  },
  leaveDates: {
    message: (columns: readonly string[]) =>
      `The file has several date columns: ${columns.map((column) => `"${column}"`).join(', ')}.`,
    done: 'Nothing was done.',
    next: 'Keep the one that says when they leave, and send the file again.',
  },

  unnamed: (position: number) => `Column ${position}`,
  readTwice: (column: string, meaning: string) =>
    `${column} is already read as ${meaning}. Choose something else for one of the two.`,
  noNames: 'No column has the names. Choose one for the display name, or one each for first and last name.',
};
