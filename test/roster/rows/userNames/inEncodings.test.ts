import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { readChanges } from '../../../../src/roster/rows/userNames/readChanges.ts';
import { readNames } from '../../../../src/roster/rows/userNames/readNames.ts';
import { inChunks, LIMITS } from '../../reading.ts';

/** A file of changes in this encoding: what is offered for it, or what it says without a question. */
async function readIn(encoding: string, lines: readonly string[]) {
  const read = await readChanges(inChunks(iconv.encode(lines.join('\n'), encoding), 4096), LIMITS);
  const cities = (names: readonly { fields: { city?: string } }[]) => names.map(({ fields }) => fields.city);
  return 'encodings' in read
    ? read.encodings.map(({ name, samples, reading }) => ({ name, samples, cities: cities(reading.names) }))
    : cities(read.names);
}

describe('a file of people who exist whose letters are a guess', () => {
  it.each([
    ['win1250', 'Central European', 'Jiří Dvořák', 'Plzeň'],
    ['win1251', 'Cyrillic', 'Анна Петрова', 'Москва'],
    ['win1253', 'Greek', 'Άννα Παπά', 'Πάτρα'],
    ['win1254', 'Turkish', 'Ayşe Yıldız', 'Eskişehir'],
    ['cp852', 'Central European (DOS)', 'Jiří Dvořák', 'Plzeň'],
    ['macroman', 'Mac', 'José Muñoz', 'Cádiz'],
    ['shift_jis', 'Japanese', '山田 太郎', '東京'],
    ['gb18030', 'Chinese (simplified)', '王小明', '上海'],
  ])(
    'is asked about with names in each spelling, the right one first: %s',
    async (encoding, label, name, city) => {
      const offered = await readIn(encoding, [
        'User name;Display name;City',
        `a@contoso.com;${name};${city}`,
        'b@contoso.com;Bo Ek;Berlin',
      ]);
      expect(offered.length).toBeGreaterThan(1);
      expect(offered.length).toBeLessThanOrEqual(5);
      expect(offered[0]).toEqual({
        name: expect.stringContaining(label),
        samples: [name],
        cities: [city, 'Berlin'],
      });
    },
  );

  it('is asked about by a value where no name tells it, with whom it is about', async () => {
    const offered = await readIn('win1250', ['User name,City', 'a@contoso.com,Plzeň', 'b@contoso.com,Brno']);
    expect(offered).toContainEqual({
      name: 'Central European',
      samples: ['a@contoso.com (City: Plzeň)'],
      cities: ['Plzeň', 'Brno'],
    });
  });

  it('is read without a question where Windows-1252 is certain, and in UTF-8', async () => {
    const lines = ['User name,Display name,City', 'a@contoso.com,Jörg Müller,Zürich'];
    expect(await readIn('win1252', lines)).toEqual(['Zürich']);
    expect(await readIn('utf8', lines)).toEqual(['Zürich']);
  });

  it('is read without a question where its headers say something in one encoding only', async () => {
    const lines = ['Имя пользователя;Город', 'a@contoso.com;Москва', 'b@contoso.com;Омск'];
    expect(await readIn('win1251', lines)).toEqual(['Москва', 'Омск']);
  });

  it('has its column of last days by a header in the encoding that it is in', async () => {
    const text = 'E-mail;Jméno;Datum ukončení\na@contoso.com;Jiří Dvořák;2027-01-31';
    const read = await readNames(inChunks(iconv.encode(text, 'win1250'), 4096), LIMITS, undefined, true);
    if (!('encodings' in read)) throw new Error('nobody is asked');
    const [first] = read.encodings;
    expect(first?.reading).toMatchObject({
      dateColumn: 'Datum ukončení',
      names: [{ date: '2027-01-31', person: { displayName: 'Jiří Dvořák' } }],
    });
    expect(first?.reading.names[0]).not.toHaveProperty('isUnsure');
  });

  it('is refused as it was where no encoding says who is meant', async () => {
    const bytes = iconv.encode('Foo;Bar\nJiří;Dvořák', 'win1250');
    await expect(readChanges(inChunks(bytes), LIMITS)).rejects.toMatchObject({ code: 'FILE_HEADER_UNKNOWN' });
  });
});
