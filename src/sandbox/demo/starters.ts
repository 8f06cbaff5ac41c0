/** The file of the demo: 25 new starters in the Microsoft 365 template, three of them wrong. And others like it. */

const HEADER =
  'Username,First name,Last name,Display name,Job title,Department,Office number,Office phone,Mobile phone,Fax,' +
  'Alternate email address,Address,City,State or province,ZIP or postal code,Country or region';

const NAMES = [
  'Amara Nwosu',
  'Ben Carter',
  'Chiara Rossi',
  'Daniel Kim',
  'Elif Demir',
  'Farid Rahimi',
  'Greta Lindholm',
  'Hugo Moreau',
  'Ines Silva',
  'Jonas Weber',
  'Katya Petrova',
  'Liam Murphy',
  'Maya Cohen',
  'Nils Berg',
  'Olga Nowak',
  'Pedro Alvarez',
  'Quentin Dubois',
  'Rania Haddad',
  'Sven Olsen',
  'Tara Singh',
  'Umar Farouk',
  'Vera Novak',
];

interface Starter {
  userName: string;
  first: string;
  last: string;
}

/** Names for the rows that are wrong, one of each list for each second file: only those have such rows. */
const ACCENTED = ['Zoë Müller', 'Renée Côté', 'Jürgen Weiß', 'Anaïs Léger', 'Björn Nyström', 'Siân Rhŷs'];
const OTHER_ADAS = ['Byron', 'Yonath', 'Deer', 'Limpens', 'Colau', 'Negri'];
const PARKS = ['Kim', 'Jin', 'Mina', 'Joon', 'Sora', 'Hana'];

function nameStarter(name: string): Starter {
  const [first = '', last = ''] = name.split(' ');
  return { userName: `${first}.${last}@contoso.com`.toLowerCase(), first, last };
}

/** How many files of different people can be written. */
export const FILES = 12;

/** Twenty-two people whose rows are right. Each `file`, from 0 below {@link FILES}, has others: no two share a name. */
export function rightStarters(file = 0): readonly Starter[] {
  return NAMES.map((name, at) => {
    const [, last = ''] = NAMES[(at + file) % NAMES.length]?.split(' ') ?? [];
    return nameStarter(`${name.split(' ')[0]} ${last}`);
  });
}

/** What is wrong with these, in order: accents, a name in use, a federated domain. */
export function wrongStarters(file = 0): readonly Starter[] {
  const pick = (list: readonly string[]) => list[Math.floor(file / 2) % list.length] ?? '';
  return [
    nameStarter(pick(ACCENTED)),
    { userName: 'ada@contoso.com', first: 'Ada', last: pick(OTHER_ADAS) },
    {
      userName: `${pick(PARKS)}.park@corp.contoso.com`.toLowerCase(),
      first: pick(PARKS),
      last: 'Park',
    },
  ];
}

/** The CSV as an admin would attach it. */
export function writeRows(starters: readonly Starter[]): string {
  const rows = starters.map(
    ({ userName, first, last }) =>
      `${userName},${first},${last},${first} ${last},Consultant,Delivery,12,,,,,1 Main Street,Berlin,,10115,Germany`,
  );
  return `${[HEADER, ...rows].join('\r\n')}\r\n`;
}

/** The CSV with the wrong rows in between. */
export function writeStarters(file = 0): string {
  const starters = [...rightStarters(file)];
  for (const [index, starter] of wrongStarters(file).entries()) starters.splice(4 + index * 6, 0, starter);
  return writeRows(starters);
}
