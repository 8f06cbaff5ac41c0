import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { readAgain } from '../../../src/roster/keptFile.ts';
import { readAndKeep } from '../../../src/roster/readRoster.ts';
import { inChunks, LIMITS, read, refusalOf } from '../reading.ts';

/** A file of these display names in this encoding. */
function fileOf(encoding: string, ...names: string[]): Buffer {
  const rows = names.map((name, index) => `p${index}@contoso.com,${name}`);
  return iconv.encode(['Username,Display name', ...rows].join('\r\n'), encoding);
}

const NOT_WESTERN: [encoding: string, names: string[]][] = [
  ['win1250', ['Jiří Dvořák']],
  ['win1250', ['Petr Kučera']],
  ['win1250', ['Karel Růžička']],
  ['win1250', ['Zdeněk Němec']],
  ['win1250', ['Jan Plzeň']],
  ['win1250', ['Łukasz Żółć']],
  ['win1250', ['Anna Kamińska']],
  ['win1250', ['Ewa Dąbrowska']],
  ['win1250', ['Lech Wałęsa']],
  ['win1250', ['Maciej Zięba']],
  ['win1250', ['Ivan Petrović']],
  ['win1250', ['Luka Kovač']],
  ['win1250', ['Pál Erdős']],
  ['win1250', ['Ion Brătianu']],
  ['win1250', ['Marie Černá']],
  ['win1250', ['Jan Říha']],
  ['iso-8859-2', ['Jiří Dvořák']],
  ['iso-8859-2', ['Pavel Škoda']],
  ['iso-8859-2', ['Łukasz Lis']],
  ['iso-8859-15', ['Pavel Škoda']],
  ['win1251', ['Анна Петрова']],
  ['win1251', ['Ян Ли']],
  ['koi8-r', ['Анна Петрова']],
  ['cp866', ['Анна Петрова']],
  ['iso-8859-5', ['Анна Петрова']],
  ['win1253', ['Νίκος Παπαδόπουλος']],
  ['iso-8859-7', ['Άννα Λίμα']],
  ['win1254', ['Ayşe Yıldız']],
  ['win1254', ['Tayyip Erdoğan']],
  ['win1254', ['Ali Işık']],
  ['win1255', ['דוד כהן']],
  ['win1256', ['محمد علي']],
  ['win1257', ['Jānis Bērziņš']],
  ['win1257', ['Kārlis Ozols']],
  ['win1257', ['Ugnė Petraitė']],
  ['win1257', ['Saulius Šarūnas']],
  ['win1258', ['Nguyễn Văn']],
  ['win874', ['สมชาย ใจดี']],
  ['shiftjis', ['山田 太郎']],
  ['shiftjis', ['ヤマダ タロウ']],
  ['shiftjis', ['ﾔﾏﾀﾞ ﾀﾛｳ']],
  ['eucjp', ['山田 太郎']],
  ['euckr', ['김민준']],
  ['gb18030', ['王伟']],
  ['gb18030', ['李娜']],
  ['big5', ['陳大文']],
  ['big5', ['林 志玲']],
  ['macroman', ['Zoë Müller']],
  ['macroman', ['Björn Borg']],
  ['macroman', ['María García']],
  ['macroman', ['François Noël']],
  ['macroman', ['José Peña']],
  ['macroman', ['Jérôme Lefèvre']],
  ['macroman', ['Frank O’Connor']],
  ['cp850', ['Zoë Müller']],
  ['cp850', ['Hans Weiß']],
  ['cp850', ['Eva Großmann']],
  ['cp850', ['Karl Strauß']],
  ['cp850', ['Ana Simões']],
  ['cp850', ['Tomás Núñez']],
  ['cp850', ['Søren Kjær']],
  ['cp437', ['Zoë Müller']],
  ['cp437', ['Renée Peña']],
  ['cp852', ['Jiří Dvořák']],
  ['cp852', ['Anna Kamińska']],
  ['cp852', ['Jan Vaněk']],
  ['cp852', ['Josef Novák']],
  ['cp852', ['Jana Nová']],
  ['cp850', ['Ana de Alcalá']],
];

const WESTERN = [
  'Zoë Müller',
  'Frank O’Connor',
  'Gabriele D’Annunzio',
  'FRANK O’CONNOR',
  'JÜRGEN GROß',
  'RENÉE MÜLLER',
  'Jürgen Groß',
  'Zoë Müller-Lüdenscheidt',
  'Günther Schröder',
  'Väinö Hämäläinen',
  'Hans Weiß',
  'Björn Åberg',
  'Håkan Sjögren',
  'Søren Kjær',
  'Jørgen Sørensen',
  'Øystein Nygård',
  'René Lefèvre',
  'Hélène Geneviève',
  'François Noël',
  'Anaïs Loïc',
  'Jérôme Côté',
  'Benoît Héloïse',
  'José García',
  'Begoña Muñoz',
  'Tomás Núñez Ibáñez',
  'Adrián Suárez',
  'Álvaro Íñigo',
  'João Gonçalves',
  'Inês Simões',
  'Assunção Guimarães',
  'Nicolò Fabio',
  'Seán O’Briain',
  'Pavel Škoda',
  'Aleš Žižka',
  'Josef Novák',
  'László Szabó',
  'Maëlle Jean-Luc',
];

