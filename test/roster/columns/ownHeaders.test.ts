import { describe, expect, it } from 'vitest';
import { read, readFixture, refusalOf } from '../reading.ts';

/** The header cell each value was read from, and whether somebody has to agree. */
async function mappingOf(header: string, delimiter = ','): Promise<Record<string, string>> {
  const { mapping = [] } = await read(`${header}\n${'x'}${delimiter}y`);
  return Object.fromEntries(
    mapping.map(({ column, readAs, guessed }) => [column, guessed ? `${readAs}?` : readAs]),
  );
}

describe('headers in other languages', () => {
  it.each([
    ['German', 'Benutzername;Anzeigename;Vorname;Nachname;Abteilung;Straße;PLZ;Ort;Land;Handy'],
    [
      'French',
      "Nom d'utilisateur;Nom complet;Prénom;Nom de famille;Département;Rue;Code postal;Ville;Pays;Portable",
    ],
    [
      'Spanish',
      'Nombre de usuario;Nombre completo;Primer nombre;Apellidos;Departamento;Dirección;Código postal;Ciudad;País;Móvil',
    ],
    ['Italian', 'Nome utente;Nome completo;First name;Cognome;Reparto;Indirizzo;CAP;Città;Paese;Cellulare'],
    [
      'Dutch',
      'Gebruikersnaam;Weergavenaam;Voornaam;Achternaam;Afdeling;Straat;Postcode;Woonplaats;Land;Mobiel',
    ],
    [
      'Polish',
      'Nazwa użytkownika;Nazwa wyświetlana;Imię;Nazwisko;Dział;Ulica;Kod pocztowy;Miasto;Kraj;Telefon komórkowy',
    ],
  ])('are certain in %s', async (_language, header) => {
    const { rows, mapping, findings } = await read(`${header}\na@contoso.com;B;C;D;E;F;G;H;I;+49 170 1`);
    expect(mapping).toBeUndefined();
    expect(findings).toEqual([]);
    expect(rows[0]?.person).toEqual({
      userPrincipalName: 'a@contoso.com',
      displayName: 'B',
      givenName: 'C',
      surname: 'D',
      department: 'E',
      streetAddress: 'F',
      postalCode: 'G',
      city: 'H',
      country: 'I',
      mobilePhone: '+49 170 1',
    });
  });

  it.each([
    ['German', 'Benutzername;Anzeigename;Lizenzen;Gruppen;Vorgesetzter'],
    ['French', "Nom d'utilisateur;Nom complet;Licences;Groupes;Supérieur hiérarchique"],
    ['Spanish', 'Nombre de usuario;Nombre completo;Licencias;Grupos;Jefe'],
    ['Polish', 'Nazwa użytkownika;Nazwa wyświetlana;Licencje;Grupy;Przełożony'],
    ['Japanese', 'ユーザー名;表示名;ライセンス;グループ;上司'],
  ])('name licenses, groups and manager in %s', async (_language, header) => {
    const { rows, findings } = await read(`${header}\na@contoso.com;B;E3|P1;All staff;c@contoso.com`);
    expect(findings).toEqual([]);
    expect(rows[0]?.own).toEqual({
      licenses: ['E3', 'P1'],
      groups: ['All staff'],
      manager: 'c@contoso.com',
    });
  });

  it.each([
    [
      'French',
      "Nom d'utilisateur,Prénom,Nom,Nom complet,Fonction,Service,Numéro de bureau,Téléphone (bureau),Téléphone mobile,Télécopie,Adresse,Ville,Département ou région,Code postal,Pays ou région",
    ],
    [
      'Japanese',
      'ユーザー名,名,姓,表示名,役職,部署,事業所番号,会社電話,携帯電話,FAX,番地,市区町村,都道府県,郵便番号,国または地域',
    ],
    [
      'Spanish',
      'Nombre de usuario,Nombre,Apellidos,Nombre para mostrar,Puesto,Departamento,Número del trabajo,Teléfono del trabajo,Teléfono móvil,Número de fax,Dirección,Ciudad,Estado o provincia,Código postal,País o región',
    ],
    [
      'Polish',
      'Nazwa użytkownika,Imię,Nazwisko,Nazwa wyświetlana,Stanowisko,Dział,Numer biura,Telefon w biurze,Telefon komórkowy,Numer faksu,Adres,Miejscowość,Województwo,Kod pocztowy,Kraj lub region',
    ],
    [
      'Chinese',
      '用户名,名字,姓氏,显示名称,职务,部门,办公室号码,办公室电话,移动电话,传真号码,地址,城市,省/自治区/直辖市,邮政编码,国家或地区',
    ],
  ])("stand in the template's order in %s", async (_language, header) => {
    const { template, rows, mapping } = await read(`${header}\na@contoso.com,B,C,D,E,F,G,H,I,J,K,L,M,N,O`);
    expect(template).toBe('Microsoft 365 template');
    expect(mapping).toBeUndefined();
    expect(rows[0]?.person).toMatchObject({
      givenName: 'B',
      displayName: 'D',
      officeLocation: 'G',
      country: 'O',
    });
  });

  it("win over the template's order when they tell another one", async () => {
    const header = 'Anzeigename,Benutzername,Vorname,Nachname,a,b,c,d,e,f,g,h,i,j,k,l';
    const { template, rows } = await read(`${header}\nAda Lima,ada@contoso.com,Ada,Lima`);
    expect(template).toBe('Own columns');
    expect(rows[0]?.person.displayName).toBe('Ada Lima');
  });
});

