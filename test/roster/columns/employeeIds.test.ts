import { describe, expect, it } from 'vitest';
import { attachCase } from '../cases/readCase.ts';

async function readId(header: string, value: string): Promise<string | undefined> {
  const { more } = await attachCase(Buffer.from(`First name;Last name;${header}\nAda;Lima;${value}`));
  return more[0]?.employeeId;
}

describe('filer 6: an employee ID', () => {
  it.each([
    'Personal code',
    'Personal ID',
    'Personal number',
    'Personal no',
    'Personnummer',
    'Osobni broj',
    'Osobní kód',
    'Número personal',
    'Numéro personnel',
    'Codice personale',
  ])('is not what the state or a phone company gave out: %s', async (header) => {
    expect(await readId(header, '38001085718')).toBeUndefined();
  });

  it.each([
    'Personalnummer',
    'Personal-Nr.',
    'Pers.-Nr.',
    'Personnel number',
    'Personnel ID',
    'Osobní číslo',
  ])('is what the employer gave out: %s', async (header) => {
    expect(await readId(header, '0042')).toBe('0042');
  });

  it.each(['Employee ID', 'Personnel number', 'Staff code', 'Werknemer nr'])(
    'is no phone below "%s", and a number in groups is one',
    async (header) => {
      expect(await readId(header, '+1 206 555 0100')).toBeUndefined();
      expect(await readId(header, '12-345')).toBe('12-345');
    },
  );
});
