import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { createWorld, OMAR, PLACE, type World } from '../fakes/world.ts';

function open(world: World, content: Buffer) {
  return world.service.rosters.open(OMAR, PLACE, {
    name: 'people.csv',
    async open() {
      return (async function* () {
        yield content;
      })();
    },
  });
}

/** What is offered for a file in this encoding, and the first person once it was chosen. */
async function choose(encoding: string, text: string) {
  const world = createWorld();
  const { id } = await open(world, iconv.encode(text, encoding));
  const { encodings } = await world.service.rosters.readColumns(OMAR, id);
  const { people, columns } = await world.service.rosters.readColumns(OMAR, id, { choices: {}, encoding });
  return { offered: encodings.map((one) => one.id), columns, person: people[0]?.person };
}

/** A file, and its first person. */
const FILES: [encoding: string, file: string, first: string, last: string][] = [
  ['win1253', 'Όνομα;Επώνυμο;Email\nΝίκος;Παπάς;n@contoso.com\nΆννα;Λίμα;a@contoso.com', 'Νίκος', 'Παπάς'],
  ['win1251', "Ім'я;Прізвище;Email\nОлена;Шевченко;o@contoso.com", 'Олена', 'Шевченко'],
  ['koi8-r', 'Имя;Фамилия;Email\nАнна;Петрова;a@contoso.com', 'Анна', 'Петрова'],
  ['cp866', 'Имя;Фамилия;Email\nАнна;Петрова;a@contoso.com', 'Анна', 'Петрова'],
  ['win1255', 'שם פרטי;שם משפחה;Email\nדוד;כהן;d@contoso.com', 'דוד', 'כהן'],
  ['win1256', 'الاسم الأول;اسم العائلة;Email\nمحمد;علي;m@contoso.com', 'محمد', 'علي'],
  ['shift_jis', '名,姓,メールアドレス\n太郎,山田,t@contoso.com', '太郎', '山田'],
  ['euc-kr', '이름,성,이메일\n민준,김,k@contoso.com', '민준', '김'],
  ['gb18030', '用户名,名字,姓氏,显示名称\nm@contoso.com,小明,王,王小明', '小明', '王'],
  ['win1250', 'Jméno;Příjmení;E-mail\nJiří;Dvořák;j@contoso.com', 'Jiří', 'Dvořák'],
  ['win1254', 'Adı;Soyadı;E-posta\nAyşe;Yıldız;a@contoso.com', 'Ayşe', 'Yıldız'],
];

describe('F2: a header in letters that nobody could read', () => {
  it.each(FILES)(
    'says what its columns hold once they are chosen: %s',
    async (encoding, file, first, last) => {
      const { person } = await choose(encoding, file);
      expect(person).toMatchObject({ givenName: first, surname: last });
    },
  );

  it.each(FILES)('comes out first among the ones to choose from: %s', async (encoding, file) => {
    expect((await choose(encoding, file)).offered[0]).toBe(encoding);
  });

  it('leaves what somebody chose as it is', async () => {
    const world = createWorld();
    const { rosters } = world.service;
    const file = 'Όνομα;Επώνυμο;Email;Πόλη\nΝίκος;Παπάς;n@contoso.com;Πάτρα';
    const { id } = await open(world, iconv.encode(file, 'win1253'));
    await rosters.readColumns(OMAR, id, { choices: {}, encoding: 'win1252' });
    await rosters.readColumns(OMAR, id, { choices: { 2: 'otherMails', 3: 'surname' } });
    const { columns } = await rosters.readColumns(OMAR, id, { choices: {}, encoding: 'win1253' });
    expect(columns.map(({ choice }) => choice)).toEqual(['givenName', 'none', 'otherMails', 'surname']);
  });
});

describe('F2: names in letters that nobody could read, below a header that is known', () => {
  it.each([
    ['win1253', 'Νίκος Παπάς'],
    ['win1253', 'Άννα Λίμα'],
    ['win1251', 'Анна Петрова'],
    ['koi8-r', 'Анна Петрова'],
    ['win1255', 'דוד כהן'],
    ['win874', 'สมชาย ใจดี'],
    ['gb18030', '小明'],
    ['gb18030', '王小明'],
    ['euc-kr', '김민준'],
    ['shift_jis', '山田 太郎'],
    ['win1250', 'Jiří Dvořák'],
  ])('come out first in their own: %s %s', async (encoding, name) => {
    const { offered } = await choose(encoding, `Email,Display name\nx@contoso.com,${name}\n`);
    expect(offered[0]).toBe(encoding);
  });

  it.each([
    ['once, which is UTF-8 by chance', '小明'],
    ['among others', '小明\ny@contoso.com,王伟\nz@contoso.com,李娜'],
  ])('are asked about also where Chinese bytes look like UTF-8: %s', async (_what, names) => {
    const { offered, person } = await choose('gb18030', `Email,Display name\nx@contoso.com,${names}\n`);
    expect(offered).toContain('gb18030');
    expect(person?.displayName).toBe('小明');
  });
});

