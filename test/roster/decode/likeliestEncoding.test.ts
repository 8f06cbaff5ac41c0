import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { readAndKeep } from '../../../src/roster/readRoster.ts';
import { inChunks, LIMITS } from '../reading.ts';

/** The names of a list whose header says nothing of its language, as they are read first, and whether that is asked about. */
async function readNamesIn(encoding: string, names: string) {
  const rows = names.split(', ').map((name, index) => `${name},p${index}@contoso.com`);
  const bytes = iconv.encode(['Name,Email', ...rows].join('\n'), encoding);
  const { reading } = await readAndKeep(inChunks(bytes, 4096), LIMITS);
  return {
    names: reading.rows.map(({ person }) => person.displayName).join(', '),
    encoding: reading.encoding ?? 'win1252',
    isAsked: reading.doubt?.why === 'encoding',
  };
}

describe('F2: neighbors of Western European, which the names tell', () => {
  it.each([
    ['win1254', 'Ayşe Yılmaz, Çağrı Şahin'],
    ['win1254', 'İbrahim Özdoğan, Tuğba Kılıç'],
    ['win1254', 'Yılmaz Işık'],
    ['win1254', 'Mehmet Şahin, Barış Öztürk'],
    ['win1254', 'AYŞE YILMAZ, ÇAĞRI ŞAHİN'],
    ['win1257', 'Rūta Žukaitė, Jonas Šimkus'],
    ['win1257', 'Jānis Bērziņš, Līga Kalniņa'],
    ['win1257', 'Tõnu Õunapuu, Šeila Žukova'],
    ['win1250', 'Szűcs Ágnes, Erdős Béla'],
    ['win1250', 'Hegedűs Anna, Nagy Ernő, Szabó Péter'],
    ['win1250', 'Petőfi Sándor'],
    ['win1250', 'Łukasz Wiśniewski, Zofia Żak'],
    ['win1250', 'Jiří Dvořák, Tomáš Kučera'],
    ['win1250', 'Ľudovít Štúr, Ján Kráľ'],
    ['win1250', 'Milan Kovačić, Željko Đukić'],
    ['win1250', 'Brăila Ionuţ'],
    ['iso88592', 'Łukasz Wiśniewski, Zofia Żak'],
    ['iso88592', 'Jiří Dvořák, Tomáš Kučera'],
    ['iso885915', 'Zoé Œuvrard, Žarko Šimek'],
    // Its letters are parted there: ễ is ê and a tilde.
    ['win1258', 'Nguyê\u0303n Văn Đư\u0301c, Trâ\u0300n Thi\u0323 Hương'],
  ])('%s: %s', async (encoding, names) => {
    expect(await readNamesIn(encoding, names)).toEqual({
      names: names.normalize('NFC'),
      encoding,
      isAsked: true,
    });
  });

  it.each([
    'Þorsteinn Guðmundsson',
    'Sigurður Þorláksson, Bryndís Ýr',
    'Þór Guðmundsson, Sæþór Ýmir',
    'Høgni Dalsgarð, Rókur Jákupsson',
    'Tõnu Õunapuu, Jüri Käär',
    'Søren Kjær, Ægir Øst',
    'Núria Solà, Àngels Bofarull, Francesc Barceló',
    'Ângela Câmara, Flávio Brandão, Maçã Irmã',
    'Nicolò Alò, Giosuè Noè',
    'Benoît Lefèvre, Renée Lacroûte, Gaëlle Dûval',
    'François Müller, José Peña, Åsa Öberg, Brûlé Lebrûn, Søren Simões',
  ])('are not taken for what is Western European: %s', async (names) => {
    expect(await readNamesIn('win1252', names)).toMatchObject({ names, encoding: 'win1252' });
  });
});

describe('F2: what tells the letters where the names do not', () => {
  async function readIn(encoding: string, text: string) {
    const { reading } = await readAndKeep(inChunks(iconv.encode(text, encoding), 4096), LIMITS);
    return {
      people: reading.rows.map(({ person }) => [person.displayName, person.jobTitle]),
      asked: reading.doubt?.samples,
    };
  }

  it('is a header, which would otherwise leave the column of last names out', async () => {
    const text = 'Jméno;Příjmení;E-mail\nPetr;Novák;petr.novak@contoso.com\nJan;Svoboda;j@contoso.com';
    expect(await readIn('win1250', text)).toEqual({
      people: [
        ['Petr Novák', undefined],
        ['Jan Svoboda', undefined],
      ],
      asked: ['Petr Novák'],
    });
  });

  it('is a job, which is shown beside the name', async () => {
    const text = 'Név;E-mail;Munkakör\nTóth Ildikó;ildiko@contoso.com;Könyvelő';
    expect(await readIn('win1250', text)).toEqual({
      people: [['Tóth Ildikó', 'Könyvelő']],
      asked: ['Tóth Ildikó (Munkakör: Könyvelő)'],
    });
  });

  it('is nothing where a header beyond ASCII is not used, and right', async () => {
    const text = 'Vorname;Nachname;E-Mail;Größe;Führerschein\nZoë;Müller;zoe@contoso.com;M;ja';
    expect(await readIn('win1252', text)).toEqual({ people: [['Zoë Müller', undefined]], asked: undefined });
    const italian = 'Cognome;Nome;Città natale;Unità di crisi;E-mail\nD’Angelo;Niccolò;Roma;X;n@contoso.com';
    expect(await readIn('win1252', italian)).toEqual({
      people: [['Niccolò D’Angelo', undefined]],
      asked: undefined,
    });
  });
});
