import { describe, expect, it } from 'vitest';
import { type ReadFile, readSheets } from '../../src/roster/readRoster.ts';
import { splitByCustomer } from '../../src/roster/splitByCustomer.ts';

async function read(text: string | Buffer): Promise<ReadFile> {
  async function* source() {
    yield Buffer.from(text as string);
  }
  const file = await readSheets(source(), { maxRows: 100, maxBytes: 1_000_000 });
  if ('sheets' in file) throw new Error('Several sheets.');
  return file;
}

const MIXED = [
  'Customer,User name,First name,Last name,Display name',
  'Contoso,ada@contoso.com,Ada,Lovelace,Ada Lovelace',
  'fabrikam,grace@fabrikam.com,Grace,Hopper,Grace Hopper',
  ',nobody@contoso.com,No,Body,No Body',
  '',
  'CONTOSO,alan@contoso.com,Alan,Turing,Alan Turing',
].join('\r\n');

describe('a file with a column for the customer', () => {
  it('says which lines are whose, in the order of the file', async () => {
    const split = splitByCustomer(await read(MIXED));
    expect(split?.column).toBe('Customer');
    expect(split?.lines).toEqual([
      { said: 'Contoso', rows: [2, 6] },
      { said: 'fabrikam', rows: [3] },
      { said: '', rows: [4] },
    ]);
  });

  it('is read for one of them as if it held nobody else, with the numbers of its lines', async () => {
    const split = splitByCustomer(await read(MIXED));
    const { reading, kept } = (await split?.read(new Set([2, 6]), 100)) ?? {};
    expect(reading?.rows.map(({ row, person }) => [row, person.userPrincipalName])).toEqual([
      [2, 'ada@contoso.com'],
      [6, 'alan@contoso.com'],
    ]);
    expect(reading?.columns).toEqual(['User name', 'First name', 'Last name', 'Display name']);
    expect(JSON.stringify([reading, kept])).not.toMatch(/grace|hopper|nobody|customer/i);
    expect(reading?.findings).toEqual([]);
  });

  it.each(['Tenant', 'Kunde', 'Mandant', 'Cliente', 'Клиент', '顧客', 'tenant-ID'])(
    'may be called %s',
    async (name) => {
      const file = `Username,Display name,${name}\nada@contoso.com,Ada,Contoso\n`;
      expect(splitByCustomer(await read(file))?.lines).toEqual([{ said: 'Contoso', rows: [2] }]);
    },
  );

  it('is found beside the columns of the Microsoft 365 template, which is still known by its order', async () => {
    const head =
      'Tenant,Benutzername,Vorname,Nachname,Anzeigename,Position,Abteilung,Büronummer,Telefon (geschäftlich),Mobiltelefon,Fax,Alternative E-Mail-Adresse,Adresse,Ort,Bundesland oder Kanton,Postleitzahl,Land oder Region';
    const file = `${head}\nContoso,ada@contoso.com,Ada,Lovelace,Ada Lovelace,,,,,,,,,,,,\n`;
    const split = splitByCustomer(await read(file));
    const { reading } = (await split?.read(new Set([2]), 100)) ?? {};
    expect(reading?.rows).toMatchObject([{ row: 2, person: { userPrincipalName: 'ada@contoso.com' } }]);
  });

  it.each([
    ['no such column', 'Username,Display name\nada@contoso.com,Ada\n'],
    ['a company', 'Username,Display name,Company\nada@contoso.com,Ada,Contoso\n'],
    ['a line above the list', 'Customer\n\nUsername,Display name\nada@contoso.com,Ada\n'],
  ])('is none with %s', async (_what, file) => {
    expect(splitByCustomer(await read(file))).toBeUndefined();
  });

  describe('in letters that are a guess', () => {
    const HEAD = 'Customer,User name,First name,Last name,Display name';
    const ofRow = async (bytes: Buffer, row: number) =>
      (await splitByCustomer(await read(bytes))?.read(new Set([row]), 100))?.reading;

    it("asks about each customer's own names alone, and about none where they are in plain letters", async () => {
      // Jiří Dvořák and Petr Řehák in Windows-1250, as their bytes read in Latin-1.
      const bytes = Buffer.from(
        [
          HEAD,
          'Contoso,dvorak@contoso.com,Jiøí,Dvoøák,Jiøí Dvoøák',
          'Fabrikam,rehak@fabrikam.com,Petr,Øehák,Petr Øehák',
          'Tailspin,ada@tailspin.com,Ada,Lovelace,Ada Lovelace',
        ].join('\n'),
        'latin1',
      );
      expect((await read(bytes)).reading.doubt?.samples).toEqual(['Jiří Dvořák', 'Petr Řehák']);
      expect((await ofRow(bytes, 2))?.doubt).toEqual({ why: 'encoding', samples: ['Jiří Dvořák'] });
      expect((await ofRow(bytes, 3))?.doubt).toEqual({ why: 'encoding', samples: ['Petr Řehák'] });
      expect((await ofRow(bytes, 4))?.doubt).toBeUndefined();
    });

    it('asks about those whose letters were put right, customer by customer', async () => {
      const twice = (text: string): string => Buffer.from(text).toString('latin1');
      const bytes = Buffer.from(
        [
          HEAD,
          twice('Contoso,dvorak@contoso.com,Jörg,Müller,Jörg Müller'),
          twice('Fabrikam,rehak@fabrikam.com,Zoë,Håkansson,Zoë Håkansson'),
          'Tailspin,ada@tailspin.com,Ada,Lovelace,Ada Lovelace',
        ].join('\n'),
      );
      expect((await read(bytes)).reading.doubt).toMatchObject({ why: 'garbled' });
      expect((await ofRow(bytes, 2))?.doubt).toEqual({ why: 'garbled', samples: ['Jörg Müller'] });
      expect((await ofRow(bytes, 3))?.doubt).toEqual({ why: 'garbled', samples: ['Zoë Håkansson'] });
      expect((await ofRow(bytes, 4))?.doubt).toBeUndefined();
    });

    it('says nothing of the rows of others that are not in UTF-8 as the rest', async () => {
      const bytes = Buffer.concat([
        Buffer.from(`${HEAD}\nContoso,muller@contoso.com,Jörg,Müller,Jörg Müller\n`),
        Buffer.from('Fabrikam,rehak@fabrikam.com,Petr,Øehák,Petr Øehák\n', 'latin1'),
      ]);
      const whole = (await read(bytes)).reading;
      expect(JSON.stringify([whole.doubt, whole.findings])).toMatch(/eh.k/);
      const first = await ofRow(bytes, 2);
      expect(first?.doubt).toBeUndefined();
      expect(JSON.stringify(first)).not.toMatch(/eh.k/i);
      expect(first?.findings).toMatchObject([{ code: 'ENCODING_MIXED', severity: 'warning' }]);
      expect((await ofRow(bytes, 3))?.doubt).toMatchObject({
        why: 'encoding',
        samples: [expect.stringMatching(/eh.k/)],
      });
    });
  });
});