describe('F2: a file in letters that are a guess', () => {
  it.each([
    ['euc-kr', '사용자 이름,표시 이름\na@contoso.com,김민지', '김민지', 'Korean'],
    ['gb18030', '用户名,显示名称\na@contoso.com,王伟', '王伟', 'Chinese (simplified)'],
    ['big5', '使用者名稱,顯示名稱\na@contoso.com,陳志明', '陳志明', 'Chinese (traditional)'],
    ['shift_jis', 'ユーザー名,表示名\na@contoso.com,山田 太郎', '山田 太郎', 'Japanese'],
    ['euc-jp', 'ユーザー名,表示名\na@contoso.com,佐藤 花子', '佐藤 花子', 'Japanese (EUC)'],
    ['win1253', 'Όνομα χρήστη;Εμφανιζόμενο όνομα\na@contoso.com;Νίκος Παππάς', 'Νίκος Παππάς', 'Greek'],
    ['win1254', 'Kullanıcı adı;Ad;Soyadı\na@contoso.com;Ayşe;Yılmaz', 'Ayşe Yılmaz', 'Turkish'],
    ['win1250', 'Nazwa użytkownika;Imię;Nazwisko\na@contoso.com;Łucja;Żak', 'Łucja Żak', 'Central European'],
    [
      'iso88592',
      'Uživatelské jméno;Jméno;Příjmení\na@contoso.com;Šárka;Ťoková',
      'Šárka Ťoková',
      'Central European (ISO)',
    ],
    ['win1255', 'שם משתמש,שם תצוגה\na@contoso.com,דנה כהן', 'דנה כהן', 'Hebrew'],
    ['win1256', 'اسم المستخدم,اسم العرض\na@contoso.com,عمر حداد', 'عمر حداد', 'Arabic'],
    ['win874', 'ชื่อผู้ใช้,ชื่อ,นามสกุล\na@contoso.com,สมชาย,ใจดี', 'สมชาย ใจดี', 'Thai'],
    [
      'koi8-r',
      'Имя пользователя;Отображаемое имя\na@contoso.com;Иван Петров',
      'Иван Петров',
      'Cyrillic (KOI8)',
    ],
    ['cp866', 'Имя пользователя;Отображаемое имя\na@contoso.com;Ольга Ким', 'Ольга Ким', 'Cyrillic (DOS)'],
    ['cp850', 'Användarnamn;Visningsnamn\na@contoso.com;Björn Älv', 'Björn Älv', 'Western European (DOS)'],
    ['macroman', 'Email,Display name\na@contoso.com,Zoë Müller', 'Zoë Müller', 'Mac'],
  ])('is read at once as it most likely is, and asked about: %s', async (encoding, file, name, said) => {
    const { data } = await open(createWorld(), iconv.encode(file, encoding));
    expect(data.rows.map(({ person }) => person.displayName)).toEqual([name]);
    expect(data.names).toEqual({ why: 'encoding', samples: [name], agreed: false });
    expect(data.findings.map(({ message }) => message).join()).toContain(
      `read as ${said}, which may be wrong`,
    );
  });

  it('stays in Windows-1252 where that is as likely as any', async () => {
    const { data } = await open(
      createWorld(),
      iconv.encode('Email,Display name\na@contoso.com,Siân Jûng', 'win1252'),
    );
    expect(data.rows.map(({ person }) => person.displayName)).toEqual(['Siân Jûng']);
    expect(data.names?.why).toBe('encoding');
  });

  it('is read in its letters also once it was looked at, and as its customer’s files are read', async () => {
    const world = createWorld();
    const bytes = iconv.encode('Jméno;Příjmení;Mail\nJiří;Dvořák;jiri@private.example', 'win1250');
    const first = await open(world, bytes);
    const { encoding } = await world.service.rosters.readColumns(OMAR, first.id, {
      choices: { 2: 'otherMails' },
    });
    expect(encoding).toBe('win1250');
    await world.service.rosters.useColumns(OMAR, first.id, 'Payroll');
    const next = await open(world, bytes);
    expect(next.data.rows[0]?.person).toMatchObject({
      displayName: 'Jiří Dvořák',
      otherMails: 'jiri@private.example',
    });
  });
});

describe('F2: a list put together from files in two encodings', () => {
  const utf8 = (name: string) => Buffer.from(`a@contoso.com,${name}\n`);
  const windows = (name: string) => iconv.encode(`b@contoso.com,${name}\n`, 'win1252');
  const HEADER = Buffer.from('Email,Display name\n');

  it.each([
    ['UTF-8 first', [utf8('Zoë Müller'), windows('René Ek')], ['Zoë Müller', 'René Ek']],
    ['Windows-1252 first', [windows('René Ek'), utf8('Zoë Müller')], ['René Ek', 'Zoë Müller']],
    [
      'in one row',
      [Buffer.concat([windows('René Ek').subarray(0, -1), Buffer.from(' Zoë\n')])],
      ['René Ek Zoë'],
    ],
  ])('has all names right: %s', async (_what, rows, names) => {
    const { data } = await open(createWorld(), Buffer.concat([HEADER, ...rows]));
    expect(data.rows.map(({ person }) => person.displayName)).toEqual(names);
    expect(data.findings).toContainEqual(
      expect.objectContaining({ code: 'ENCODING_MIXED', severity: 'warning' }),
    );
  });

  it('keeps them right when its columns are changed, and says so when they look wrong', async () => {
    const world = createWorld();
    const rows = [windows('René Ek'), windows('Åsa Ek'), windows('Dvoøák Jiøí'), utf8('Zoë Müller')];
    const { id, data } = await open(world, Buffer.concat([HEADER, ...rows]));
    expect(data.names?.agreed).toBe(false);
    await world.service.rosters.readColumns(OMAR, id);
    const used = await world.service.rosters.useColumns(OMAR, id, '');
    expect(used?.data.rows.map(({ person }) => person.displayName)).toEqual([
      'René Ek',
      'Åsa Ek',
      'Dvoøák Jiøí',
      'Zoë Müller',
    ]);
  });
});
