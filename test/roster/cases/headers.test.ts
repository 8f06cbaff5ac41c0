import { describe, expect, it } from 'vitest';
import { attachCase } from './readCase.ts';

const ADA = 'Ada Lima <ada.lima@contoso.com> Ada/Lima';
const text = (...lines: string[]) => attachCase(Buffer.from(lines.join('\n')));

describe('files that systems and templates give people', () => {
  it.each([
    [
      'F10',
      'spanish-four-columns',
      [
        'Inés Núñez Peña <ines.nunez@contoso.com> Inés/Núñez Peña',
        'Raúl Gil <raul.gil@contoso.com> Raúl/Gil',
      ],
      [],
    ],
    ['F10', 'czech-four-columns', ['Jiří Dvořák <jiri.dvorak@contoso.com> Jiří/Dvořák'], []],
    ['F10', 'french-four-columns', ['Zoé Lefèvre <zoe.lefevre@contoso.com> Zoé/Lefèvre'], []],
    ['F10', 'snake-case', ['Jan de Vries <jan.devries@contoso.com> Jan/de Vries'], []],
    ['F11', 'admin-center-export', [`${ADA} allowed`], []],
    ['F11', 'google-template', [ADA], ['columns']],
    ['F11', 'force-change-password', ['Ada Lima <ada.lima@contoso.com>'], []],
    ['F16', 'ldap-names', [ADA], []],
    ['F16', 'gam-users', [`${ADA} allowed`, 'Old Temp <old.temp@contoso.com> Old/Temp blocked'], ['columns']],
    ['F9', 'bamboohr', [`${ADA} allowed`], ['columns']],
    ['F9', 'workday', ['Ada Lima <ada.lima@contoso.com> Adalberta/Lima allowed'], ['columns']],
    [
      'F9',
      'name-and-surname',
      ['Jan Kowalski <jan.kowalski@contoso.com> Jan/Kowalski', 'Ewa Lis <ewa.lis@contoso.com> Ewa/Lis'],
      ['columns'],
    ],
    ['F9', 'home-and-work-mail', [ADA], ['columns']],
    ['F9', 'middle-name', [ADA, 'Bo Ek <bo.ek@contoso.com> Bo/Ek'], ['columns']],
    ['F9', 'french-personnel', ['Zoé Lefèvre <zoe.lefevre@contoso.com> Zoé/Lefèvre'], ['columns']],
    ['F9', 'preferred-first-name', ['Ada Lima <ada.lima@contoso.com> Adalberta/Lima'], ['columns']],
    ['F9', 'school-data-sync', ['Ada Lima <alima> Ada/Lima allowed'], ['columns']],
    [
      'F15',
      'dutch-tussenvoegsel',
      [
        'Jan van der Berg <jan.vanderberg@contoso.com> Jan/van der Berg',
        'Eva de Vries <eva.devries@contoso.com> Eva/de Vries',
      ],
      ['columns'],
    ],
    ['F14', 'rows-quoted-whole', [ADA, 'Bo Ek <bo.ek@contoso.com> Bo/Ek'], []],
    ['F14', 'contact-above-header', ['Ada Lima <ada.lima@contoso.com>'], []],
    ['F14', 'unquoted-text-formula', [ADA], []],
    ['F14', 'full-name-only', ['Ada Lima <?>', 'Björk <?>'], []],
    ['F4', 'swapped-names', ['Ada Lima <ada.lima@contoso.com>', 'Bo Ek <bo.ek@contoso.com>'], ['columns']],
  ])('%s: %s', async (_cause, file, people, asks) => {
    expect(await attachCase(file)).toMatchObject({ people, asks });
  });

  it('F6: 15 columns that are no template are asked about', async () => {
    expect((await attachCase('fifteen-own-columns')).asks).toEqual(['columns']);
  });

  it('F16: LDAP names have their places', async () => {
    expect((await attachCase('ldap-names')).more[0]).toMatchObject({
      city: 'Springfield',
      state: 'IL',
      country: 'United States',
    });
    const { more } = await text('Username,Display name,l,st', 'mia@contoso.com,Mia,Large,Stitched');
    expect(more).toEqual([{}]);
  });

  it('F14: a list of names only gets user names', async () => {
    expect((await attachCase('full-name-only')).findings).toEqual([
      '2 User name MISSING → ada.lima@contoso.com',
      '3 User name MISSING → bjork@contoso.com',
    ]);
    expect((await text('Full name', 'Ada Lima')).findings[0]).toContain('→ ada.lima@contoso.com');
  });

  it('F8: a kind of license is one', async () => {
    const { columns, findings } = await attachCase('snake-case');
    expect(columns).toEqual({});
    expect(findings.some((line) => line.includes('license'))).toBe(false);
  });
});

