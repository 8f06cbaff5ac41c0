import type { OwnColumn, PersonProperty } from '../../domain/terms.ts';

/** Parts of a surname that some countries keep in columns of their own: `van der`, and the mother's. */
export type NamePart = 'surnamePrefix' | 'secondSurname';

type Words<Meaning extends string> = Readonly<Partial<Record<Meaning, string>>>;

/**
 * What people write over their columns in other languages, where it can mean nothing else. Blank-separated, without
 * accents, blanks and punctuation, as {@link foldHeader} leaves a header.
 */
export const FOREIGN_NAMES: Words<PersonProperty | OwnColumn | NamePart> = {
  surnamePrefix:
    'tussenvoegsel tussenvoegsels tussenv voorvoegsel voorvoegsels surnameprefix lastnameprefix namensvorsatz vorsatzwort',
  secondSurname: 'segundoapellido apellido2 2apellido apellidomaterno secondsurname secondlastname',
  userPrincipalName:
    'benutzername anmeldename nomdutilisateur nombredeusuario nomeutente gebruikersnaam nomedeusuario nomedeutilizador nazwauzytkownika anvandarnamn brugernavn brukernavn uzivatelskejmeno kayttajanimi felhasznalonev kullanıcıadı имяпользователя ユーザー名 用户名 使用者名稱 사용자이름',
  displayName:
    'anzeigename vollstandigername vollername nomcomplet nomdaffichage nombreparamostrar nombrecompleto nomecompleto nomevisualizzato weergavenaam volledigenaam nomedeexibicao nomeaapresentar nazwawyswietlana visningsnamn fullstandigtnamn vistnavn visningsnavn fuldenavn zobrazovanejmeno nayttonimi отображаемоеимя 表示名 显示名称 顯示名稱 표시이름',
  givenName:
    'vorname prenom primernombre nomeproprio voornaam imie fornamn fornavn krestnijmeno etunimi keresztnev utonev prenume eesnimi имя',
  surname:
    'nachname familienname zuname nomdefamille apellido apellidos cognome achternaam familienaam sobrenome nazwisko efternamn efternavn etternavn prijmeni priezvisko prezime sukunimi vezeteknev csaladnev perekonnanimi soyadı soyad επωνυμο фамилия прізвище 姓 姓氏 성 nomdusage primerapellido apellido1 1apellido apellidopaterno',
  jobTitle:
    'berufsbezeichnung stellenbezeichnung position intituleduposte puesto puestodetrabajo posizione mansione qualifica functie functietitel funcao cargo stanowisko befattning stilling tehtavanimike должность 役職 职务',
  department:
    'abteilung departement departamento dipartimento reparto afdeling dział dzial avdelning avdeling oddeleni osasto отдел 部署 部门 部門 부서',
  officeLocation: 'buro buronummer bureau oficina ufficio kantoor biuro kontor kancelar toimisto',
  businessPhones:
    'telefon telefonnummer telefongeschaftlich geschaftstelefon telephone telephoneprofessionnel telefono telefonodeltrabajo telefonoufficio telefoon telefoonnummer telefone workphone',
  mobilePhone:
    'handy handynummer mobiltelefon mobilnummer mobiltelefonnummer telephonemobile telephoneportable portable movil telefonomovil cellulare mobiel telemovel celular telefonkomorkowy mobilenumber mobilephonenumber cell',
  faxNumber: 'telefax faxnummer telecopie',
  otherMails:
    'alternativeemailadresse privateemail privatemail privateemailadresse personalemail personalemailaddress adresseemailsecondaire autreadresseemail correoalternativo',
  streetAddress:
    'straße strasse adresse anschrift rue adressepostale direccion calle indirizzo adres straat endereco morada ulica adress gatuadress osoite',
  city: 'ort stadt wohnort ville ciudad citta comune plaats stad woonplaats cidade localidade miasto mesto kaupunki town',
  state: 'bundesland bundesstaat kanton etatouprovince provincia estado provincie wojewodztwo',
  postalCode: 'plz postleitzahl codepostal codigopostal cap kodpocztowy postnummer psc postinumero',
  country: 'land landoderregion pays paysouregion paysregion pais paisoregion paese kraj zeme maa',
  employeeId:
    'personalnummer mitarbeiternummer matricule numerodeempleado matricola personeelsnummer numerpracownika anstallningsnummer medarbejdernummer employeenumber staffid staffnumber personnelnumber',
  usageLocation:
    'nutzungsstandort verwendungsort lieudutilisation ubicaciondeuso localitadiutilizzo gebruikslocatie localdeutilizacao',
  licenses:
    'lizenz lizenzen produktlizenzen licencias licencia licenze licenza licenties licentie licencas licenca licencje licencja licenser licens licenssit lisens lisenser lisenssi lisenssit licencet лицензии лицензия ライセンス 许可证 授權 라이선스',
  groups:
    'gruppe gruppen gruppenmitgliedschaft groupe groupes grupo grupos gruppo gruppi groep groepen grupa grupy grupp grupper skupina skupiny ryhma ryhmat csoport csoportok группы группа グループ 组 群組 그룹',
  manager:
    'vorgesetzter vorgesetzte vorgesetzteperson superieur superieurhierarchique gestionnaire jefe jefedirecto supervisor responsabile superiore leidinggevende gestor gerente chefia przełozony przelozony kierownik narmastechef narmestechef leder nadrizeny esimies vezeto руководитель начальник 上司 经理 主管 관리자',
};

/** Words that often mean this and sometimes another thing, so that somebody has to agree. */
export const LIKELY_NAMES: Words<PersonProperty> = {
  userPrincipalName:
    'login logon account user userid benutzer benutzerkennung kennung utilisateur identifiant usuario utente gebruiker samaccountname',
  displayName:
    'nazwa nazev imieinazwisko nomeecognome nomprenom prenomnom nombreyapellidos vorundnachname firstandlastname фио 氏名 姓名 성명',
  givenName: 'first firstnames given givennames forenames voornamen',
  surname: 'last family lastnames surnames apelido apelidos',
  jobTitle: 'job emploi role position funktion fonction poste beruf stelle designation occupation jobrole',
  department: 'dept team unit division service bereich servicio',
  officeLocation: 'site location standort room raum sede',
  businessPhones: 'tel telephonenumber work direct durchwahl extension',
  mobilePhone: 'mob mobil portabel gsm',
  streetAddress: 'homeaddress street1 address1 addressline1',
  state: 'region county etat',
  postalCode: 'zippostalcode postal',
  employeeId: 'id empid empno workerid associateid staffno employeeno personnelno persnr',
};

/** A header as it is compared: lower case, composed, without blanks, punctuation and accents; # is a number. */
export function foldHeader(header: string): string {
  return header
    .replace(/#/g, 'number')
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .normalize('NFC')
    .toLowerCase();
}

/** Each word with the property it stands for. */
export function indexWords<Meaning extends string>(words: Words<Meaning>): ReadonlyMap<string, Meaning> {
  const pairs = Object.entries(words) as [Meaning, string][];
  return new Map(
    pairs.flatMap(([property, list]) => list.split(' ').map((word) => [foldHeader(word), property] as const)),
  );
}