describe('headers that may mean another thing', () => {
  it('are read by a guess that names every column', async () => {
    expect(await mappingOf('E-mail,Name,Vorname,Start date')).toEqual({
      'E-mail': 'User name?',
      Name: 'Last name?',
      Vorname: 'First name',
      '': 'Display name, made from first and last name?',
    });
    expect(await mappingOf('Email address,Full name,Job')).toEqual({
      'Email address': 'User name?',
      'Full name': 'Display name',
      Job: 'Job title?',
    });
  });

  it('are found inside longer ones, unless they are about somebody else', async () => {
    expect(
      await mappingOf(
        'Employee first name,Employee last name,Work e-mail,Manager e-mail,Emergency e-mail,Town/City',
      ),
    ).toEqual({
      'Employee first name': 'First name?',
      'Employee last name': 'Last name?',
      'Work e-mail': 'User name?',
      'Manager e-mail': 'Manager',
      'Town/City': 'City?',
      '': 'Display name, made from first and last name?',
    });
  });

  it('may leave the user names to Rollcall', async () => {
    const { rows, mapping } = await read('First name,Last name,Department\nAda,Lima,IT');
    expect(rows[0]?.person).toMatchObject({ displayName: 'Ada Lima', department: 'IT' });
    expect(mapping?.filter(({ column }) => column === '').map(({ readAs }) => readAs)).toEqual([
      'Display name, made from first and last name',
      'User name, suggested from the name',
    ]);
  });

  it('are read from a file of a personnel office', async () => {
    const { template, rows, findings, mapping } = await readFixture('own-german-personnel.csv');
    expect(template).toBe('Own columns');
    expect(mapping?.filter(({ guessed }) => guessed).map(({ column }) => column)).toEqual(['E-Mail', '']);
    expect(rows.map(({ person }) => person.displayName)).toEqual(['Jürgen Groß', 'Zoë Müller-Lüdenscheidt']);
    expect(findings.map(({ code, column }) => `${code} ${column}`)).toEqual([
      'ENCODING_WINDOWS_1252 ',
      'ROW_SKIPPED ',
      'ROW_SKIPPED ',
      'COLUMN_IGNORED Eintritt',
      'COLUMN_IGNORED Kostenstelle',
    ]);
  });

  it.each([
    'Name,Price,Stock',
    'Product,Town',
    'E-mail,Subject',
    'Manager name,Manager e-mail',
    'Username,City',
  ])('are not enough in %j', async (header) => {
    expect((await refusalOf(`${header}\nx,y,z`)).code).toBe('FILE_HEADER_UNKNOWN');
  });

  it('ask nobody where the needed columns are certain', async () => {
    const { mapping, findings } = await read(
      'Username,Display name,Work e-mail\nada@contoso.com,Ada,a@b.example',
    );
    expect(mapping).toBeUndefined();
    expect(findings).toMatchObject([{ code: 'COLUMN_IGNORED', column: 'Work e-mail' }]);
  });
});
