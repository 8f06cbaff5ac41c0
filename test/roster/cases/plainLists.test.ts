import { describe, expect, it } from 'vitest';
import { attachCase } from './readCase.ts';

const text = (...lines: string[]) => attachCase(Buffer.from(lines.join('\n')));

describe('F14: a list whose header says hardly more than "Name"', () => {
  it.each([
    ['Name', 'Ada Lima', 'Name', 'Ada Lima <?>'],
    ['Name,Department', 'Ada Lima,IT', 'Name', 'Ada Lima <?>'],
    ['Nr;Name, Vorname;Abteilung', '1;Lima, Ada;IT', 'Name, Vorname', 'Ada Lima <?> Ada/Lima'],
    ['Teacher,Student,Grade', 'Grace Moss,Ada Lima,7', 'Student', 'Ada Lima <?>'],
    ['Personal-Nr.;Name', '0012;Dr. Ada Lima', 'Name', 'Dr. Ada Lima <?>'],
    ['Nafn;Netfang', 'Ada Lima;ada.lima@contoso.com', 'Nafn', 'Ada Lima <ada.lima@contoso.com>'],
    ['名字,部门', '小明 王,销售部', '名字', '小明 王 <?>'],
  ])('is read by the names below it, and somebody agrees: %s', async (header, line, column, person) => {
    const { people, asks, columns } = await text(header, line);
    expect({ people, asks }).toEqual({ people: [person], asks: ['columns'] });
    expect(columns[column]).toMatch(/^(?:Display name|Last name, first name)$/);
  });

  it('is found below a title, with everybody of a list longer than where a header is looked for', async () => {
    const names = Array.from(
      { length: 40 },
      (_, at) => `Ada${String.fromCharCode(97 + (at % 26))} Lima,${at}`,
    );
    const { people, skipped } = await text('New people of May', '', 'Name,Desk', ...names);
    expect(people).toHaveLength(40);
    expect(skipped).toEqual(['1 is above the header and was skipped.', '2 is empty and was skipped.']);
  });

  it('gives user names, and creates nobody before somebody agreed', async () => {
    const { findings, ready } = await text('Name,Department', 'Ada Lima,IT', 'Bo Ek,HR');
    expect(ready).toBe(0);
    expect(findings).toEqual([
      '2 User name MISSING → ada.lima@contoso.com',
      '3 User name MISSING → bo.ek@contoso.com',
    ]);
  });

  it('needs nobody to agree where it says all of a name', async () => {
    const { people, asks } = await text('Фамилия Имя Отчество;Отдел', 'Лима Ада Петровна;IT');
    expect(people).toEqual(['Лима Ада Петровна <?> Ада/Лима']);
    expect(asks).toEqual([]);
  });

  it.each([['printer-01'], ['7a'], ['1.234,00'], ['Ada']])(
    'is asked about where its values are no whole names: %s',
    async (value) => {
      const { people, asks } = await text('Name,Department', `${value},IT`, `${value}2,IT`);
      expect({ people, asks }).toEqual({ people: [], asks: ['columns'] });
    },
  );
});
