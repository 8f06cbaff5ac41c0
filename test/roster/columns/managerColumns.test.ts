import { describe, expect, it } from 'vitest';
import { attachCase } from '../cases/readCase.ts';

const managerIn = async (header: string, first: string, second: string) => {
  const lines = [
    `First name,Last name,Work email,${header}`,
    `Ada,Lima,ada.lima@contoso.com,${first}`,
    `Grace,Okafor,grace.okafor@contoso.com,${second}`,
  ];
  const { columns } = await attachCase(Buffer.from(lines.join('\n')));
  return Object.keys(columns).find((column) => columns[column] === 'Manager');
};
const MAIL = 'grace.okafor@contoso.com';

describe('F9: the column of managers', () => {
  it.each([
    ['Line manager', 'Grace Okafor'],
    ["Manager's email", MAIL],
    ['Manager - Work email', MAIL],
    ['Line Manager Email', MAIL.toUpperCase()],
    ['Supervisor_Primary', '"OKAFOR, GRACE"'],
    ['reportsToName', 'Grace Okafor'],
    ['u_manager', 'Grace Okafor'],
    ['Responsable', 'Grace Okafor'],
    ['Direkte Führungskraft', 'Grace Okafor'],
  ])('is told by its words and by the people below them: %s', async (header, value) => {
    expect(await managerIn(header, value, '')).toBe(header);
  });

  it('is the one with addresses, which tell namesakes apart', async () => {
    expect(await managerIn('Manager,Manager email', `Grace Okafor,${MAIL}`, ',')).toBe('Manager email');
    expect(await managerIn('Line manager,Line manager email', `Grace Okafor,${MAIL}`, ',')).toBe(
      'Line manager email',
    );
  });

  it.each([
    ['Manager ID', '1042'],
    ['Manager title', 'Head Nurse'],
    ['Is manager', 'Yes'],
    ['Account manager', 'Grace Okafor'],
    ['Manager phone', '+1 555 0100'],
    ['Line manager', 'Yes'],
    ['Class,Responsable', '7a,Grace Okafor'],
    ['Responsable email', 'grace@home.example'],
  ])('is none about something else, or somebody at home: %s, %s', async (header, value) => {
    expect(await managerIn(header, value, header.includes(',') ? ',' : '')).toBeUndefined();
  });
});
