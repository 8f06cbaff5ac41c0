import type { PersonProperty } from '../../domain/terms.ts';
import { foldHeader } from './headerWords.ts';
import { mentionsPassword } from './passwordHeaders.ts';

/** Microsoft: "Add several users at the same time to Microsoft 365": 16 columns, whose order is fixed. */
const TEMPLATE_ORDER: readonly PersonProperty[] = [
  'userPrincipalName',
  'givenName',
  'surname',
  'displayName',
  'jobTitle',
  'department',
  'officeLocation',
  'businessPhones',
  'mobilePhone',
  'faxNumber',
  'otherMails',
  'streetAddress',
  'city',
  'state',
  'postalCode',
  'country',
];
/** Until 2024 it had no alternate email address. */
const OLD_TEMPLATE_ORDER = TEMPLATE_ORDER.filter((property) => property !== 'otherMails');

/**
 * The template's labels in other languages, in its order, as scripts that fill it in write them; an empty one was not
 * seen. Some are translated wrongly: the German office number is a "Telefon", so that only its place tells.
 */
const LABELS = [
  'Benutzername,Vorname,Nachname,Anzeigename,Position,Abteilung,Telefon – Geschäftlich,Telefon (geschäftlich),Mobiltelefon,Fax,Alternative E-Mail-Adresse,Adresse,Ort,Bundesstaat,Postleitzahl,Land oder Region',
  'Nombre de usuario,Nombre,Apellidos,Nombre para mostrar,Puesto,Departamento,Número del trabajo,Teléfono del trabajo,Teléfono móvil,Número de fax,,Dirección,Ciudad,Estado o provincia,Código postal,País o región',
  'Nome de usuário,Nome,Sobrenome,Nome de exibição,Cargo,Departamento,Número comercial,Telefone comercial,Celular,Fax,Endereço de email alternativo,Endereço,Cidade,Estado ou província,CEP,País ou região',
  'Nazwa użytkownika,Imię,Nazwisko,Nazwa wyświetlana,Stanowisko,Dział,Numer biura,Telefon w biurze,Telefon komórkowy,Numer faksu,,Adres,Miejscowość,Województwo,Kod pocztowy,Kraj lub region',
  'Uživatelské jméno,Jméno,Příjmení,Zobrazované jméno,Funkce,Oddělení,Číslo kanceláře,Telefon do kanceláře,Mobilní telefon,Faxové číslo,,Adresa,Město,Kraj,PSČ,Země či oblast',
  'Имя пользователя,Имя,Фамилия,Отображаемое имя,Должность,Отдел,Номер офиса,Рабочий телефон,Мобильный телефон,Факс,,Адрес,Город,Область/край,Почтовый индекс,Страна или регион',
  '用户名,名字,姓氏,显示名称,职务,部门,办公室号码,办公室电话,移动电话,传真号码,,地址,城市,省/自治区/直辖市,邮政编码,国家或地区',
  '사용자 이름,이름,성,표시 이름,직함,부서,사무실 번호,사무실 전화,휴대폰,팩스,대체 전자 메일 주소,주소,구/군/시,시/도,우편 번호,국가 또는 지역',
  'ユーザー名,名,姓,表示名,役職,部署,事業所番号,会社電話,携帯電話,FAX,連絡用メール アドレス,番地,市区町村,都道府県,郵便番号,国または地域',
  "Nom d'utilisateur,Prénom,Nom,Nom complet,Fonction,Service,Numéro de bureau,Téléphone (bureau),Téléphone mobile,Télécopie,,Adresse,Ville,Département ou région,Code postal,Pays ou région",
].map((row) => row.split(',').map(foldHeader));

const KNOWN: ReadonlyMap<PersonProperty, ReadonlySet<string>> = new Map(
  TEMPLATE_ORDER.map((property, index) => [
    property,
    new Set(LABELS.flatMap((row) => (row[index] ? [row[index]] : []))),
  ]),
);

/** Of foreign labels only the first four columns can rule the order out: later ones are often translated wrongly. */
const TELLING_COLUMNS = 4;

/** True for the template's own header, in English. */
export function isTemplate(meanings: readonly unknown[]): boolean {
  return [TEMPLATE_ORDER, OLD_TEMPLATE_ORDER].some(
    (order) => meanings.length === order.length && order.every((property, at) => meanings[at] === property),
  );
}

/** Columns that may be those of the template. */
export interface PositionReading {
  order: readonly PersonProperty[];
  /** Columns whose label is not known for their place. */
  guesses: ReadonlySet<number>;
  /** At least half of the labels are those of the template. */
  fits: boolean;
}

/**
 * The template's order, for 15 or 16 columns that do not tell another one; undefined otherwise. Their number alone says
 * little: without known labels somebody has to agree.
 *
 * @param english what English labels mean
 * @param certain what labels mean in any language
 * @param likely what labels often mean
 */
export function readByPosition(
  columns: readonly string[],
  english: readonly unknown[],
  certain: readonly unknown[],
  likely: readonly unknown[],
): PositionReading | undefined {
  const order = [TEMPLATE_ORDER, OLD_TEMPLATE_ORDER].find(({ length }) => length === columns.length);
  if (order === undefined) return undefined;
  const labels = columns.map(foldHeader);
  const isLabel = (property: PersonProperty, at: number): boolean =>
    KNOWN.get(property)?.has(labels[at] ?? '') === true;
  const tellsOther = (meanings: readonly unknown[], at: number): boolean =>
    meanings[at] !== undefined && meanings[at] !== order[at];
  const others = order.flatMap((property, at) =>
    tellsOther(certain, at) && !isLabel(property, at) ? [at] : [],
  );
  if (columns.some(mentionsPassword)) return undefined;
  const early = others.some((at) => at < TELLING_COLUMNS);
  if (early || others.length > 1 || order.some((_, at) => tellsOther(english, at))) return undefined;
  const isKnown = (property: PersonProperty, at: number): boolean =>
    isLabel(property, at) || certain[at] === property;
  const guesses = new Set(order.flatMap((property, at) => (isKnown(property, at) ? [] : [at])));
  const fitting = order.filter((property, at) => isKnown(property, at) || likely[at] === property);
  return { order, guesses, fits: fitting.length * 2 >= order.length };
}
