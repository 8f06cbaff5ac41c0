import { describe, expect, it } from 'vitest';
import { attachCase } from './readCase.ts';

const text = (...lines: string[]) => attachCase(Buffer.from(lines.join('\n')));
const ADA = 'Ada Lima <ada.lima@contoso.com> Ada/Lima';
const CARE = { department: 'Care' };

/** Headers as the systems write them: their import templates and the columns of their standard reports. */
const EXPORTS: [system: string, header: string, line: string, person: string, more: object][] = [
  [
    'Personio, employee list',
    'First name,Last name,Preferred name,Email,Status,Position,Department,Office,Hire date,Personal email',
    'Ada,Lima,,ada.lima@contoso.com,active,Nurse,Care,Berlin,2026-01-01,ada@home.example',
    `${ADA} allowed`,
    { ...CARE, jobTitle: 'Nurse', officeLocation: 'Berlin', otherMails: 'ada@home.example' },
  ],
  [
    'Personio, in German',
    'Vorname;Nachname;Rufname;E-Mail;Status;Position;Abteilung;Standort;Private E-Mail;Personalnummer',
    'Ada;Lima;;ada.lima@contoso.com;Aktiv;Pflege;Care;Berlin;ada@home.example;0042',
    `${ADA} allowed`,
    {
      ...CARE,
      jobTitle: 'Pflege',
      officeLocation: 'Berlin',
      otherMails: 'ada@home.example',
      employeeId: '0042',
    },
  ],
  [
    'BambooHR, employee report',
    'Employee #,"Last Name, First Name",Job Title,Location,Department,Division,Work Email,Hire Date,Status',
    '42,"Lima, Ada",Nurse,Berlin,Care,North,ada.lima@contoso.com,2026-01-01,Active',
    `${ADA} allowed`,
    { ...CARE, employeeId: '42', jobTitle: 'Nurse', officeLocation: 'Berlin' },
  ],
  [
    'Workday, worker report',
    'Employee ID,Worker,Legal Name - First Name,Legal Name - Last Name,Business Title,Primary Work Email,Primary Home Email',
    '0042,Ada Lima,Ada,Lima,Nurse,ada.lima@contoso.com,ada@home.example',
    ADA,
    { employeeId: '0042', jobTitle: 'Nurse', otherMails: 'ada@home.example' },
  ],
  [
    'SAP SuccessFactors, user data file',
    'STATUS,USERID,USERNAME,FIRSTNAME,LASTNAME,EMAIL,DEPARTMENT,LOCATION',
    'Status,User ID,User Name,First Name,Last Name,Email,Department,Location\nactive,7,alima,Ada,Lima,ada.lima@contoso.com,Care,Berlin',
    `${ADA} allowed`,
    { ...CARE, officeLocation: 'Berlin' },
  ],
  [
    'DATEV LODAS',
    'Pers.-Nr.;Familienname;Vorname;Vorsatzwort;Abteilung;E-Mail-Adresse',
    '00042;Lima;Ada;;Care;ada.lima@contoso.com',
    ADA,
    { ...CARE, employeeId: '00042' },
  ],
  [
    'ADP Workforce Now',
    'Associate ID,Payroll Name,Legal First Name,Legal Last Name,Job Title Description,Work Contact: Work Email,Position Status',
    'ABC123,"Lima, Ada",Ada,Lima,Nurse,ada.lima@contoso.com,Active',
    `${ADA} allowed`,
    { employeeId: 'ABC123', jobTitle: 'Nurse' },
  ],
  [
    'Paychex Flex',
    'Worker ID,Employee Name,First Name,Middle Name,Last Name,Suffix,Organization Unit,Worker Status,Business Email,Personal Email',
    '42,"Lima, Ada",Ada,,Lima,,Care,Active,ada.lima@contoso.com,ada@home.example',
    `${ADA} allowed`,
    { ...CARE, employeeId: '42', otherMails: 'ada@home.example' },
  ],
  [
    'HiBob',
    'Display name,First name,Last name,Email,Job title,Department,Site,Lifecycle status,Personal email',
    'Ada Lima,Ada,Lima,ada.lima@contoso.com,Nurse,Care,Berlin,Employed,ada@home.example',
    `${ADA} allowed`,
    { ...CARE, jobTitle: 'Nurse', officeLocation: 'Berlin', otherMails: 'ada@home.example' },
  ],
  [
    'OneRoster 1.2, users.csv',
    'sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone',
    'u1,active,2026-01-01T00:00:00Z,true,alima,,Ada,Lima,,42,ada.lima@contoso.com,,',
    `${ADA} allowed`,
    {},
  ],
  [
    'PowerSchool, students',
    'Student_Number,Last_Name,First_Name,Middle_Name,Grade_Level,Home_Room,Student_Email,Guardian_Email,DOB',
    '42,Lima,Ada,,7,7A,ada.lima@contoso.com,mum@home.example,1/1/2013',
    ADA,
    {},
  ],
  [
    'SIMS, student list',
    'Surname,Forename,Legal Surname,Preferred Surname,Reg Group,UPN,Admission number,Primary Email',
    'Lima,Ada,Lima,Lima,7A,A123456789012,000042,ada.lima@contoso.com',
    ADA,
    {},
  ],
  [
    'Untis, teachers',
    'Name;Nachname;Vorname;Titel;Personalnummer;E-Mail;Geschlecht',
    'LIM;Lima;Ada;Dr.;0042;ada.lima@contoso.com;w',
    `Dr. ${ADA}`,
    { employeeId: '0042' },
  ],
  [
    'WebUntis, students',
    'name;longName;foreName;gender;birthDate;klasse.name;externKey;address.email',
    'LimaAda;Lima;Ada;W;01.01.2012;7a;x42;ada.lima@contoso.com',
    ADA,
    {},
  ],
  [
    'Pronote, students',
    'NOM;PRENOM;NE(E) LE;SEXE;CLASSE;EMAIL;RESPONSABLE LEGAL;EMAIL RESPONSABLE',
    'Lima;Ada;01/01/2013;F;5A;ada.lima@contoso.com;Lima Grace;grace@home.example',
    ADA,
    {},
  ],
  [
    'Magister',
    'Stamnr,Klas,Roepnaam,Tussenv,Achternaam,Geb.datum,E-mail',
    '42,1A,Ada,,Lima,01-01-2013,ada.lima@contoso.com',
    ADA,
    {},
  ],
  [
    'csvde',
    'DN,objectClass,cn,sn,givenName,displayName,sAMAccountName,userPrincipalName,department,userAccountControl,l',
    '"CN=Ada Lima,DC=contoso,DC=com",user,Ada Lima,Lima,Ada,Ada Lima,alima,ada.lima@contoso.com,Care,512,Berlin',
    `${ADA} allowed`,
    { ...CARE, city: 'Berlin' },
  ],
  [
    'Google Workspace, download of users',
    'First Name [Required],Last Name [Required],Email Address [Required],Org Unit Path [Required],Status [READ ONLY],Home Secondary Email,Work Phone,Employee ID,Department',
    'Ada,Lima,ada.lima@contoso.com,/,Active,ada@home.example,+49 30 1,42,Care',
    `${ADA} allowed`,
    { ...CARE, otherMails: 'ada@home.example', businessPhones: '+49 30 1', employeeId: '42' },
  ],
  [
    'Okta, users',
    'login,email,firstName,lastName,displayName,title,department,employeeNumber,mobilePhone,secondEmail,status',
    'ada.lima@contoso.com,ada.lima@contoso.com,Ada,Lima,Ada Lima,Nurse,Care,42,+49 170 1,ada@home.example,ACTIVE',
    `${ADA} allowed`,
    {
      ...CARE,
      jobTitle: 'Nurse',
      employeeId: '42',
      mobilePhone: '+49 170 1',
      otherMails: 'ada@home.example',
    },
  ],
  [
    'JumpCloud, users',
    'firstname,lastname,username,email,department,jobTitle,location,employeeIdentifier,state,suspended',
    'Ada,Lima,alima,ada.lima@contoso.com,Care,Nurse,Berlin,42,ACTIVATED,false',
    `${ADA} allowed`,
    { ...CARE, jobTitle: 'Nurse', officeLocation: 'Berlin', employeeId: '42' },
  ],
  [
    'Entra, download of users',
    'userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle,department,accountEnabled,usageLocation',
    'ada.lima@contoso.com,Ada Lima,Lima,ada.lima@contoso.com,Ada,0,Member,Nurse,Care,True,DE',
    `${ADA} allowed`,
    { ...CARE, jobTitle: 'Nurse', usageLocation: 'DE' },
  ],
];

