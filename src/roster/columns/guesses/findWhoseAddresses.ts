import { isMadeOfNames, splitUserName } from '../../../domain/names/userName.ts';
import { tidyValue } from '../../../domain/personRules.ts';
import { isPersonsName, splitRecipient } from '../wholeName.ts';
import { holdsMails, holdsMailsOfOne, listValues, type Samples } from './weighValues.ts';

/** What says of two capitalized words that they are a job, a department, a place or a company; nobody's last name is here. */
const NO_PERSON = new Set(
  'manager engineer engineering developer development director officer office assistant analyst accountant consultant coordinator specialist supervisor administrator administration technician representative executive president secretary intern trainee nurse teacher designer architect technology technologies information resources department dept division team support service services operations sales marketing finance accounting legal research security logistics quality purchasing procurement production customer project product business unit group company corp corporation inc llc ltd limited gmbh ag kg sa srl bv plc university college school hospital clinic street avenue road building floor room campus branch headquarters leiter leiterin abteilung vertrieb personal entwicklung einkauf buchhaltung büro straße'.split(
    ' ',
  ),
);
const ONE_NAME = /^\p{Lu}[\p{L}\p{M}.'’ -]{0,60}$/u;
/** Several words in any letters, as names stand in small ones, too. */
const WORDS = /^\p{L}[\p{L}\p{M}.'’-]*(?:,? [\p{L}\p{M}.'’-]+){1,5}$/u;

/** Columns of the names and the addresses of the people in a list without a header; left out: what nothing tells. */
export interface OwnColumns {
  displayName?: number;
  givenName?: number;
  surname?: number;
  userPrincipalName?: number;
  otherMails?: number;
}

/** True where most values of the column are of this kind. */
export function areMostly(samples: Samples, index: number, test: (value: string) => boolean): boolean {
  const values = listValues(samples, index);
  return values.length > 0 && values.filter(test).length * 2 > values.length;
}

/** True where the values differ, as those of people do: departments, and the addresses of whom to ask, repeat. */
export function differs(samples: Samples, index: number): boolean {
  const values = listValues(samples, index).map((value) => value.toLowerCase());
  return new Set(values).size >= values.length - Math.floor(values.length / 10);
}

function localPartIn(cells: readonly string[], index: number): string {
  return splitUserName(tidyValue(cells[index] ?? '').toLowerCase()).localPart;
}

/** True where most addresses of one column are made of the names in another. */
function fits(samples: Samples, name: number, mail: number): boolean {
  const own = samples.filter((cells) => {
    const value = tidyValue(cells[name] ?? '');
    const localPart = localPartIn(cells, mail);
    const displayName = splitRecipient(value)?.name ?? value;
    return /[a-z]{2}/.test(localPart) && isMadeOfNames(localPart, { displayName });
  });
  return own.length * 2 > listValues(samples, mail).length;
}

/** The columns of a first and a last name, by the addresses that are made of both; undefined where none are. */
function findParts(samples: Samples, indexes: readonly number[], mail: number): OwnColumns | undefined {
  const parts = indexes.filter(
    (index) => index !== mail && areMostly(samples, index, (value) => ONE_NAME.test(value)),
  );
  const areParts = (given: number, family: number): boolean => {
    const own = samples.filter((cells) => {
      const givenName = tidyValue(cells[given] ?? '');
      const surname = tidyValue(cells[family] ?? '');
      const localPart = localPartIn(cells, mail);
      const isInOrder = localPart.startsWith(givenName.charAt(0).toLowerCase());
      return (
        givenName !== '' &&
        surname !== '' &&
        isInOrder &&
        isMadeOfNames(localPart, { givenName, surname }) &&
        !isMadeOfNames(localPart, { givenName })
      );
    });
    return own.length * 2 > samples.length;
  };
  for (const givenName of parts) {
    const surname = parts.find((index) => index !== givenName && areParts(givenName, index));
    if (surname !== undefined) return { givenName, surname, userPrincipalName: mail };
  }
  return undefined;
}

/** True for most values that are a person's whole name, and no job's or company's. */
export function holdsPeople(samples: Samples, index: number): boolean {
  const isNoPerson = (value: string): boolean =>
    value.split(/[\s,.&/-]+/).some((word) => NO_PERSON.has(word.toLowerCase()));
  return areMostly(samples, index, (value) => isPersonsName(value) && !isNoPerson(value));
}

/**
 * The columns of a list without a header that hold its people's names and addresses: addresses are made of names, and
 * both differ from row to row. Whatever two columns may be alike is left out, for somebody to say.
 *
 * @param rows these samples, and the first row, which may be a person, too
 * @param indexes columns that hold nothing else
 */
export function findWhoseAddresses(samples: Samples, rows: Samples, indexes: readonly number[]): OwnColumns {
  const mails = indexes.filter((index) => holdsMails(samples, index) && differs(rows, index));
  const texts = indexes.filter(
    (index) =>
      !mails.includes(index) &&
      differs(rows, index) &&
      (holdsPeople(samples, index) || areMostly(samples, index, (value) => WORDS.test(value))),
  );
  const pairs = mails.flatMap((mail) =>
    texts.filter((name) => fits(samples, name, mail)).map((name) => ({ name, mail })),
  );
  const [own] = pairs;
  if (own !== undefined) {
    // Beside somebody else's name and address, such as the manager's.
    if (pairs.some(({ name }) => !fits(samples, name, own.mail))) return {};
    const other = pairs.find(({ name, mail }) => name === own.name && mail !== own.mail);
    const otherMails = other === undefined ? {} : { otherMails: other.mail };
    return { displayName: own.name, userPrincipalName: own.mail, ...otherMails };
  }
  for (const mail of mails) {
    const parts = findParts(samples, indexes, mail);
    if (parts !== undefined) return parts;
  }
  const people = texts.filter((index) => holdsPeople(samples, index));
  const atWork = mails.length === 1 ? mails : mails.filter((index) => holdsMailsOfOne(samples, index));
  return {
    ...(people.length === 1 ? { displayName: people[0] as number } : {}),
    ...(atWork.length === 1 ? { userPrincipalName: atWork[0] as number } : {}),
  };
}
