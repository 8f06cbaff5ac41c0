const HEADER =
  'Username,First name,Last name,Display name,Job title,Department,Office number,Office phone,Mobile phone,Fax,Alternate email address,Address,City,State or province,ZIP or postal code,Country or region';

/** Every twentieth row has one of these. */
const FAULTS: readonly ((cells: string[]) => void)[] = [
  (cells) => cells.splice(0, 1, 'not a user name@contoso.com'),
  (cells) => cells.splice(0, 1, `${cells[0]?.split('@')[0]}@elsewhere.example`),
  (cells) => cells.splice(3, 1, ''),
  (cells) => cells.splice(10, 1, 'no address'),
  (cells) => cells.splice(4, 1, 'x'.repeat(200)),
];

/** Microsoft's template with 16 columns, filled in; 5 % of the rows have a fault. */
export function makeRosterFile(rows: number): string {
  const lines = [HEADER];
  for (let row = 1; row <= rows; row += 1) {
    const cells = [
      `person${row}@contoso.com`,
      'Zoë',
      `Müller ${row}`,
      `Zoë Müller ${row}`,
      'Nurse',
      `"Ward ${row % 40}, north"`,
      '123451',
      '+1 555 0100',
      '+1 555 0101',
      '+1 555 0102',
      `person${row}@example.com`,
      `${row} Microsoft Way`,
      'Redmond',
      'WA',
      '98052',
      'United States',
    ];
    if (row % 20 === 0) FAULTS[(row / 20) % FAULTS.length]?.(cells);
    lines.push(cells.join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}
