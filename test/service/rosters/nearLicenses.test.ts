import { describe, expect, it } from 'vitest';
import { attachCase } from '../../roster/cases/readCase.ts';

const HEADER = 'Username,Display name,License';

async function findingOf(license: string): Promise<{ suggestion: string | undefined; message: string }> {
  const { findings, messages } = await attachCase(
    Buffer.from(`${HEADER}\nmia@contoso.com,Mia Berg,${license}`),
  );
  return { suggestion: findings[0]?.split(' → ')[1], message: messages[0] ?? '' };
}

describe('F8: a license that the tenant does not have', () => {
  it('is never another plan, in a file of many', async () => {
    const { findings } = await attachCase('near-licenses');
    expect(findings).toHaveLength(14);
    expect(findings.filter((line) => line.includes('→'))).toEqual([
      '14 License LICENSE_UNKNOWN → Office 365 E3',
    ]);
  });

  it.each([
    ['Office 365 E1', 'It has Office 365 E3.'],
    ['E1', 'Contoso has no license called E1.'],
    ['Microsoft Entra ID P2', 'It has Microsoft Entra ID P1.'],
    ['Azure AD Premium P2', 'It has Microsoft Entra ID P1 and Microsoft 365 Business Premium.'],
    [
      'Microsoft 365 Business Standard',
      'It has Microsoft 365 Business Basic and Microsoft 365 Business Premium.',
    ],
    ['E3', 'It has Microsoft 365 E3 and Office 365 E3.'],
    ['Microsoft 365 E3 (no Teams)', 'It has Microsoft 365 E3 and Office 365 E3.'],
  ])('names what it may mean, and suggests none: %s', async (license, says) => {
    const { suggestion, message } = await findingOf(license);
    expect(suggestion).toBeUndefined();
    expect(message).toContain(says);
  });

  it.each([
    ['O365 E3', 'Office 365 E3'],
    ['M365 E5', 'Microsoft 365 E5'],
    ['Business Basic', 'Microsoft 365 Business Basic'],
    ['Ofice 365 E3', 'Office 365 E3'],
    ['Office E3 license', 'Office 365 E3'],
    ['enterprise pack', 'Office 365 E3'],
    ['Azure AD P1', 'Microsoft Entra ID P1'],
  ])('is suggested where only one is meant: %s', async (license, suggestion) => {
    expect((await findingOf(license)).suggestion).toBe(suggestion);
  });

  it.each(['Yes', 'x', 'TRUE', 'Ja', 'VRAI'])('is asked for by name where the cell says %s', async (cell) => {
    const { suggestion, message } = await findingOf(cell);
    expect(suggestion).toBeUndefined();
    expect(message).toMatch(
      new RegExp(`^${cell} doesn't say which license\\. Enter its name, such as Microsoft 365 [\\w ]+ or `),
    );
  });

  it.each(['No', 'FALSE', 'none', '-'])('is none where the cell says %s', async (cell) => {
    expect((await findingOf(cell)).message).toBe('');
  });
});

describe('F16: a manager as a directory writes it', () => {
  const attach = (manager: string) =>
    attachCase(
      Buffer.from(
        [
          'Username,Display name,Manager',
          'mia.berg@contoso.com,Mia Berg,',
          `bo.ek@contoso.com,Bo Ek,"${manager}"`,
        ].join('\n'),
      ),
    );

  it.each([
    'CN=Mia Berg,OU=Staff,DC=contoso,DC=com',
    'CN=Berg\\, Mia,OU=Staff,DC=contoso,DC=com',
    'Berg, Mia',
  ])('is found by the name inside: %s', async (manager) => {
    const { findings } = await attach(manager);
    expect(findings).toEqual([]);
  });

  it.each([
    ['Mia Berg <mia.berg@contoso.com>', 'mia.berg@contoso.com'],
    ['CN=Nobody Known,OU=Staff,DC=contoso,DC=com', undefined],
  ])('is said to be unknown, with what was nearly written: %s', async (manager, suggestion) => {
    const { findings } = await attach(manager);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.split(' → ')[1]).toBe(suggestion);
  });
});
