import type { OwnColumn, PersonProperty } from '../../domain/terms.ts';

const NAME_PARTS = [
  'surnamePrefix',
  'secondSurname',
  'usedSurname',
  'calledName',
  'nameTitle',
  'nameSuffix',
] as const;

/**
 * Parts of a name in columns of their own: `van der`, the mother's surname, the last and first name that somebody
 * goes by beside those in their passport, and `Dr.` and `Jr.` of the display name.
 */
export type NamePart = (typeof NAME_PARTS)[number];

/** True for one of these. */
export function isNamePart(meaning: string): meaning is NamePart {
  return (NAME_PARTS as readonly string[]).includes(meaning);
}

type Words<Meaning extends string> = Readonly<Partial<Record<Meaning, string>>>;

/**
 * What people write over their columns in other languages, where it can mean nothing else. Blank-separated, without
 * accents, blanks and punctuation, as {@link foldHeader} leaves a header.
 */
export const FOREIGN_NAMES: Words<PersonProperty | OwnColumn | NamePart> = {
  surnamePrefix:
    'tussenvoegsel tussenvoegsels tussenv voorvoegsel voorvoegsels surnameprefix lastnameprefix namensvorsatz vorsatzwort namensbestandteilvorangestellt',
  secondSurname: 'segundoapellido apellido2 2apellido apellidomaterno secondsurname secondlastname',
  userPrincipalName:
    'notandanafn потребителскоиме naudotojovardas lietotājvārds uporabniškoime ชื่อผู้ใช้ benutzername anmeldename nomdutilisateur nombredeusuario nomeutente gebruikersnaam nomedeusuario nomedeutilizador nazwauzytkownika anvandarnamn brugernavn brukernavn uzivatelskejmeno kayttajanimi felhasznalonev kullanıcıadı имяпользователя ユーザー名 用户名 使用者名稱 사용자이름 käyttäjätunnus kirjautumistunnus імякористувача όνομαχρήστη tênđăngnhập tênngườidùng שםמשתמש اسمالمستخدم identifiantdeconnexion primaryemail',
  displayName:
    '学生姓名 員工姓名 员工姓名 生徒氏名 児童氏名 学生氏名 社員氏名 社員名 従業員名 従業員氏名 학생명 학생이름 학생성명 사원명 직원명 اسمالطالب اسمالطالبة اسمالموظف اسمالمعلم الاسمالرباعي الاسمالثلاثي שםהתלמיד שםתלמיד שםהעובד שםעובד öğrenciadısoyadı personeladısoyadı фиоученика фиосотрудника фиоработника ονοματεπώνυμομαθητή tênhọcsinh tênnhânviên họtênhọcsinh ชื่อนามสกุล ชื่อสกุล tanulóneve dolgozóneve фамилияимяотчество фамилияимя прізвищеімяпобатькові прізвищеімя fulltnafn numeafisat zaslonskoime zobrazovanemeno kuvatavnimi показваноиме ชื่อที่ใช้แสดง prikaznoime rodomasvardas anzeigename vollstandigername vollername nomcomplet nomdaffichage nombreparamostrar nombrecompleto nomecompleto nomevisualizzato weergavenaam volledigenaam nomedeexibicao nomeaapresentar nazwawyswietlana visningsnamn fullstandigtnamn vistnavn visningsnavn fuldenavn zobrazovanejmeno nayttonimi отображаемоеимя 表示名 显示名称 顯示名稱 표시이름 kokonimi відображуванеімя показуванеімя повнеімя полноеимя επωνυμία ονοματεπώνυμο εμφανιζόμενοόνομα πλήρεςόνομα tênhiểnthị họvàtên họtên hotendaydu שםתצוגה שםמלא שםלתצוגה اسمالعرض الاسمالكامل الاسمالمعروض görünenad görüntülenenad adsoyad adısoyadı advesoyad isimsoyisim megjelenítendőnév megjelenítettnév megjelenítésinév teljesnév koknavn celéjméno celéméno 全名 フルネーム nomeexibido 氏名 姓名 성명 фио піб',
  givenName:
    'vorn eiginnafn fornafn собственоиме vorname prenom primernombre nomeproprio voornaam imie fornamn fornavn krestnijmeno etunimi keresztnev utonev prenume eesnimi vornamen имя etunimet імя όνομα שםפרטי الاسمالأول الاسمالاول tên isim vardas vārds ชื่อ име',
  surname:
    'nachn kenninafn eftirnafn nachname familienname zuname nomdefamille apellido apellidos cognome achternaam familienaam sobrenome nazwisko efternamn efternavn etternavn prijmeni priezvisko prezime sukunimi vezeteknev csaladnev perekonnanimi soyadı soyad επωνυμο фамилия прізвище 姓 姓氏 성 nomdusage primerapellido apellido1 1apellido apellidopaterno vezetéknév επώνυμο επίθετο họ họvàtênđệm שםמשפחה اسمالعائلة الاسمالأخير الاسمالاخير soyisim priimek pavardė uzvārds cognoms นามสกุล apellidospaterno',
  jobTitle:
    '岗位 崗位 funcția càrrec stillingstittel stillingsbetegnelse jawatan planstelle 役職名 starfsheiti длъжност radnomjesto ametinimetus ตำแหน่ง pozicia berufsbezeichnung stellenbezeichnung position intituleduposte puesto puestodetrabajo posizione mansione qualifica functie functietitel funcao cargo stanowisko befattning stilling tehtavanimike должность 役職 职务 titteli nimike ammattinimike посада θέση θέσηεργασίας τίτλοςθέσης τίτλοςεργασίας chứcdanh chứcvụ תפקיד תואר المسمىالوظيفي الوظيفة المنصب unvan ünvan işunvanı görev pozisyon beosztás munkakör pozícia pozice nazwastanowiska 職稱 직급 funcție unvanı görevi radnomjesto delovnomesto pareigos amats ตำแหน่ง pracovnípozice funkce 직함 직책 職位 职位',
  department:
    'departemen organisationseinheit orgeinheit 部署名 部門名 deild wydział abteilung departement departamento dipartimento reparto afdeling dział dzial avdelning avdeling oddeleni osasto отдел 部署 部门 部門 부서 yksikkö відділ підрозділ департамент подразделение τμήμα διεύθυνσητμήματος phòngban bộphận מחלקה القسم الإدارة departman bölüm birim osztály részleg oddelenie oddeleni útvar 部 bölümü birimi setor departament 所属 所屬 所属部署 oddelek skyrius nodaļa odjel osakond แผนก',
  officeLocation:
    'buro buronummer bureau oficina ufficio kantoor biuro kontor kancelar toimisto toimipaikka työhuone huone номерофісу офіс кабінет номерофиса офис кабинет γραφείο αριθμόςγραφείου vănphòng sốvănphòng משרד מספרמשרד المكتب رقمالمكتب ofis ofisnumarası iroda irodaszám číslokanceláře',
  businessPhones:
    'โทรศัพท์ arbejdstelefon arbeidstelefon arbetstelefon sími símanúmer telefon telefonnummer telefongeschaftlich geschaftstelefon telephone telephoneprofessionnel telefono telefonodeltrabajo telefonoufficio telefoon telefoonnummer telefone workphone puhelin puhelinnumero työpuhelin робочийтелефон телефон рабочийтелефон τηλέφωνο τηλέφωνογραφείου τηλέφωνοεργασίας điệnthoại sốđiệnthoại điệnthoạivănphòng טלפון טלפוןבעבודה הטלפון الهاتف رقمالهاتف هاتفالعمل هاتفالمكتب iştelefonu ofistelefonu telefonszám irodaitelefon munkahelyitelefon pracovnítelefon',
  mobilePhone:
    '휴대폰 手机号码 手机号 手機號碼 携帯電話 携帯番号 mobitel cellulaire telefonseluler nohp มือถือ farsími handy handynummer mobiltelefon mobilnummer mobiltelefonnummer telephonemobile telephoneportable portable movil telefonomovil cellulare mobiel telemovel celular telefonkomorkowy mobilenumber mobilephonenumber cell matkapuhelin matkapuhelinnumero kännykkä puhelinnumeromatka мобільнийтелефон мобільний мобильныйтелефон мобильный κινητό κινητότηλέφωνο điệnthoạididộng điệnthoạidiđộng diđộng sốdiđộng נייד טלפוןנייד الجوال المحمول الهاتفالمحمول رقمالجوال ceptelefonu cepnumarası mobilszám mobiltelefonszám mobilnítelefon mobiltelefonnummer ceptel cep 手机 手機 携帯 휴대전화',
  faxNumber:
    'telefax faxnummer telecopie faksi faksinumero факс номерфаксу номерфакса φαξ αριθμόςφαξ sốfax פקס الفاكس رقمالفاكس faks faksnumarası faxszám faxovéčíslo',
  otherMails:
    'alternativeemailadresse privateemail privatemail privateemailadresse personalemail personalemailaddress adresseemailsecondaire autreadresseemail correoalternativo',
  streetAddress:
    'straße strasse adresse anschrift rue adressepostale direccion calle indirizzo adres straat endereco morada ulica adress gatuadress osoite katuosoite lähiosoite адреса вулиця адрес улица διεύθυνση οδός địachỉ כתובת רחוב العنوان الشارع adresi sokak cadde cím utca utcacím lakcím adresa ulice gade gadeadresse 住所 地址 주소',
  city: 'locality postort poststed ort stadt wohnort ville ciudad citta comune plaats stad woonplaats cidade localidade miasto mesto kaupunki town postitoimipaikka paikkakunta місто населенийпункт город населенныйпункт πόλη thànhphố עיר المدينة şehir il város település helység helyiség stad obec 市区町村 城市',
  state:
    'bundesland bundesstaat kanton etatouprovince provincia estado provincie wojewodztwo maakunta lääni область областьабокрай регіон νομός περιφέρεια πολιτείαήεπαρχία tỉnh tỉnhthành מחוז المنطقة المحافظة الولايةأوالمقاطعة eyalet eyaletveyabölge megye bundeslandkanton 都道府県 省',
  postalCode:
    'plz postleitzahl codepostal codigopostal cap kodpocztowy postnummer psc postinumero postitoimipaikannumero поштовийіндекс індекс почтовыйиндекс индекс ταχυδρομικόςκώδικας ταχυδρομικόςκωδικός τκ mãbưuđiện mãbưuchính מיקוד الرمزالبريدي postakodu irányítószám poštovnísměrovacíčíslo postnr 郵便番号 邮政编码',
  country:
    'land landoderregion pays paysouregion paysregion pais paisoregion paese kraj zeme maa maataialue країна країнааборегіон страна χώρα χώραήπεριοχή quốcgia quốcgiahoặckhuvực quốcgiavùng מדינה ארץ מדינהאואזור البلد الدولة البلدأوالمنطقة ülke ülkeveyabölge ország országvagyrégió zeměčioblast krajina krajinaaleboregion 国 国家',
  employeeId:
    'nºmecanográfico númeromecanográfico รหัสพนักงาน marca codicedipendente kodpracownika codeemploye codigoempleado codigodeempleado codigofuncionario nºempleado matrícula nrewidencyjny numerewidencyjny 従業員コード 従業員番号 職員番号 employeeidentifier personalnr mitarbeiternr starfsmannanúmer personalnummer mitarbeiternummer matricule numerodeempleado matricola personeelsnr personeelsnummer numerpracownika anstallningsnummer medarbejdernummer employeenumber staffid staffnumber personnelnumber henkilönumero henkilöstönumero työntekijänumero табельнийномер табельныйномер αριθμόςμητρώου mãnhânviên מספרעובד الرقمالوظيفي sicilno sicilnumarası personelno personelnumarası törzsszám dolgozóiazonosító osobníčíslo číslozaměstnance employeeidnumber 社員番号 社員コード 工号 員工編號 员工编号 사번 ansattnr ansattnummer ansatnr anstnr anställningsnr anställningsnummer medarbejdernr osčíslo osobníčíslo stamnummer sicil табномер nrpracownika',
  usageLocation:
    'nutzungsstandort verwendungsort lieudutilisation ubicaciondeuso localitadiutilizzo gebruikslocatie localdeutilizacao käyttösijainti місцевикористання месториспользования месторасположениеиспользования θέσηχρήσης vịtrísửdụng מיקוםשימוש موقعالاستخدام kullanımkonumu használatihely umístěnípoužití',
  licenses:
    'lizenz lizenzen produktlizenzen licencias licencia licenze licenza licenties licentie licencas licenca licencje licencja licenser licens licenssit lisens lisenser lisenssi lisenssit licencet лицензии лицензия ライセンス 许可证 授權 라이선스 lisenssit ліцензія ліцензії άδεια άδειες giấyphép רישיון רישיונות الترخيص التراخيص lisans lisanslar licenc licencek',
  groups:
    'gruppe gruppen gruppenmitgliedschaft groupe groupes grupo grupos gruppo gruppi groep groepen grupa grupy grupp grupper skupina skupiny ryhma ryhmat csoport csoportok группы группа グループ 组 群組 그룹 ryhmät група групи ομάδα ομάδες nhóm קבוצה קבוצות المجموعة المجموعات gruplar csoportok',
  manager:
    'vorgesetzter vorgesetzte vorgesetzteperson superieur superieurhierarchique gestionnaire jefe jefedirecto supervisor responsabile superiore leidinggevende gestor gerente chefia przełozony przelozony kierownik narmastechef narmestechef leder nadrizeny esimies vezeto руководитель начальник 上司 经理 主管 관리자 esihenkilö lähiesimies керівник προϊστάμενος διευθυντής quảnlý ngườiquảnlý מנהל המנהל المدير المديرالمباشر yönetici müdür felettes közvetlenfelettes nadřízený chef',
};