describe('F2: a file that is neither UTF-8 nor surely Windows-1252', () => {
  it.each(NOT_WESTERN)('in %s is looked at before anybody is created: %s', async (encoding, names) => {
    const { doubt, findings } = await read(fileOf(encoding, ...names));
    expect(doubt?.samples).toHaveLength(names.length);
    expect(findings.some(({ severity }) => severity === 'warning')).toBe(true);
  });

  it.each(WESTERN)('is not one with the names of Western Europe: %s', async (name) => {
    const { rows, doubt, findings } = await read(fileOf('win1252', name));
    expect(rows[0]?.person.displayName).toBe(name);
    expect(doubt).toBeUndefined();
    expect(findings).toMatchObject([{ code: 'ENCODING_WINDOWS_1252', severity: 'note' }]);
  });

  it('is not one for a no-break space between two names, and is one after a name', async () => {
    const between = await read(fileOf('win1252', 'Zoë\u00a0Müller'));
    expect(between.rows[0]?.person.displayName).toBe('Zoë Müller');
    expect(between.doubt).toBeUndefined();
    expect((await read(fileOf('win1252', 'Zoë Miller\u00a0'))).doubt?.samples).toEqual(['Zoë Miller']);
  });

  it('shows three people at most, as they would be created', async () => {
    const names = ['Ada Lima', 'Jiří Dvořák', 'Zdeněk Němec', 'Petr Kučera', 'Jan Plzeň'];
    const { doubt } = await read(fileOf('win1250', ...names));
    expect(doubt).toEqual({ why: 'encoding', samples: ['Jiøí Dvoøák', 'Zdenìk Nìmec', 'Petr Kuèera'] });
  });

  it('is asked for other values too, which are shown with the name', async () => {
    const text = 'Username,Display name,City\njan@contoso.com,Jan Novak,Plzeň';
    const { doubt } = await read(iconv.encode(text, 'win1250'));
    expect(doubt?.samples).toEqual(['Jan Novak (City: Plzeò)']);
  });

  it('is asked for nothing where only a column that is not used depends on it', async () => {
    const text = 'Username,Display name,Poznámka\njan@contoso.com,Jan Novak,Plzeň';
    const { doubt, findings } = await read(iconv.encode(text, 'win1250'));
    expect(doubt).toBeUndefined();
    expect(findings.map(({ code }) => code)).toEqual(['ENCODING_WINDOWS_1252', 'COLUMN_IGNORED']);
  });

  it('is asked for with job titles only where those are in doubt', async () => {
    const titles = [
      'Chargée d’études',
      'Director’s office',
      'Responsable à Lyon',
      'Straße N° 5',
      'Head – Sales',
    ];
    const rows = titles.map((title, index) => `p${index}@contoso.com,P ${index},${title}`);
    const text = ['Username,Display name,Job title', ...rows].join('\n');
    expect((await read(iconv.encode(text, 'win1252'))).doubt).toBeUndefined();
    const greek = 'Username,Display name,Job title\na@contoso.com,A B,Διευθυντής';
    expect((await read(iconv.encode(greek, 'win1253'))).doubt?.samples).toHaveLength(1);
  });

  it('is refused by its encoding where its header cannot be read', async () => {
    const text = 'Фамилия;Имя;Отчество;E-mail\nПетрова;Анна;Сергеевна;anna@contoso.com';
    const refusal = await refusalOf(iconv.encode(text, 'win1251'));
    expect(refusal.code).toBe('FILE_HEADER_UNKNOWN');
    expect(refusal.message).toContain("isn't in UTF-8");
    expect(refusal.next).toContain('CSV UTF-8');
  });
});

