import { describe, expect, it } from 'vitest';
import { read, refusalOf } from '../reading.ts';

const VALUES = 'kim.lee@contoso.com,B,C,D,E,F,G,H,I,J,K,L,M,N,O';

describe('F6: 15 or 16 columns', () => {
  it('are the template by their number only if somebody agrees', async () => {
    const own =
      'Email address,Pronouns,Gender,Nickname,Size,Team,Desk,Ext,Cell no,Pager,Road,Town,Shire,Post,Nation';
    const { mapping } = await read(`${own}\n${VALUES}`);
    expect(mapping).toContainEqual({ column: 'Pronouns', readAs: 'First name', guessed: true });
    expect(mapping).toContainEqual({ column: 'Nickname', readAs: 'Display name', guessed: true });
  });

  it.each([
    ['without words', Array.from({ length: 15 }, (_, index) => `#${index}`).join(',')],
    ['in a language that nobody knows', 'Aa,Bb,Cc,Dd,Ee,Ff,Gg,Hh,Ii,Jj,Kk,Ll,Mm,Nn,Oo'],
  ])('%s are asked about', async (_which, header) => {
    const { template, mapping } = await read(`${header}\n${VALUES}`);
    expect(template).toBe('Microsoft 365 template');
    expect(mapping?.every(({ guessed }) => guessed)).toBe(true);
  });

  it('are own columns where their names tell: the number says nothing then', async () => {
    const own =
      'Email,First name,Last name,Nickname,Role,Dept,Desk,Ext,Cell,Pager,Road,Town,Shire,Post,Nation';
    const { template, rows, mapping } = await read(`${own}\n${VALUES}`);
    expect(template).toBe('Own columns');
    expect(rows[0]?.person).toMatchObject({ givenName: 'B', surname: 'C', displayName: 'B C' });
    expect(mapping?.map(({ column }) => column)).not.toContain('Nickname');
  });

  it('ask about the one label that is not the template’s', async () => {
    const header =
      'Benutzername,Vorname,Nachname,Anzeigename,Position,Abteilung,Telefon – Geschäftlich,Telefon (geschäftlich),Mobiltelefon,Kostenstelle,Adresse,Ort,Bundesstaat,Postleitzahl,Land oder Region';
    const { mapping } = await read(`${header}\n${VALUES}`);
    expect(mapping?.filter(({ guessed }) => guessed)).toEqual([
      { column: 'Kostenstelle', readAs: 'Fax', guessed: true },
    ]);
  });

  it('are not the template when two of them say so', async () => {
    const header =
      'Benutzername,Vorname,Nachname,Anzeigename,Abteilung,Position,Büro,Telefon,Handy,Fax,Straße,Ort,Bundesland,PLZ,Land';
    const { template, rows } = await read(`${header}\n${VALUES}`);
    expect(template).toBe('Own columns');
    expect(rows[0]?.person).toMatchObject({ department: 'E', jobTitle: 'F' });
  });

  it('are refused when the first one holds no user names', async () => {
    const header = Array.from({ length: 15 }, (_, index) => `Column ${index + 1}`).join(',');
    expect((await refusalOf(`${header}\n${VALUES.replace('@', '')}`)).code).toBe('FILE_HEADER_UNKNOWN');
  });
});