/** Lists as a spreadsheet in other countries has them. */
const SPREADSHEETS: typeof EXPORTS = [
  [
    'French',
    'Matricule;Nom;Prénom;Courriel professionnel;Courriel personnel;Fonction;Service',
    '42;Lima;Ada;ada.lima@contoso.com;ada@home.example;Infirmière;Care',
    ADA,
    { ...CARE, employeeId: '42', otherMails: 'ada@home.example', jobTitle: 'Infirmière' },
  ],
  [
    'Spanish',
    'N.º empleado;Nombre;Primer apellido;Segundo apellido;Correo corporativo;Correo personal;Departamento',
    '42;Ada;Lima;Peña;ada.lima@contoso.com;ada@home.example;Care',
    'Ada Lima Peña <ada.lima@contoso.com> Ada/Lima Peña',
    { ...CARE, employeeId: '42', otherMails: 'ada@home.example' },
  ],
  [
    'Portuguese',
    'Matrícula;Nome completo;E-mail corporativo;E-mail pessoal;Cargo;Setor',
    '42;Ada Lima;ada.lima@contoso.com;ada@home.example;Enfermeira;Care',
    'Ada Lima <ada.lima@contoso.com>',
    { ...CARE, employeeId: '42', otherMails: 'ada@home.example', jobTitle: 'Enfermeira' },
  ],
  [
    'Italian',
    'Matricola;Cognome;Nome;E-mail aziendale;E-mail personale;Reparto',
    '42;Lima;Ada;ada.lima@contoso.com;ada@home.example;Care',
    ADA,
    { ...CARE, employeeId: '42', otherMails: 'ada@home.example' },
  ],
  [
    'Polish',
    'Nr ewidencyjny;Imię;Nazwisko;E-mail służbowy;E-mail prywatny;Dział',
    '42;Ada;Lima;ada.lima@contoso.com;ada@home.example;Care',
    ADA,
    { ...CARE, employeeId: '42', otherMails: 'ada@home.example' },
  ],
  [
    'Turkish',
    'Sicil No;Ad;Soyad;Kurumsal E-posta;Kişisel E-posta;Departman',
    '42;Ada;Lima;ada.lima@contoso.com;ada@home.example;Care',
    ADA,
    { ...CARE, employeeId: '42', otherMails: 'ada@home.example' },
  ],
  [
    'Japanese',
    '従業員コード,氏名,フリガナ,部署名,役職名,会社メールアドレス',
    '42,山田 太郎,ヤマダ タロウ,営業部,課長,taro@contoso.com',
    '山田 太郎 <taro@contoso.com>',
    { department: '営業部', employeeId: '42', jobTitle: '課長' },
  ],
];

