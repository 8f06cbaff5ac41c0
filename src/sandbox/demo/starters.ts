/** The file of the demo: 25 new starters in the Microsoft 365 template, three of them wrong. */

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

/** What is wrong with these, in order: accents, a name in use, a federated domain. */
export const WRONG: readonly Starter[] = [
  { userName: 'zoë.müller@contoso.com', first: 'Zoë', last: 'Müller' },
  { userName: 'ada@contoso.com', first: 'Ada', last: 'Byron' },
  { userName: 'kim.park@corp.contoso.com', first: 'Kim', last: 'Park' },
];

export const RIGHT: readonly Starter[] = NAMES.map((name) => {
  const [first = '', last = ''] = name.split(' ');
  return { userName: `${first}.${last}@contoso.com`.toLowerCase(), first, last };
});

/** The CSV as an admin would attach it, with the wrong rows in between. */
export function writeStarters(): string {
  const starters = [...RIGHT];
  for (const [index, starter] of WRONG.entries()) starters.splice(4 + index * 6, 0, starter);
  const rows = starters.map(
    ({ userName, first, last }) =>
      `${userName},${first},${last},${first} ${last},Consultant,Delivery,12,,,,,1 Main Street,Berlin,,10115,Germany`,
  );
  return `${[HEADER, ...rows].join('\r\n')}\r\n`;
}
