import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { attachCase } from './readCase.ts';

interface Export {
  /** The system, and where its columns are written down. */
  from: string;
  lines: string[];
  people: string[];
  /** What else is read of the first person. */
  more: object;
  skipped?: RegExp;
  encoding?: string;
}

/** What personnel, school and directory systems export, with the names of people who work in many countries. */
const EXPORTS: Export[] = [
  {
    from: 'Moodle, users to upload: docs.moodle.org "Upload users"',
    lines: [
      'username,password,firstname,lastname,email,lang,city,country,cohort1',
      'jmuller,secret-1,Jürgen,Müller,juergen.mueller@contoso.com,de,Köln,DE,teachers',
      'smith.k,secret-2,Kim,Smith,kim.smith@contoso.com,en,Bonn,DE,teachers',
    ],
    people: [
      'Jürgen Müller <juergen.mueller@contoso.com> Jürgen/Müller',
      'Kim Smith <kim.smith@contoso.com> Kim/Smith',
    ],
    more: { city: 'Köln', country: 'DE' },
  },
  {
    from: 'Clever, teachers.csv: support.clever.com "SFTP specifications"',
    lines: [
      'School_id,Teacher_id,Teacher_number,State_teacher_id,Teacher_email,First_name,Middle_name,Last_name,Title,Username,Password',
      '10,1001,T1,S1,mary.ortega@contoso.com,Mary Ann,Q,Ortega-Smith,Math Teacher,mortega,secret-1',
      "10,1002,T2,S2,deandre.stclair@contoso.com,De'Andre,,St. Clair,,dstclair,secret-2",
    ],
    people: [
      'Mary Ann Ortega-Smith <mary.ortega@contoso.com> Mary Ann/Ortega-Smith',
      "De'Andre St. Clair <deandre.stclair@contoso.com> De'Andre/St. Clair",
    ],
    more: { jobTitle: 'Math Teacher' },
  },
  {
    from: 'Slack, list of members',
    lines: [
      'username,email,status,billing-active,has-2fa,has-sso,userid,fullname,displayname,expiration-timestamp',
      'ada,ada.lima@contoso.com,Member,1,1,0,U1,Ada Lima,ada,',
      'bo,bo.ek@contoso.com,Deactivated,0,0,0,U2,Bo Ek,bo,',
      'giphy,giphy@contoso.com,Bot,0,0,0,U3,giphy,giphy,',
    ],
    people: ['Ada Lima <ada.lima@contoso.com> allowed', 'Bo Ek <bo.ek@contoso.com> blocked'],
    more: {},
    skipped: /^4 is not a person \(Bot\)/,
  },
  {
    from: 'Outlook, contacts in German',
    lines: [
      '"Anrede","Vorname","Weitere Vornamen","Nachname","Suffix","Firma","Abteilung","Position","Straße geschäftlich","Ort geschäftlich","Region geschäftlich","Postleitzahl geschäftlich","Straße privat","Ort privat","Telefon geschäftlich","Telefon privat","Mobiltelefon","E-Mail-Adresse","E-Mail-Typ","E-Mail: Angezeigter Name"',
      '"Frau","Käthe","","Groß","","Contoso","Pflege","Leitung","Hauptstr. 5","Köln","NRW","50667","Nebenstr. 1","Bonn","+49 221 1","+49 228 1","+49 170 1","kaethe.gross@contoso.com","SMTP","Käthe Groß (kaethe.gross@contoso.com)"',
    ],
    people: ['Käthe Groß <kaethe.gross@contoso.com> Käthe/Groß'],
    more: {
      department: 'Pflege',
      jobTitle: 'Leitung',
      streetAddress: 'Hauptstr. 5',
      city: 'Köln',
      state: 'NRW',
      postalCode: '50667',
      businessPhones: '+49 221 1',
      mobilePhone: '+49 170 1',
    },
    encoding: 'windows-1252',
  },
  {
    from: 'Outlook, contacts in French',
    lines: [
      '"Titre","Prénom","Nom","Suffixe","Société","Service","Rue (bureau)","Ville (bureau)","Dép/Région (bureau)","Code postal (bureau)","Rue (domicile)","Ville (domicile)","Téléphone (bureau)","Téléphone (domicile)","Tél. mobile","Adresse de messagerie","Type de messagerie","Nom complet de l\'adresse de messagerie"',
      '"M.","François","L\'Écuyer","","Contoso","Soins","5 rue Haute","Lyon","Rhône","69001","1 rue Basse","Paris","+33 4 1","+33 1 1","+33 6 1","francois.lecuyer@contoso.com","SMTP","François L\'Écuyer (francois.lecuyer@contoso.com)"',
    ],
    people: ["François L'Écuyer <francois.lecuyer@contoso.com> François/L'Écuyer"],
    more: {
      department: 'Soins',
      streetAddress: '5 rue Haute',
      city: 'Lyon',
      state: 'Rhône',
      postalCode: '69001',
      businessPhones: '+33 4 1',
      mobilePhone: '+33 6 1',
    },
    encoding: 'windows-1252',
  },
  {
    from: 'ASV, pupils of Bavaria',
    lines: [
      'Familienname;Namensbestandteil vorangestellt;Vornamen;Rufname;Klasse;E-Mail',
      'Heide;von der;Bernd Georg;Bernd;7a;bernd.vonderheide@contoso.com',
    ],
    people: ['Bernd von der Heide <bernd.vonderheide@contoso.com> Bernd Georg/von der Heide'],
    more: {},
  },
  {
    from: 'UKG Pro, employees',
    lines: [
      'Employee Number,Last Name,First Name,Preferred Name,Email Address,Primary Job,Location,Supervisor Name,Employment Status',
      '000042,Lima,Adalberta,Ada,ada.lima@contoso.com,Nurse,Boston,"Hop, Grace",A - Active',
      '000043,Ek,Bo,,bo.ek@contoso.com,Cook,Boston,"Hop, Grace",T - Terminated',
    ],
    people: [
      'Ada Lima <ada.lima@contoso.com> Adalberta/Lima allowed',
      'Bo Ek <bo.ek@contoso.com> Bo/Ek blocked',
    ],
    more: { employeeId: '000042', jobTitle: 'Nurse', officeLocation: 'Boston' },
  },
  {
    from: 'SAP HCM, list of employees in German',
    lines: [
      'Pers.Nr.;Nachname;Vorname;Organisationseinheit;Planstelle;E-Mail-Adresse',
      '00000042;Lima;Ada;Pflege;Pflegekraft;ada.lima@contoso.com',
    ],
    people: ['Ada Lima <ada.lima@contoso.com> Ada/Lima'],
    more: { employeeId: '00000042', department: 'Pflege', jobTitle: 'Pflegekraft' },
  },
  {
    from: 'SmartHR: help.claris.com/ja/connect-reference/content/smarthr.html',
    lines: [
      '社員番号,姓,名,姓 (ヨミガナ),名 (ヨミガナ),メールアドレス,入社年月日,退職年月日,在籍状況,部署,役職',
      '0042,髙橋,﨑子,タカハシ,サキコ,saki@contoso.com,2026/12/01,,在籍中,営業部,課長',
      '0043,渡邉,一郎,ワタナベ,イチロウ,ichi@contoso.com,2020/12/01,2026/10/31,退職済,営業部,',
    ],
    people: [
      '髙橋﨑子 <saki@contoso.com> 﨑子/髙橋 allowed',
      '渡邉一郎 <ichi@contoso.com> 一郎/渡邉 blocked',
    ],
    more: { employeeId: '0042', department: '営業部', jobTitle: '課長' },
    encoding: 'cp932',
  },
  {
    from: 'Okta, users to import',
    lines: [
      'login,firstName,lastName,honorificPrefix,email,title,displayName,secondEmail,primaryPhone,streetAddress,city,state,zipCode,countryCode,preferredLanguage,employeeNumber',
      'ada.lima@contoso.com,Ada,Lima,Dr.,ada.lima@contoso.com,Nurse,Ada Lima,ada@home.example,+49221,Main St 5,Boston,MA,02108,US,en,42',
    ],
    people: ['Ada Lima <ada.lima@contoso.com> Ada/Lima'],
    more: {
      jobTitle: 'Nurse',
      otherMails: 'ada@home.example',
      businessPhones: '+49221',
      streetAddress: 'Main St 5',
      city: 'Boston',
      state: 'MA',
      postalCode: '02108',
      country: 'US',
      employeeId: '42',
    },
  },
  {
    from: 'HR-ON, employees in Danish',
    lines: [
      'Medarbejdernr.;Fornavn;Efternavn;Arbejds-e-mail;Privat e-mail;Afdeling;Stilling;Arbejdstelefon',
      '42;Søren;Ærø;soeren.aeroe@contoso.com;soren@home.example;Pleje;Sygeplejerske;+45 1',
    ],
    people: ['Søren Ærø <soeren.aeroe@contoso.com> Søren/Ærø'],
    more: {
      employeeId: '42',
      otherMails: 'soren@home.example',
      department: 'Pleje',
      jobTitle: 'Sygeplejerske',
      businessPhones: '+45 1',
    },
  },
  {
    from: 'Zucchetti, employees in Italian',
    lines: [
      'Codice dipendente;Cognome;Nome;Codice fiscale;Reparto;Mansione;E-mail aziendale',
      "0042;D'Amico;Niccolò;DMCNCL80A01H501X;Cura;Infermiere;niccolo.damico@contoso.com",
    ],
    people: ["Niccolò D'Amico <niccolo.damico@contoso.com> Niccolò/D'Amico"],
    more: { employeeId: '0042', department: 'Cura', jobTitle: 'Infermiere' },
  },
  {
    from: 'Eurécia, employees in French, all with a particle',
    lines: [
      "Matricule;Civilité;Nom;Prénom;Adresse email;Intitulé de poste;Date d'entrée",
      '42;Mme;Le Bœuf;Anne-Cécile;ac.leboeuf@contoso.com;Infirmière;01/12/2026',
      '43;M.;DE LA TOUR;Élie;elie.delatour@contoso.com;Médecin;01/12/2026',
    ],
    people: [
      'Anne-Cécile Le Bœuf <ac.leboeuf@contoso.com> Anne-Cécile/Le Bœuf',
      'Élie DE LA TOUR <elie.delatour@contoso.com> Élie/DE LA TOUR',
    ],
    more: { employeeId: '42', jobTitle: 'Infirmière' },
  },
  {
    from: 'KRÉTA, teachers of Hungary',
    lines: [
      'Név;Osztály;E-mail cím',
      'Szabóné Kiss Erzsébet;Gondozás;erzsebet@contoso.com',
      'Nagy Anna Mária;Gondozás;anna@contoso.com',
    ],
    people: [
      'Szabóné Kiss Erzsébet <erzsebet@contoso.com> Erzsébet/Szabóné Kiss',
      'Nagy Anna Mária <anna@contoso.com> Anna Mária/Nagy',
    ],
    more: { department: 'Gondozás' },
  },
  {
    from: 'Noor, pupils of Saudi Arabia',
    lines: ['م,اسم الطالب,الصف,البريد الإلكتروني', '1,فاطمة آل سعيد,السابع,fatima@contoso.com'],
    people: ['فاطمة آل سعيد <fatima@contoso.com>'],
    more: {},
  },
  {
    from: 'JumpCloud, template: github.com/TheJumpCloud/support wiki "New-JCImportTemplate"',
    lines: [
      'FirstName,LastName,Username,Email,Password,department,work_streetAddress,work_locality,work_postalCode,work_country,mobile_number,work_number,alternateEmail',
      'Ada,Lima,alima,ada.lima@contoso.com,secret-1,Care,5 Main St,Boston,02108,US,617-1,617-2,ada@home.example',
    ],
    people: ['Ada Lima <ada.lima@contoso.com> Ada/Lima'],
    more: {
      department: 'Care',
      streetAddress: '5 Main St',
      city: 'Boston',
      postalCode: '02108',
      country: 'US',
      mobilePhone: '617-1',
      businessPhones: '617-2',
      otherMails: 'ada@home.example',
    },
  },
  {
    from: 'Oracle IDCS: docs.oracle.com/en-us/iaas "Column Header User Attributes"',
    lines: [
      'User ID,Last Name,First Name,Work Email,Home Email,User Type,Active,Work Address Street,Work Address Locality,Work Address Region,Work Address Postal Code,Work Address Country,Home Address Street,Work Phone,Mobile No,Title,Department,Employee Number',
      'ada.lima@contoso.com,Lima,Ada,ada.lima@contoso.com,ada@home.example,Employee,True,5 Main St,Boston,MA,02108,US,1 Side St,617-1,617-2,Nurse,Care,42',
    ],
    people: ['Ada Lima <ada.lima@contoso.com> Ada/Lima allowed'],
    more: {
      otherMails: 'ada@home.example',
      streetAddress: '5 Main St',
      city: 'Boston',
      state: 'MA',
      postalCode: '02108',
      country: 'US',
      businessPhones: '617-1',
      mobilePhone: '617-2',
      jobTitle: 'Nurse',
      department: 'Care',
      employeeId: '42',
    },
  },
  {
    from: 'ADP Workforce Now, employees',
    lines: [
      'Company Code,File #,Payroll Name,Legal First Name,Legal Last Name,Generation Suffix Code,Position Status,Job Title Description,Work Contact: Work Email',
      'ABC,004322,"Smith, John Jr",John,Smith,Jr,Active,Driver,john.smith@contoso.com',
    ],
    people: ['John Smith Jr <john.smith@contoso.com> John/Smith allowed'],
    more: { employeeId: '004322', jobTitle: 'Driver' },
  },
  {
    from: 'Arbor, staff',
    lines: [
      'Staff ID,Title,Legal first name,Legal last name,Preferred first name,Staff member,Email address,Job titles,Business role,Current staff member',
      '12,Mrs,Adalberta,Lima,Ada,Mrs Ada Lima,ada.lima@contoso.com,Teacher of Maths,Teacher,Yes',
      '13,Mr,Timothy,Old,Tim,Mr Tim Old,tim.old@contoso.com,Cleaner,Support,No',
    ],
    people: [
      'Ada Lima <ada.lima@contoso.com> Adalberta/Lima allowed',
      'Tim Old <tim.old@contoso.com> Timothy/Old blocked',
    ],
    more: { employeeId: '12', jobTitle: 'Teacher of Maths' },
  },
  {
    from: 'ServiceNow, requests',
    lines: [
      'number,opened_by,u_first_name,u_last_name,u_email,u_title,state',
      'RITM001,HR Bot,Ada,Lima,ada.lima@contoso.com,Analyst,Work in Progress',
    ],
    people: ['Ada Lima <ada.lima@contoso.com> Ada/Lima'],
    more: { jobTitle: 'Analyst' },
  },
  {
    from: 'Factorial, employees in Spanish',
    lines: [
      'Nombre;Apellidos;Correo electrónico;NIF;Puesto;Equipo;Centro de trabajo',
      'María José;García de la Vega;mjg@contoso.com;12345678Z;Técnica;IT;Sevilla',
    ],
    people: ['María José García de la Vega <mjg@contoso.com> María José/García de la Vega'],
    more: { jobTitle: 'Técnica', department: 'IT', officeLocation: 'Sevilla' },
    encoding: 'windows-1252',
  },
  {
    from: 'GitLab, members: gitlab.com/gitlab-org/gitlab/-/merge_requests/170889',
    lines: [
      'Name,Username,Email,Path,Type,Membership type,Membership status,Access granted',
      "Tameika O'Donnelly,bruno,tameika@contoso.com,x,Group,direct,approved,2024-12-05T03:32:11Z",
    ],
    people: ["Tameika O'Donnelly <tameika@contoso.com>"],
    more: {},
  },
  {
    from: 'Yeastar, contacts: help.yeastar.com "Contacts Parameters"',
    lines: [
      'First Name,Last Name,Company Name,Email,Business Number,Business Fax,Mobile,Home,ZIP Code,Street,City',
      'Ada,Lima,Contoso,ada.lima@contoso.com,030-1,030-2,0170-1,030-9,10115,Main St 5,Berlin',
    ],
    people: ['Ada Lima <ada.lima@contoso.com> Ada/Lima'],
    more: {
      businessPhones: '030-1',
      faxNumber: '030-2',
      mobilePhone: '0170-1',
      postalCode: '10115',
      streetAddress: 'Main St 5',
      city: 'Berlin',
    },
  },
  {
    from: 'A payroll of Mexico',
    lines: [
      'No. Empleado,Nombre(s),Apellido Paterno,Apellido Materno,RFC,Puesto,Correo Institucional,Correo Personal,Estatus',
      '0042,María de los Ángeles,Peña,Nieto,PENM,Enfermera,maria.pena@contoso.com,maria@home.example,ACTIVO',
      '0043,José,López,,LOPJ,Médico,jose.lopez@contoso.com,,BAJA',
    ],
    people: [
      'María de los Ángeles Peña Nieto <maria.pena@contoso.com> María de los Ángeles/Peña Nieto allowed',
      'José López <jose.lopez@contoso.com> José/López blocked',
    ],
    more: { employeeId: '0042', jobTitle: 'Enfermera', otherMails: 'maria@home.example' },
  },
  {
    from: 'An office in Korea',
    lines: [
      '사번,직원명,직급,부서,회사 이메일,휴대폰,재직상태',
      '0042,김민수,과장,영업부,minsu@contoso.com,010-1,재직',
      '0043,이하나,,영업부,hana@contoso.com,,퇴사',
    ],
    people: ['김민수 <minsu@contoso.com> allowed', '이하나 <hana@contoso.com> blocked'],
    more: { employeeId: '0042', jobTitle: '과장', department: '영업부', mobilePhone: '010-1' },
  },
  {
    from: 'An office in China',
    lines: [
      '工号,员工姓名,岗位,部门,公司邮箱,手机号码,在职状态',
      '0042,王小明,工程师,研发部,xm@contoso.com,138,在职',
      '0043,欧阳娜娜,,研发部,nn@contoso.com,,已离职',
    ],
    people: ['王小明 <xm@contoso.com> allowed', '欧阳娜娜 <nn@contoso.com> blocked'],
    more: { employeeId: '0042', jobTitle: '工程师', department: '研发部', mobilePhone: '138' },
  },
  {
    from: 'An office in Indonesia',
    lines: [
      'NIP,Nama Lengkap,Jabatan,Departemen,Email Kantor,No. HP',
      '42,Suharto,Perawat,Perawatan,suharto@contoso.com,0812',
    ],
    people: ['Suharto <suharto@contoso.com>'],
    more: { jobTitle: 'Perawat', department: 'Perawatan', mobilePhone: '0812' },
  },
];

