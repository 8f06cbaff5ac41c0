import { tidyValue } from '../../domain/personRules.ts';
import { isMadeOfNames, splitUserName } from '../../domain/userName.ts';
import type { ColumnMeaning } from './columnMeaning.ts';
import type { RecognizedHeader } from './columns.ts';
import { holdsMails, holdsSurnamesFirst, listValues, type Samples } from './weighValues.ts';
import { isWholeName, splitRecipient } from './wholeName.ts';

/** `+49 30 1234`, with as many figures as a phone has that is called from elsewhere. */
const PHONE = /^(?=(?:\D*\d){6})[+(]?[+(\d][\d\s()/.-]{5,28}$/;
const DATE = /^(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4})(?:[ T]|$)/;
const LICENSE =
  /^(?:(?:Microsoft |Office |M|O)(?:365 )?)?(?:[EFAG][135]|Business (?:Basic|Standard|Premium))(?: \(no Teams\))?$/i;
const ONE_NAME = /^\p{Lu}[\p{L}\p{M}.'’ -]{0,60}$/u;

/** True where most values of the column are of this kind. */
function areMostly(samples: Samples, index: number, test: (value: string) => boolean): boolean {
  const values = listValues(samples, index);
  return values.length > 0 && values.filter(test).length * 2 > values.length;
}

/** The columns of a first and a last name, by the addresses that are made of them; undefined where none are. */
function findParts(
  samples: Samples,
  width: number,
  mail: number,
): { givenName: number; surname: number } | undefined {
  const parts = [...Array(width).keys()].filter(
    (index) => index !== mail && areMostly(samples, index, (value) => ONE_NAME.test(value)),
  );
  const fits = (given: number, family: number): boolean => {
    const own = samples.filter((cells) => {
      const [givenName = '', surname = ''] = [cells[given], cells[family]].map((cell) =>
        tidyValue(cell ?? ''),
      );
      const localPart = splitUserName(tidyValue(cells[mail] ?? '').toLowerCase()).localPart;
      const isInOrder = localPart.startsWith(givenName.charAt(0).toLowerCase());
      return (
        givenName !== '' && surname !== '' && isInOrder && isMadeOfNames(localPart, { givenName, surname })
      );
    });
    return own.length * 2 > samples.length;
  };
  for (const given of parts) {
    const family = parts.find((index) => index !== given && fits(given, index));
    if (family !== undefined) return { givenName: given, surname: family };
  }
  return undefined;
}

/**
 * What the columns of a list without a header hold, by what is evident in them: addresses, whole names, names that
 * addresses are made of, phones and licenses. All of it is a guess, to which somebody has to agree. Undefined where
 * nothing says who these people are.
 */
export function guessByValues(samples: Samples, width: number): RecognizedHeader | undefined {
  const indexes = [...Array(width).keys()];
  const meanings: (ColumnMeaning | undefined)[] = indexes.map(() => undefined);
  const mails = indexes.filter((index) => holdsMails(samples, index));
  const [mail = -1, otherMail = -1] = mails;
  if (mail >= 0) meanings[mail] = 'userPrincipalName';
  if (otherMail >= 0) meanings[otherMail] = 'otherMails';
  const dates = new Set(indexes.filter((index) => areMostly(samples, index, (value) => DATE.test(value))));
  const phones = indexes.filter(
    (index) => !dates.has(index) && areMostly(samples, index, (value) => PHONE.test(value)),
  );
  const [phone = -1, mobile = -1] = phones;
  if (phone >= 0) meanings[phone] = 'businessPhones';
  if (mobile >= 0) meanings[mobile] = 'mobilePhone';
  const license = indexes.find((index) => areMostly(samples, index, (value) => LICENSE.test(value)));
  if (license !== undefined) meanings[license] = 'licenses';

  const isName = (value: string): boolean => isWholeName(value) || splitRecipient(value) !== undefined;
  const whole = indexes.filter((index) => meanings[index] === undefined && areMostly(samples, index, isName));
  const isOfMail = (index: number): boolean =>
    samples.some((cells) =>
      isMadeOfNames(splitUserName(tidyValue(cells[mail] ?? '').toLowerCase()).localPart, {
        displayName: tidyValue(cells[index] ?? ''),
      }),
    );
  // Beside a name, jobs and streets look like names, too.
  const name = (mail < 0 ? undefined : whole.find(isOfMail)) ?? whole[0];
  const parts = name === undefined && mail >= 0 ? findParts(samples, width, mail) : undefined;
  if (name !== undefined) meanings[name] = 'displayName';
  else if (parts !== undefined) {
    meanings[parts.givenName] = 'givenName';
    meanings[parts.surname] = 'surname';
  } else return undefined;
  const guesses = new Set(indexes.filter((index) => meanings[index] !== undefined));
  const surnameFirst = name !== undefined && holdsSurnamesFirst(samples, name);
  return {
    template: 'Own columns',
    meanings,
    byPosition: false,
    guesses,
    composesNames: name === undefined,
    ...(surnameFirst ? { surnameFirst: name } : {}),
  };
}
