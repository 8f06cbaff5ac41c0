import { describe, expect, it } from 'vitest';
import { attachCase } from '../cases/readCase.ts';

const named = (...names: string[]) =>
  attachCase(Buffer.from(['Name,Dept', ...names.map((name) => `"${name}",IT`)].join('\n')));

describe('filer 4: what stands behind a comma', () => {
  it.each(['PhD', 'MD', 'RN', 'CPA', 'Jr.', 'III', 'Esq.', 'Ing.', 'Ph.D., RN', 'Prof.'])(
    'is no first name where it is %s',
    async (credential) => {
      const { people, findings } = await named(`Jane Goodall, ${credential}`, `John Doe, ${credential}`);
      expect(people).toEqual([`Jane Goodall, ${credential} <?>`, `John Doe, ${credential} <?>`]);
      expect(findings).toEqual([
        '2 User name MISSING → jane.goodall@contoso.com',
        '3 User name MISSING → john.doe@contoso.com',
      ]);
    },
  );

  it('is left out behind both names, in a list with the last name first', async () => {
    const { people } = await named('Goodall, Jane, PhD', 'Doe, John', 'Stone, Ben', 'Ann Roe, RN');
    expect(people).toEqual([
      'Jane Goodall <?> Jane/Goodall',
      'John Doe <?> John/Doe',
      'Ben Stone <?> Ben/Stone',
      'Ann Roe <?> Ann/Roe',
    ]);
  });

  it.each([
    ['LEE, MA', 'MA LEE <?> MA/LEE'],
    ['RAHMAN, MD', 'MD RAHMAN <?> MD/RAHMAN'],
    ['Draper, Don', 'Don Draper <?> Don/Draper'],
    ['García López, Ma.', 'Ma. García López <?> Ma./García López'],
    ['Dyke, Van', 'Van Dyke <?> Van/Dyke'],
  ])('is a first name in %s', async (name, read) => {
    expect((await named(name, 'Lima, Ada')).people).toEqual([read, 'Ada Lima <?> Ada/Lima']);
  });

  it('is not taken for granted: a name without one has the first name first', async () => {
    const { people } = await named('Roy, Bo', 'Lee, Ada', 'Mary Poe');
    expect(people).toEqual(['Bo Roy <?> Bo/Roy', 'Ada Lee <?> Ada/Lee', 'Mary Poe <?>']);
  });

  it('is not needed where the header says that the last name is first', async () => {
    const { people } = await attachCase(Buffer.from('Last name first name,Dept\nLima Ada,IT\nPoe Mary,IT'));
    expect(people).toEqual(['Ada Lima <?> Ada/Lima', 'Mary Poe <?> Mary/Poe']);
  });
});