describe('F16: exports of more systems, with ordinary people of many countries', () => {
  it.each(EXPORTS)('$from', async ({ lines, people, more, skipped, encoding = 'utf8' }) => {
    const shown = await attachCase(iconv.encode(lines.join('\r\n'), encoding));
    expect(shown.people).toEqual(people);
    expect(shown.more[0]).toEqual(more);
    if (skipped !== undefined) expect(shown.skipped).toContainEqual(expect.stringMatching(skipped));
  });
});

describe('F9: "Name" beside a first name', () => {
  it.each([
    ['Name;Vorname', 'von der Heide;Bo', 'Bo von der Heide <?> Bo/von der Heide'],
    ['Nom;Prénom', 'García Márquez;Inés', 'Inés García Márquez <?> Inés/García Márquez'],
    ['Name;First name', 'Robert Berg;Bob', 'Robert Berg <?> Bob/'],
  ])('%s: %s', async (header, line, person) => {
    expect((await attachCase(Buffer.from(`${header}\n${line}`))).people).toEqual([person]);
  });
});

describe('F12: a status with a code before it, or a word behind it', () => {
  it.each([
    ['A - Active', ' allowed'],
    ['T - Terminated', ' blocked'],
    ['Terminated employee', ' blocked'],
    ['Active - Full time', ' allowed'],
    ['Part-time', ' allowed'],
    ['Nurse - Active', ''],
  ])('%s', async (status, signIn) => {
    const { people } = await attachCase(
      Buffer.from(
        `Display name,Email,Employment status\nBo Ek,bo@contoso.com,${status}\nAda,a@contoso.com,Active`,
      ),
    );
    expect(people[0]).toBe(`Bo Ek <bo@contoso.com>${signIn}`);
  });
});

