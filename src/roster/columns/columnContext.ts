import type { ColumnMeaning } from './columnMeaning.ts';
import { listValues, type Samples } from './guesses/weighValues.ts';
import { foreignMeaningOf } from './headerMeanings.ts';
import { listWords } from './headerParts.ts';
import { foldHeader } from './headerWords.ts';
import { findSignIn } from './signInHeaders.ts';

type Meanings = readonly (ColumnMeaning | undefined)[];

const DOMAIN_WORDS: ReadonlySet<string> = new Set(
  'domain domainname maildomain emaildomain upnsuffix upndomain logindomain userdomain domane domäne domaine dominio domein domena doména домен ドメイン 域 域名 도메인'
    .split(' ')
    .map(foldHeader),
);

/** The part after the @, in a column beside the part before it. */
function findDomain(column: string, samples: Samples, index: number): ColumnMeaning | undefined {
  if (!DOMAIN_WORDS.has(foldHeader(column))) return undefined;
  const values = listValues(samples, index);
  return values.every((value) => /^@?[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(value)) ? 'domain' : undefined;
}

/** What Active Directory calls it, and nobody else: with two of these, `l` is a city and `st` a state. */
const LDAP_WORDS: ReadonlySet<string> = new Set(
  'samaccountname userprincipalname givenname sn physicaldeliveryofficename telephonenumber distinguishedname objectclass memberof useraccountcontrol dn cn displayname'.split(
    ' ',
  ),
);
const LDAP_NAMES: ReadonlyMap<string, ColumnMeaning> = new Map([
  ['sn', 'surname'],
  ['l', 'city'],
  ['st', 'state'],
  ['co', 'country'],
  ['cn', 'displayName'],
]);

/** Columns whose headers mean something beside the others, or by their values. None is one twice. */
export function addContext(columns: readonly string[], named: Meanings, samples: Samples): Meanings {
  const meanings = [...named];
  const words = columns.map(foldHeader);
  const isLdap = words.filter((word) => LDAP_WORDS.has(word)).length > 1;
  for (const [index, column] of columns.entries()) {
    const ldap = isLdap ? LDAP_NAMES.get(words[index] ?? '') : undefined;
    const meaning = findSignIn(column, samples, index) ?? ldap ?? findDomain(column, samples, index);
    if (meaning !== undefined && !meanings.includes(meaning)) meanings[index] = meaning;
  }
  return meanings;
}

/** The last name that somebody uses, such as after a marriage: it stands where it differs from the other one. */
const USED_SURNAME =
  /^(?:nomdusage|nomusage|nomusuel|nommarital|nomdepouse|(?:preferred|chosen|known)(?:last|family|sur)name|married(?:last|family|sur)?name)$/;
/** The one that everybody has. */
const OTHER_SURNAME =
  /^(?:nom|nomdefamille|nomdenaissance|nompatronymique|nomdejeunefille|(?:legal)?(?:last|family|sur)name|birthname)$/;
const NAME_OF_BIRTH = /^(?:nomdenaissance|nompatronymique|nomdejeunefille|birthname)$/;

/** Of two columns for last names, the used one and the other, which the name of birth is only without a third. */
function readSurname(columns: readonly string[], index: number): ColumnMeaning | undefined {
  const word = foldHeader(columns[index] ?? '');
  if (!USED_SURNAME.test(word) && !OTHER_SURNAME.test(word)) return undefined;
  const words = columns.map(foldHeader);
  const others = words.filter((other) => OTHER_SURNAME.test(other));
  if (others.length === 0 || !words.some((other) => USED_SURNAME.test(other))) return undefined;
  if (USED_SURNAME.test(word))
    return words.findIndex((other) => USED_SURNAME.test(other)) === index ? 'usedSurname' : undefined;
  const [first = ''] = [...others.filter((other) => !NAME_OF_BIRTH.test(other)), ...others];
  return words.indexOf(first) === index ? 'surname' : undefined;
}

/**
 * What a header means in other languages. "Kraj" is a country in Polish, and a region in Czech and Slovak; "Jabatan" is
 * a job in Indonesian, and in Malay the department beside the job, "Jawatan".
 */
export function readForeign(columns: readonly string[], index: number): ColumnMeaning | undefined {
  const surname = readSurname(columns, index);
  if (surname !== undefined) return surname;
  if (foldHeader(columns[index] ?? '') === 'jabatan' && columns.some((column) => /^jawatan/iu.test(column)))
    return 'department';
  const meaning = foreignMeaningOf(columns[index] ?? '');
  if (meaning !== 'country' || foldHeader(columns[index] ?? '') !== 'kraj') return meaning;
  const isCzech = columns.some((column) =>
    /^(?:jmeno|meno|prijmen|priezvisk|zem|krajina|mest|psc)/.test(foldHeader(column)),
  );
  return isCzech ? 'state' : meaning;
}

/** What names are called in Hungarian, and a whole name in Russian and Ukrainian: the family's stands first. */
const FAMILY_FIRST: ReadonlySet<string> = new Set(
  'фамилияимяотчество фамилияимя прізвищеімяпобатькові прізвищеімя név teljesnév vezetéknév családnév keresztnév utónév felhasználónév megjelenítendőnév megjelenítettnév megjelenítésinév dolgozóneve фио піб сотрудник работник'
    .split(' ')
    .map(foldHeader),
);

/** True where names are said with the family's first, which their letters do not tell. */
export function saysFamilyFirst(columns: readonly string[]): boolean {
  return columns.some(
    (column) =>
      FAMILY_FIRST.has(foldHeader(column)) ||
      listWords(column).some((word) => /^(?:фио|піб|n[eé]v|neve)$/iu.test(word)),
  );
}
