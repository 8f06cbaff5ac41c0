import { type ColumnMeaning, mayRepeat } from './columnMeaning.ts';
import type { RecognizedHeader } from './columns.ts';
import { nameMeaning } from './readHead.ts';
import { COLUMN_WORDS, TEMPLATES } from './words.ts';

/** What somebody can say that a column holds; `lastFirst` is both names in one, `Lima, Ada`. */
export type ColumnChoice = ColumnMeaning | 'lastFirst' | 'none';

/** In the order of a person's own card. Passwords are never used and last days only warned of, so nobody can choose them. */
const OFFERED = [
  'none',
  'userPrincipalName',
  'displayName',
  'lastFirst',
  'givenName',
  'surname',
  'surnamePrefix',
  'secondSurname',
  'usedSurname',
  'calledName',
  'nameTitle',
  'nameSuffix',
  'otherMails',
  'domain',
  'mailNickname',
  'jobTitle',
  'department',
  'employeeId',
  'officeLocation',
  'businessPhones',
  'mobilePhone',
  'faxNumber',
  'streetAddress',
  'houseNumber',
  'city',
  'state',
  'postalCode',
  'country',
  'usageLocation',
  'signInAllowed',
  'signInBlocked',
  'status',
  'accountControl',
  'licenses',
  'groups',
  'manager',
  'recipients',
] as const satisfies readonly ColumnChoice[];

function nameChoice(choice: ColumnChoice): string {
  if (choice === 'none') return COLUMN_WORDS.notUsed;
  return choice === 'lastFirst' ? COLUMN_WORDS.lastFirst : nameMeaning(choice);
}

/** What is offered for each column, and how people read it. */
export const COLUMN_CHOICES: readonly { value: ColumnChoice; text: string }[] = OFFERED.map((value) => ({
  value,
  text: nameChoice(value),
}));

/** True for what a form may send. */
export function isColumnChoice(value: string): value is ColumnChoice {
  return (OFFERED as readonly string[]).includes(value);
}

/** How each column is read now. */
export function listChoices({ meanings, surnameFirst }: RecognizedHeader): ColumnChoice[] {
  return meanings.map((meaning, index) => (index === surnameFirst ? 'lastFirst' : (meaning ?? 'none')));
}

function meaningOf(choice: ColumnChoice): ColumnMeaning | undefined {
  if (choice === 'none') return undefined;
  return choice === 'lastFirst' ? 'displayName' : choice;
}

/** The header with what somebody chose for its columns. A column of passwords stays one, whatever was sent. */
export function chooseColumns(header: RecognizedHeader, choices: readonly ColumnChoice[]): RecognizedHeader {
  const chosen = header.meanings.map((meaning, index) =>
    meaning === 'password' ? 'password' : (choices[index] ?? 'none'),
  );
  const { surnameFirst: _before, ...rest } = header;
  const surnameFirst = chosen.indexOf('lastFirst');
  return {
    ...rest,
    template: header.template === TEMPLATES.entra ? header.template : TEMPLATES.own,
    meanings: chosen.map(meaningOf),
    byPosition: false,
    guesses: new Set(),
    composesNames: !chosen.includes('displayName') && surnameFirst < 0,
    ...(surnameFirst < 0 ? {} : { surnameFirst }),
  };
}

/** Why no people can be made of columns that are read so: a sentence, and the column that it is about, if it is one. */
export function findChoiceProblem(
  columns: readonly string[],
  choices: readonly ColumnChoice[],
): { column?: number; message: string } | undefined {
  const used = choices.map(meaningOf);
  for (const [index, meaning] of used.entries()) {
    const first = used.indexOf(meaning);
    if (meaning === undefined || mayRepeat(meaning) || first === index) continue;
    const message = COLUMN_WORDS.readTwice(
      columns[first] || COLUMN_WORDS.unnamed(first + 1),
      nameMeaning(meaning),
    );
    return { column: index, message };
  }
  if (used.includes('displayName') || (used.includes('givenName') && used.includes('surname')))
    return undefined;
  return { message: COLUMN_WORDS.noNames };
}
