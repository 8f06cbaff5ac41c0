import type { ColumnMeaning } from '../columnMeaning.ts';
import type { RecognizedHeader } from '../columns.ts';
import { TEMPLATES } from '../words.ts';
import { areMostly, findWhoseAddresses } from './findWhoseAddresses.ts';
import { holdsSurnamesFirst, type Samples } from './weighValues.ts';

/**
 * What is surely a phone: `+49 30 1234`, `0049 30 123456`, `030 1234567`, `(206) 555-0101`. Colleagues see it, and other
 * long numbers are those of people, such as their social security's.
 */
const PHONE =
  /^(?:\+[1-9(][\d\s()/.-]{6,24}|00[1-9](?:[\s()/.-]{0,2}\d){8,14}|\(\d{2,4}\) ?\d[\d\s.-]{5,14}|(?=(?:\D*\d){9})(?=\d*[\s/-])0\d[\d\s()/.-]{7,20})$/;
/** `010190-1234` and `015231/1234`, numbers of people by their birthdays; `012-34-5678` and `046 454 286`, of taxpayers. */
const PERSONAL_NUMBER = /^(?:\d{6}[-/ ]\d{3,5}|\d{3}-\d{2}-\d{4}|\d{3} \d{3} \d{3})$/;
const LICENSE =
  /^(?:(?:Microsoft |Office |M|O)(?:365 )?)?(?:[EFAG][135]|Business (?:Basic|Standard|Premium))(?: \(no Teams\))?$/i;

/** True where the columns hold the names of people. */
export function namesSomebody({ meanings }: Pick<RecognizedHeader, 'meanings'>): boolean {
  return meanings.includes('displayName') || meanings.includes('givenName');
}

/**
 * What the columns of a list without a header hold, by what is evident in them: addresses, whole names, names that
 * addresses are made of, phones and licenses. All of it is a guess, to which somebody has to agree, and what is not
 * evident is not used.
 *
 * @param rows these samples, and the first row, which may be a person, too
 */
export function guessByValues(samples: Samples, rows: Samples, width: number): RecognizedHeader {
  const indexes = [...Array(width).keys()];
  const meanings: (ColumnMeaning | undefined)[] = indexes.map(() => undefined);
  const [phone = -1, mobile = -1] = indexes.filter((index) =>
    areMostly(samples, index, (value) => PHONE.test(value) && !PERSONAL_NUMBER.test(value)),
  );
  if (phone >= 0) meanings[phone] = 'businessPhones';
  if (mobile >= 0) meanings[mobile] = 'mobilePhone';
  const license = indexes.find((index) => areMostly(samples, index, (value) => LICENSE.test(value)));
  if (license !== undefined) meanings[license] = 'licenses';
  const own = findWhoseAddresses(
    samples,
    rows,
    indexes.filter((index) => meanings[index] === undefined),
  );
  for (const [meaning, index] of Object.entries(own)) meanings[index] = meaning as ColumnMeaning;
  const { displayName } = own;
  const surnameFirst = displayName !== undefined && holdsSurnamesFirst(samples, displayName);
  return {
    template: TEMPLATES.own,
    meanings,
    byPosition: false,
    guesses: new Set(indexes.filter((index) => meanings[index] !== undefined)),
    composesNames: displayName === undefined,
    ...(surnameFirst ? { surnameFirst: displayName, surnameBeforeComma: true } : {}),
  };
}