describe('F2: names that look garbled in a file of any encoding', () => {
  it.each([
    'ZoÃ« MÃ¼ller',
    'Frank Oâ€™Connor',
    'ÐÐ½Ð½Ð° ÐŸÐµÑ‚Ñ€Ð¾Ð²Ð°',
    'å±±ç”° å¤ªéƒŽ',
    'Zo├½ M├╝ller',
    'Zo√´ M√ºller',
    'ZoГ« MГјller',
    'Frank O\u0092Connor',
    'Zo&euml; M&#252;ller',
    'Zo%C3%AB M%C3%BCller',
    'Zo=C3=AB',
    'Zo\\u00eb',
    'Zo? M?ller',
    '?? ??',
    'ZoÎ M¸ller',
    'M„ller',
    'Jiøí Dvoøák',
    'Petr Kuèera',
    'Ivan Petroviæ',
    '£ukasz ¯ó³æ',
    'Àííà Ïåòðîâà',
    'Àî Lima',
    'M黮ler',
  ])('%s is warned of, and looked at before anybody is created', async (name) => {
    const { doubt, findings } = await read(`Username,Display name\na@contoso.com,"${name}"`);
    expect(doubt?.why).toBe('garbled');
    expect(doubt?.samples).toHaveLength(1);
    expect(findings).toMatchObject([
      { row: 2, column: 'Display name', code: 'NAME_GARBLED', severity: 'warning' },
    ]);
  });

  it.each([
    ...WESTERN,
    ...NOT_WESTERN.map(([, [name = '']]) => name),
    'Guðrún Þórðardóttir',
    'Bøe Røed',
    'Conor McÉvoy',
    'Nguyễn Thị Đào',
    'Kamehamehaʻ Kealoha',
    'Gal·la Puig',
    'O´Connor',
    'Anna „Anni“ Meier',
    '“Bob” Smith',
    'ANDRÉ’S',
    'Ada Lima 🎉',
    'R&D Lab',
    'Hrvoje Krški',
    'Jean-Noël (Jürg) Wyß',
    'İbrahim Şahin',
    '山田 Taro',
  ])('is not said of %s', async (name) => {
    const { doubt, findings } = await read(`Username,Display name\na@contoso.com,"${name}"`);
    expect(doubt).toBeUndefined();
    expect(findings).toEqual([]);
  });

  it('is said of other columns only where it is certain', async () => {
    const header = 'Username,Display name,Department,Job title';
    const { findings } = await read(`${header}\na@contoso.com,A,"Why? ©2024",KÃ¼che\nb@contoso.com,B,C?,D`);
    expect(findings).toMatchObject([{ row: 2, column: 'Job title', value: 'KÃ¼che', code: 'NAME_GARBLED' }]);
  });
});

describe('F2: a file in UTF-8 with some rows in another encoding', () => {
  const utf8 = (name: string) => Buffer.from(`${name}\n`);
  const HEADER = Buffer.from('Name,Department\n');
  const readMixed = (...rows: Buffer[]) => readAndKeep(inChunks(Buffer.concat([HEADER, ...rows])), LIMITS);

  it.each([
    ['win1250', 'Jiří Dvořák', 'Jiøí Dvoøák'],
    ['win1251', 'Олег Фёдоров', 'Îëåã Ըäîðîâ'],
    ['win1254', 'Işıl Doğan', 'Iþýl Doðan'],
    ['gb18030', '陈静', '³¾²'],
  ])('is asked about these rows, and shows their names: %s', async (encoding, name, misread) => {
    const { reading, kept } = await readMixed(
      utf8('Zdeněk Žák,IT'),
      utf8('Анна Смирнова,IT'),
      utf8('王伟,IT'),
      iconv.encode(`${name},IT\n`, encoding),
    );
    expect(reading.doubt).toEqual({ why: 'encoding', samples: [misread] });
    const found = reading.findings.find(({ code }) => code === 'ENCODING_MIXED');
    expect(found?.message).toBe(
      `Row 5 isn't in UTF-8 like the rest of the file, and was read as Windows-1252: ${misread}. Check the names there before you continue.`,
    );
    const again = await readAgain(kept, 10, { ...reading, encoding });
    expect(again.rows.map(({ person }) => person.displayName)).toEqual([
      'Zdeněk Žák',
      'Анна Смирнова',
      '王伟',
      name,
    ]);
  });

  it('names all of its rows up to five, and is no question where they surely are Windows-1252', async () => {
    const west = (name: string) => iconv.encode(`${name},IT\n`, 'win1252');
    const { reading, kept } = await readMixed(
      ...Array.from({ length: 8 }, (_, at) => utf8(`Jörg Mö${'o'.repeat(at + 1)},IT`)),
      ...Array.from({ length: 7 }, () => west('Zoë Müller')),
    );
    expect(reading.doubt).toBeUndefined();
    expect(kept.isBytes).toBe(false);
    expect(reading.findings[0]?.message).toContain("Rows 10, 11, 12, 13, 14 and 2 more aren't in UTF-8");
  });

  it('says nothing of a file that is all in one encoding', async () => {
    const { reading } = await readMixed(utf8('Jiří Dvořák,IT'), utf8('王伟,IT'));
    expect({ doubt: reading.doubt, findings: reading.findings }).toEqual({ doubt: undefined, findings: [] });
  });
});