describe('F10: what is left when the names are certain', () => {
  it('is guessed, and then asked', async () => {
    const { more, asks, columns } = await text(
      'Username,Display name,Emploi,Secondary Email,Shoe size',
      'mia@contoso.com,Mia Berg,Nurse,mia@home.example,44',
    );
    expect(more).toEqual([{ jobTitle: 'Nurse', otherMails: 'mia@home.example' }]);
    expect(asks).toEqual(['columns']);
    expect(columns).toMatchObject({ Emploi: 'Job title', 'Secondary Email': 'Alternate email address' });
  });

  it('is neither the key of a database, nor a path, nor a home', async () => {
    const { more, asks } = await text(
      'Username,Display name,Id,orgUnitPath,Home city',
      'mia@contoso.com,Mia Berg,00000000-0000-4000-8000-000000000001,/Staff,Rome',
    );
    expect(more).toEqual([{}]);
    expect(asks).toEqual([]);
  });

  it.each([
    ['Turkish', 'Kullanıcı adı;Ad;Soyadı;Görünen ad;Bölüm;Şehir;Ülke'],
    ['Turkish in capitals', 'KULLANICI ADI;AD;SOYADI;GÖRÜNEN AD;BÖLÜM;ŞEHİR;ÜLKE'],
    ['Hungarian', 'Felhasználónév;Utónév;Vezetéknév;Megjelenítendő név;Osztály;Város;Ország'],
    ['Finnish', 'Käyttäjätunnus;Etunimi;Sukunimi;Näyttönimi;Osasto;Kaupunki;Maa'],
    ['Ukrainian', "Ім'я користувача;Ім'я;Прізвище;Відображуване ім'я;Відділ;Місто;Країна"],
    ['Russian', 'Имя пользователя;Имя;Фамилия;Отображаемое имя;Отдел;Город;Страна'],
    ['Greek', 'Όνομα χρήστη;Όνομα;Επώνυμο;Εμφανιζόμενο όνομα;Τμήμα;Πόλη;Χώρα'],
    ['Greek in capitals', 'ΌΝΟΜΑ ΧΡΉΣΤΗ;ΌΝΟΜΑ;ΕΠΏΝΥΜΟ;ΕΜΦΑΝΙΖΌΜΕΝΟ ΌΝΟΜΑ;ΤΜΉΜΑ;ΠΌΛΗ;ΧΏΡΑ'],
    ['Vietnamese', 'Tên đăng nhập;Tên;Họ;Tên hiển thị;Phòng ban;Thành phố;Quốc gia'],
    ['Hebrew', 'שם משתמש;שם פרטי;שם משפחה;שם תצוגה;מחלקה;עיר;מדינה'],
    ['Arabic', 'اسم المستخدم;الاسم الأول;اسم العائلة;اسم العرض;القسم;المدينة;البلد'],
    ['Polish', 'Nazwa użytkownika;Imię;Nazwisko;Nazwa wyświetlana;Dział;Miasto;Kraj'],
  ])('has nothing to ask in %s', async (_language, header) => {
    const shown = await text(header, 'mia@contoso.com;Mia;Berg;Mia B.;IT;Pécs;X');
    expect(shown.people).toEqual(['Mia B. <mia@contoso.com> Mia/Berg']);
    expect(shown.more).toEqual([{ department: 'IT', city: 'Pécs', country: 'X' }]);
    expect(shown.asks).toEqual([]);
  });

  it.each([
    ['Sähköposti,Etunimi,Sukunimi,Matkapuhelin', '+358 1'],
    ['E-posta,Ad,Soyad,Cep telefonu', '+90 1'],
    ['Електронна пошта,Імʼя,Прізвище,Мобільний телефон', '+380 1'],
    ['דוא"ל,שם פרטי,שם משפחה,נייד', '+972 1'],
    ['البريد الإلكتروني,الاسم الأول,اسم العائلة,الجوال', '+966 1'],
    ['Ηλεκτρονική διεύθυνση,Όνομα,Επώνυμο,Κινητό', '+30 1'],
  ])('finds mail addresses in %s', async (header, mobilePhone) => {
    const shown = await text(header, `mia@contoso.com,Mia,Berg,${mobilePhone}`);
    expect(shown.people).toEqual(['Mia Berg <mia@contoso.com> Mia/Berg']);
    expect(shown.more).toEqual([{ mobilePhone }]);
  });

  it.each([
    ['Uživatelské jméno;Zobrazované jméno;Město;Kraj;Země', { city: 'A', state: 'B', country: 'C' }],
    ['Nazwa użytkownika;Nazwa wyświetlana;Miasto;Województwo;Kraj', { city: 'A', state: 'B', country: 'C' }],
  ])('knows which "Kraj" is meant: %s', async (header, more) => {
    expect((await text(header, 'mia@contoso.com;Mia;A;B;C')).more).toEqual([more]);
  });
});

