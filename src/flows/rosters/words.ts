import { count } from '../words.ts';

const people = (n: number): string => count(n, 'person', 'people');

const SAVE_AGAIN =
  'Or cancel, save the file in Excel as "CSV UTF-8 (Comma delimited)" with File > Save As, and attach that file.';

/** What is said about a file of people: asking for it, how it was read, what to fix in it, and before its people are created. */
export const ROSTER_WORDS = {
  noName: 'no name',
  row: (row: number) => `row ${row}`,
  working: (n: number) => `Creating ${people(n)}`,
  canceled: { title: 'Canceled. No one was created.', next: 'To start over, attach a file.' },
  /** The file has a newer message than this one. */
  outdated: {
    title: 'There is a newer message about this file.',
    next: 'Scroll down to it and continue there.',
  },

  upload: { submit: 'Check the file', template: 'Get a template' },

  log: {
    title: 'Here is the verification log.',
    text: 'It lists every row with a finding: your columns, the problem, and the suggested fix.',
    next: 'Correct your file or the rows in this log, and attach it. Rows from the log are merged into your file.',
  },
  /** A file that names people who exist. */
  namesFile: {
    names: 'User names',
    sheet: (name: string) => `sheet “${name}”`,
    encoding: (name: string) => `read as ${name}`,
  },

  /** A file of people who exist whose letters are a guess. */
  encodings: {
    title: 'Which spelling is right?',
    guess: (fileName: string) => `${fileName} isn't in UTF-8, so its accented letters are a guess.`,
    offered: (name: string, samples: string) => `${name}: ${samples}`,
    next: 'Nothing has changed yet. If none of these is right, save the file as "CSV UTF-8" and send it again.',
  },

  /** Its rows that need fixing, as a file. */
  namesLog: {
    title: 'Here is the log file.',
    text: 'It has one line for each row that needs fixing, with the reason.',
  },

  sheets: {
    title: 'Which sheet has the people to create?',
    next: "No one is created yet: you'll see everyone on the sheet first.",
    several: (fileName: string) => `${fileName} has several sheets.`,
    offered: (name: string, n: number) => `${name}: ${people(n)}`,
    notOffered: (name: string) => `${name}: to use this sheet, save it as its own workbook.`,
    other: (name: string, reason: string) => `${name}: ${reason}`,
    more: (n: number) => `and ${count(n, 'more sheet', 'more sheets')}`,
    cancel: 'Cancel',
    /** In the place of the template's name. */
    read: (template: string, sheet: string) => `${template} · sheet “${sheet}”`,
  },

  columns: {
    part: (from: number, to: number, all: number) => `Columns ${from} to ${to} of ${all}`,
    noHeader: "The file has no header, so your choices won't be remembered for other files.",
    noUserName: 'No column has user names, so Rollcall makes them from the names.',
    remembered: (name: string) => `This header is read the same way as “${name}”.`,
    isHeader: (row: number) => `Row ${row} is the header`,
    isPerson: (row: number) => `Row ${row} is a person`,
    show: 'Preview people',
    use: 'Use these columns',
    unnamed: (position: number) => `Column ${position}`,
    fromNames: 'User names from names',
    more: 'More columns',
    forget: (name: string) => `Forget “${name}”`,
  },

  fix: { submit: 'Check again', warning: (reasons: string) => `Warning only: ${reasons}` },

  /** Findings as lines. */
  findings: {
    unused: (n: number, named: readonly string[], more: number) =>
      `${n} columns aren't used: ${named.join(', ')}${more > 0 ? `, ${more} more` : ''}.`,
    sameIn: (message: string, others: number, named: readonly string[], hasMore: boolean) =>
      `${message} The same in ${count(others, 'more row', 'more rows')}: ${named.join(', ')}${hasMore ? ', and others' : ''}.`,
  },

  /** What one click does about all rows with the same finding. */
  kinds: {
    take: (n: number) => (n === 1 ? 'Use the suggestion' : `Use ${n} suggestions`),
    shorten: (n: number) => (n === 1 ? 'Shorten it' : `Shorten ${n}`),
    noManager: (n: number) => (n === 1 ? 'Leave the manager empty' : 'Leave the managers empty'),
    leaveOut: (n: number) => (n === 1 ? 'Leave it out' : `Leave out ${n}`),
    bringBack: (n: number) => (n === 1 ? 'Include it again' : `Include ${n} again`),
    leftOut: (n: number) => (n === 1 ? 'You left it out.' : 'You left them out.'),
    capitals: (n: number) =>
      n === 1 ? 'This name is in capital letters.' : 'These names are in capital letters.',
    becomes: (from: string, to: string) => `${from} → ${to}`,
    mixedCase: (n: number) => (n === 1 ? 'Use mixed case' : `Use mixed case for ${n}`),
  },

  /** What a corrected file changed against the one that it replaces. */
  changes: {
    changed: 'Changed',
    added: 'Added',
    gone: 'No longer in the file',
    solved: 'Fixed',
    appeared: 'New problems',
  },

  restore: {
    title: (n: number) =>
      `${count(n, 'person in this file was', 'people in this file were')} deleted in the last 30 days.`,
    text: 'If you restore someone, they get their account back, with its mailbox, files, password, and licenses. Their row is then left out of the file.',
    line: (row: number, name: string, userName: string) => `Row ${row}: ${name}, ${userName}`,
    more: (n: number) => `and ${count(n, 'more person', 'more people')}`,
    next: "Anyone you don't restore will get a new account.",
    button: (name: string) => `Restore ${name}`,
    confirm: {
      title: (name: string) => `Restore ${name}?`,
      text: (userName: string, row: number) =>
        `The deleted account ${userName} comes back as it was, and row ${row} is left out of the file.`,
      ok: 'Restore',
    },
  },

  /** Why the names have to be looked at, and what to do when one is wrong. */
  names: {
    encoding: `The file isn't in UTF-8, so accented letters are a guess. If one is wrong, choose another encoding. ${SAVE_AGAIN}`,
    garbled: `Some letters look garbled, probably by the way the file was saved. If one is wrong, correct it in the file. ${SAVE_AGAIN}`,
  },

  /** Beside the results of the verification. */
  buttons: {
    columnsRight: 'These columns are right',
    namesRight: 'Names are right',
    chooseColumns: 'Choose the columns…',
    changeColumns: 'Change columns…',
    chooseEncoding: 'Choose the encoding…',
    setUp: (n: number) => `Set up ${people(n)}`,
    takeAll: (n: number) => (n === 1 ? 'Use the suggestion' : `Use the ${n} suggestions`),
    /** `rows` have `cells` to fix or, where they are warnings only, to check. */
    fix(isFix: boolean, cells: number, rows: number) {
      const verb = isFix ? 'Fix' : 'Check';
      if (cells === 1) return `${verb} it here…`;
      // Beside "4 to fix", which counts rows, five cells would look like a mistake.
      return `${verb} these ${rows === cells ? rows : `${cells} cells`}…`;
    },
    restore: 'Restore deleted people…',
    change: 'Change these people…',
    log: 'Log file',
    cancel: 'Cancel',
    /** Of one customer's part of a file for several. */
    leaveOut: 'Leave out',
    backToFile: 'Back to the file',
  },

  setUp: { next: 'Next' },

  confirm: {
    create: (n: number) => `Create ${n}`,
    back: 'Back',
    /** What rows say otherwise than the settings for all; `for` how many. */
    rows: (said: readonly string[]) => `Set in the file: ${said.join(', ')}.`,
    differs: (what: string, n: number) => `${what} for ${n}`,
    signIn: (allowed: boolean) => `sign-in ${allowed ? 'allowed' : 'blocked'}`,
    location: 'a different location',
    groups: 'their own groups',
    manager: 'a manager',
  },
};