/** Words that often mean this and sometimes another thing, so that somebody has to agree. */
export const LIKELY_NAMES: Words<PersonProperty> = {
  userPrincipalName:
    'login logon account user userid benutzer benutzerkennung kennung utilisateur identifiant usuario utente gebruiker samaccountname логін логин đăngnhập כניסה girişadı nickname primarysmtpaddress windowsemailaddress smtpaddress',
  displayName:
    'realname nazwa nazev imieinazwisko nomeecognome nomprenom prenomnom nombreyapellidos vorundnachname firstandlastname nomecompletodofuncionário',
  givenName: 'fn fname first firstnames given givennames forenames voornamen',
  surname: 'ln lname longname langname last family lastnames surnames apelido apelidos sn',
  jobTitle:
    'jobtitles post posttitle categoriaprofissional job emploi role position funktion fonction poste beruf stelle designation jabatan occupation jobrole primaryjob jobname jobassignment',
  department:
    'dept team unit division supervisoryorganization service bereich servicio serviço servizio settore unitàorganizzativa dienst equipo equipe squadra enhet organisatoriskenhet organisatoriskenhed szervezetiegység',
  officeLocation:
    'site location standort room raum sede centrodetrabajo lugardetrabajo établissement lieudetravail sededilavoro luogodilavoro localdetrabalho werklocatie vestiging arbeitsort arbejdssted arbeidssted arbetsplats miejscepracy',
  businessPhones: 'tel telephonenumber work direct durchwahl extension businessnumber',
  mobilePhone: 'mob mobil portabel gsm',
  streetAddress: 'street1 address1 addressline1',
  state: 'region county etat depregion',
  country: 'countrycode',
  postalCode: 'zippostalcode postal',
  employeeId:
    'id empid empno workerid associateid staffno employeeno personnelno persnr filenumber empref employeeref payrollnumber payrollref',
};

/**
 * A header as it is compared: lower case, composed, without blanks, punctuation and accents; # is a number. The I of
 * Turkish and the last letter of Greek words are written in two ways.
 */
export function foldHeader(header: string): string {
  return header
    .replace(/#/g, 'number')
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]|[ʼʻʹ]/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ı', 'i')
    .replaceAll('ς', 'σ');
}

/** Each word with the property it stands for. */
export function indexWords<Meaning extends string>(words: Words<Meaning>): ReadonlyMap<string, Meaning> {
  const pairs = Object.entries(words) as [Meaning, string][];
  return new Map(
    pairs.flatMap(([property, list]) => list.split(' ').map((word) => [foldHeader(word), property] as const)),
  );
}