describe('F15: names in the order of their language', () => {
  it.each([
    ['姓,名,メール', '山田,太郎,t@contoso.com', '山田太郎'],
    ['성,이름,Email', '김,민수,t@contoso.com', '김민수'],
    ['Họ,Tên,Email', 'Nguyễn,Văn An,t@contoso.com', 'Nguyễn Văn An'],
    ['姓,名,Email', 'ヤマダ,タロウ,t@contoso.com', 'ヤマダ タロウ'],
    ['Vezetéknév,Keresztnév,Email', 'Kovács,Éva,t@contoso.com', 'Kovács Éva'],
  ])('%s: %s', async (header, line, name) => {
    expect((await text(header, line)).people[0]).toMatch(new RegExp(`^${name} <t@contoso\\.com>`));
  });
});

describe('F16: a user name in two columns', () => {
  it.each([
    ['Login,Domain,First name,Last name', 'mia,contoso.com,Mia,Berg'],
    ['Alias,UPN suffix,First name,Last name', 'mia,@contoso.com,Mia,Berg'],
    ['Username,Domain,First name,Last name', 'mia@contoso.com,fabrikam.com,Mia,Berg'],
  ])('is put together: %s', async (header, line) => {
    expect((await text(header, line)).people).toEqual(['Mia Berg <mia@contoso.com> Mia/Berg']);
  });
});

describe('F14: files of another form', () => {
  it.each([
    ['JSON', '{"users": [{"a": 1}]}'],
    ['a web page', '<html><body>Sign in</body></html>'],
    ['LDIF, a text export of a directory', 'dn: CN=Mia Berg,DC=contoso\nobjectClass: user'],
    ['a file of contacts or appointments', 'BEGIN:VCARD\nVERSION:3.0'],
    ['the screen output of a script', 'DisplayName       : Mia\nUserPrincipalName : mia@contoso.com'],
  ])('are called %s: %s', async (name, content) => {
    const { refused = '' } = await text(content);
    expect(refused.startsWith(`This is ${name}`)).toBe(true);
  });

  it.each([
    [
      'a header with commas over rows with semicolons',
      ['Username,First name,Display name', 'mia@contoso.com;Mia;"Berg; Mia"'],
      'Berg; Mia',
    ],
    [
      'a header with semicolons over rows with commas',
      ['Username;First name;Display name', 'mia@contoso.com,Mia,"Berg, Mia"'],
      'Berg, Mia',
    ],
    [
      'rows quoted whole, with semicolons',
      ['"Username;First name;Display name"', '"mia@contoso.com;Mia;""Berg; Mia"""'],
      'Berg; Mia',
    ],
    [
      'a quotation mark inside a value',
      ['Username,First name,Display name', 'mia@contoso.com,Mia,Mia "MB" Berg'],
      'Mia "MB" Berg',
    ],
  ])('are read: %s', async (_form, lines, name) => {
    expect((await text(...lines)).people).toEqual([`${name} <mia@contoso.com> Mia/`]);
  });

  it('are not every name with a comma', async () => {
    const { people } = await text('Display name,Email', '"Berg, Mia"', 'Bo Ek,bo@contoso.com');
    expect(people).toEqual(['Berg, Mia <?>', 'Bo Ek <bo@contoso.com>']);
  });
});

describe('F2: letters that may be wrong', () => {
  it.each([
    'czech-windows-1250',
    'japanese-shift-jis',
    'russian-windows-1251',
    'mac-roman',
    'code-page-850',
    'encoded-twice',
    'czech-latin-2',
  ])('are asked about before anybody is created: %s', async (file) => {
    expect((await attachCase(file)).asks).toContain('names');
  });

  it.each(['late-apostrophe', 'one-windows-1252-row'])('are not where they are certain: %s', async (file) => {
    const { people, asks } = await attachCase(file);
    expect(asks).toEqual([]);
    expect(people.some((person) => /O’Connor|Škoda/.test(person))).toBe(true);
  });

  it.each(['Sæþór Ölver', 'Ğ Üçüncü', 'Seán Ó hÉanaigh', 'Þóra Ýr Æsa', 'İbrahim Işık', 'Õie Mägi'])(
    'are nothing to ask about in %s, in UTF-8',
    async (name) => {
      const { asks, findings } = await text('Username,Display name', `mia@contoso.com,${name}`);
      expect({ asks, findings }).toEqual({ asks: [], findings: [] });
    },
  );

  it.each([
    ['Þóra Þráinsdóttir', []],
    ['Friðþjófur Árnason', []],
    ['Þorsteinn Ağalar'.replace('ğ', 'ð'), ['names']],
  ])('are Icelandic where an accent says so, in Windows-1252: %s', async (name, asks) => {
    const bytes = Buffer.from(`Username,Display name\nmia@contoso.com,${name}`, 'latin1');
    expect((await attachCase(bytes)).asks).toEqual(asks);
  });

  it('are said to be a guess where the header is asked about, which they may have made unreadable', async () => {
    const { asks, messages } = await attachCase('russian-own-headers');
    expect(asks).toEqual(['columns', 'names']);
    expect(messages.join(' ')).toContain('Cyrillic, which may be wrong');
  });
});