describe('F16: whose number it is', () => {
  it.each([
    'Κωδικός εργαζομένου',
    'Служебен номер',
    'Matični broj',
    'Osobné číslo',
    'Töötaja nr',
    'Núm. empleat',
    'No employé',
    'Works No',
    'No. Pekerja',
    'Personeelsnr',
  ])('%s is an employee ID', async (header) => {
    const { more } = await attachCase(
      Buffer.from(`First name;Last name;Email;${header}\nAda;Lima;ada@contoso.com;0042`),
    );
    expect(more).toEqual([{ employeeId: '0042' }]);
  });

  it.each(['Room no', 'Employee manager id', 'Staff code of conduct'])('%s is none', async (header) => {
    const { more } = await attachCase(
      Buffer.from(`First name;Last name;Email;${header}\nAda;Lima;ada@contoso.com;0042`),
    );
    expect(more[0]?.employeeId).toBeUndefined();
  });
});

describe('F9: a name under words for whose it is', () => {
  it.each([
    'Elevens namn',
    'Nome do colaborador',
    'Nominativo',
    'Mitarbeitername',
    'Medarbejdernavn',
    'Työntekijän nimi',
    'Resource Name',
    'Nama',
  ])('%s is the whole one', async (header) => {
    const { people } = await attachCase(Buffer.from(`${header};E-Mail\nAda Lima;ada.lima@contoso.com`));
    expect(people).toEqual(['Ada Lima <ada.lima@contoso.com>']);
  });

  it.each([
    ['Tanuló neve', 'Lima Ada', 'Ada/Lima'],
    ['ФИО сотрудника', 'Лима Ада', 'Ада/Лима'],
  ])('%s has the last name first', async (header, name, parts) => {
    const { people } = await attachCase(Buffer.from(`${header};E-Mail\n${name};ada.lima@contoso.com`));
    expect(people).toEqual([`${name} <ada.lima@contoso.com> ${parts}`]);
  });

  it('is told by the address behind it below any header', async () => {
    const { people } = await attachCase(Buffer.from('To;Dept\nAda Lima <ada.lima@contoso.com>;IT'));
    expect(people).toEqual(['Ada Lima <ada.lima@contoso.com>']);
  });
});
