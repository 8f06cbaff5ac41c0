/** How Excel saves a file so that every letter of it is certain. */
const AS_CSV = 'save it in Excel with File > Save As as "CSV UTF-8 (Comma delimited)", and send that file.';
const AS_WORKBOOK = 'save it in Excel with File > Save As as "Excel Workbook (.xlsx)", and send that file.';
const COPY_TABLE = `Copy its table into Excel, ${AS_WORKBOOK}`;
const SEND_LIST = 'Send the list itself, as an .xlsx or CSV file.';
const FROM_SCRIPT = 'Have the script end with Export-Csv people.csv -Encoding utf8, and send that file.';

const shortenValue = (row: number): string =>
  `Find the very long value in row ${row}, shorten it, and send the file again.`;

/** Why a file can't be read, or may have been read wrong. */
export const FILE_WORDS = {
  nothingRead: 'No one was read.',
  saveAsCsv: `To be sure of every letter, ${AS_CSV}`,

  tooLarge: {
    message: (allowed: string) => `The file is larger than ${allowed}.`,
    next: (allowed: string) =>
      `Split it into files of at most ${allowed}, or remove what isn't about people.`,
  },
  empty: {
    message: 'The file is empty.',
    next: 'Fill in the template and send it again. Type template to get one.',
  },
  allCreated: {
    message: 'Everyone in this results file was already created.',
    done: 'No one is created a second time.',
    next: 'Send a file of new people when you have some.',
  },
  noRows: {
    message: 'The file has a header but no people below it.',
    next: 'Add one row for each person, and send the file again.',
  },
  tooMany: {
    message: (most: number) => `The file has more than ${most} people, the most that is allowed.`,
    next: (most: number) => `Split it into files of at most ${most} people.`,
  },
  notText: "The file isn't text: it has bytes that no CSV file has.",
  longRow: {
    message: (row: number, kB: number) => `Row ${row} is longer than ${kB} kB.`,
    next: shortenValue,
  },

  markup: {
    message: 'This is a web page or XML without a table of people that Rollcall can read.',
    next: 'If it is a sign-in page that was saved by mistake, sign in and download the file again. Otherwise export the people as CSV, or open it in Excel, save it as "Excel Workbook (.xlsx)", and send that.',
    wide: 'A table in the file has more than 2,000 columns.',
    deep: 'The tables in the file are nested too deeply, or their rows never end.',
    save: 'Open it in Excel, save it as "Excel Workbook (.xlsx)", and send that file.',
  },

  /** Lists of people in text that is no table. */
  texts: {
    message: (what: string) => `This is ${what}, not a CSV file.`,
    json: {
      what: 'JSON without a list of people that has one value for each name',
      next: 'Save it as CSV, for example with ConvertFrom-Json and Export-Csv in PowerShell, or with Data > Get Data in Excel, and send that.',
    },
    ldif: {
      what: 'LDIF, a text export of a directory',
      next: 'Export the people as CSV, for example with csvde, or with Get-ADUser and Export-Csv, and send that.',
    },
    contacts: {
      what: 'a file of contacts or appointments',
      next: 'Export the people as CSV, and send that.',
    },
    document: { what: 'a text document', next: `Copy its table into Excel, ${AS_CSV}` },
    listOutput: {
      what: 'the screen output of a script, with one line for each value',
      next: FROM_SCRIPT,
    },
    tableOutput: { what: 'the screen output of a script, formatted as a table', next: FROM_SCRIPT },
    spaced: {
      what: 'a table with only spaces between its columns',
      next: 'In Excel, choose Data > From Text/CSV and open the file. Then choose File > Save As, pick "CSV UTF-8 (Comma delimited)", and send that file.',
    },
    list: {
      what: 'text with one line for each value',
      next: 'Save the people as CSV, one line for each person, and send that.',
    },
    yaml: { what: 'YAML', next: 'Save the people as CSV, one line for each, and send that.' },
    webArchive: { what: 'a web archive (.mht)', next: `Open it, ${AS_WORKBOOK}` },
    email: {
      what: 'a saved email',
      next: 'Save its attachment, and send that. If the people are listed in the email itself, copy them into Excel, save that as CSV, and send it.',
    },
  },

  /** Files that people take for lists. */
  kinds: {
    locked: {
      message: "The workbook is protected by a password, so Rollcall can't read it.",
      next: 'Remove the password in Excel with File > Info > Protect Workbook, save the file, and send it again.',
    },
    xls: { message: 'This is an old Excel workbook (.xls).', next: `Open it, ${AS_WORKBOOK}` },
    pdf: {
      message: "This is a PDF, and Rollcall can't read people from it reliably.",
      next: 'Send the list that it was made from, as an .xlsx or CSV file.',
    },
    rtf: { message: 'This is a text document (.rtf).', next: COPY_TABLE },
    gzip: {
      message: 'This is a compressed file (.gz).',
      next: 'Unpack it, and send the CSV or .xlsx file inside.',
    },
    picture: { message: 'This is a picture.', next: SEND_LIST },
    numbers: {
      message: 'This is a Numbers document.',
      next: 'In Numbers, choose File > Export To > Excel, and send that file.',
    },
    xlsb: { message: 'This is a binary Excel workbook (.xlsb).', next: `Open it, ${AS_WORKBOOK}` },
    word: { message: 'This is a Word document.', next: COPY_TABLE },
    powerPoint: { message: 'This is a PowerPoint presentation.', next: COPY_TABLE },
    openDocument: {
      message: 'This is an OpenDocument file (.ods).',
      next: 'In LibreOffice, choose File > Save As, pick "Excel 2007–365 (.xlsx)", and send that file.',
    },
    lockedArchive: {
      message: "The archive is protected by a password, so Rollcall can't read it.",
      next: 'Unpack it with its password, and send the file inside.',
    },
    zip: { message: 'This is a ZIP file.', next: 'Unpack it, and send the CSV or .xlsx file inside.' },
  },

  workbook: {
    damaged: {
      message: "The workbook is damaged and can't be unpacked.",
      next: 'Open it in Excel, save it again, and send it again.',
    },
    tooLarge: {
      message: 'Once unpacked, the workbook is too large to read.',
      next: 'Copy the rows with the people into a new workbook, save it, and send that.',
    },
    noSheet: {
      message: 'The workbook has no visible sheet.',
      next: 'Show the sheet with the people, save the workbook, and send it again.',
    },
    severalSheets: {
      message: (names: readonly string[]) =>
        `The workbook has people on several sheets: ${names.join(', ')}.`,
      next: 'Save the sheet that you want as its own workbook, and send that.',
    },
    manySheets: {
      message: (count: number) => `The workbook has ${count} sheets; at most 50 are read.`,
      next: 'Save the sheet with the people as its own workbook, and send that.',
    },
    row: (row: number, what: string) => `Row ${row} ${what}`,
    wide: {
      what: (column: number) => `has a value in column ${column}; at most 2,000 columns are read.`,
      next: "Remove what isn't about the people to create, and send the file again.",
    },
    long: { what: (kB: number) => `is longer than ${kB} kB.`, next: shortenValue },
  },

  encoding: {
    headerToo: "The file isn't in UTF-8, and its header makes no sense when read as Windows-1252.",
    /** `rows`: `5`, `5, 9, and 3 more`. */
    mixed: (isOne: boolean, rows: string, samples: readonly string[]) =>
      `${isOne ? `Row ${rows} isn't` : `Rows ${rows} aren't`} in UTF-8 like the rest of the file, and ${isOne ? 'was' : 'were'} read as Windows-1252: ${samples.join(', ')}. Check the names there before you continue.`,
  },
  garbled:
    'This looks garbled: letters were changed or lost when the file was saved. Correct it in the file, or confirm that the names are right.',

  /** Encodings as people call them. */
  encodings: {
    western: 'Western European',
    central: 'Central European',
    westernDos: 'Western European (DOS)',
    centralDos: 'Central European (DOS)',
    cyrillicDos: 'Cyrillic (DOS)',
    chineseSimplified: 'Chinese (simplified)',
    chineseTraditional: 'Chinese (traditional)',
    centralIso: 'Central European (ISO)',
    westernIso: 'Western European (ISO)',
    japaneseEuc: 'Japanese (EUC)',
  },
};