describe('F16: what systems of staff, schools and directories write', () => {
  it.each([...EXPORTS, ...SPREADSHEETS])('%s', async (_system, header, line, person, more) => {
    const shown = await text(header, line);
    expect(shown.people).toEqual([person]);
    expect(shown.more).toEqual([more]);
    expect(shown.findings).toEqual([]);
  });

  it('has families in it, who are no newcomers, and are named', async () => {
    const { people, skipped } = await text(
      'sourcedId,role,username,givenName,familyName,email',
      'u1,student,alima,Ada,Lima,ada.lima@contoso.com',
      'u2,parent,glima,Grace,Lima,grace@home.example',
    );
    expect(people).toEqual([ADA]);
    expect(skipped).toEqual([expect.stringMatching(/^3 is a family member \(parent\) and was skipped/)]);
  });

  it.each([
    ['Team email', 'ada.lima@contoso.com'],
    ['Old_email', 'ada.lima@contoso.com'],
    ['invoiceEmail', 'ada.lima@contoso.com'],
    ['Email', 'reception@contoso.com'],
    ['Email', ''],
  ])('keeps a sign-in name beside %s with %s', async (header, address) => {
    const { people } = await text(
      `username,first_name,last_name,${header}`,
      `alima,Ada,Lima,${address}`,
      'bek,Bo,Ek,bo.ek@contoso.com',
      ...(address.startsWith('reception') ? ['coz,Cy,Oz,reception@contoso.com'] : []),
    );
    expect(people[0]).toBe('Ada Lima <alima> Ada/Lima');
  });

  it('keeps a sign-in name where the address beside it is a private one', async () => {
    const { people, findings } = await text(
      'username,email,first_name,last_name',
      'alima,ada@gmail.com,Ada,Lima',
    );
    expect(people).toEqual(['Ada Lima <alima> Ada/Lima']);
    expect(findings).toEqual(['2 username USER_NAME_INVALID → alima@contoso.com']);
  });
});

describe('F4: whoever shares a user name with somebody else', () => {
  it('gets the one of their own names where it is free', async () => {
    const { findings } = await text(
      'Username,First name,Last name,Display name',
      'kim.lo@contoso.com,Kim,Lo,Kim Lo',
      'kim.lo@contoso.com,Kim,Loo,Kim Loo',
    );
    expect(findings).toEqual(['3 Username DUPLICATE → kim.loo@contoso.com']);
  });
});
