import type { Person } from '../../domain/terms.ts';
import { readStatus } from './readSwitch.ts';
import { ROW_WORDS } from './words.ts';

/** What stands where somebody's name is to follow. */
const TO_FOLLOW =
  /^(?:t\.?b\.?[acdhn]\.?|to be (?:confirmed|decided|defined|determined|announced|hired|named|filled|appointed|recruited)|to follow|n\. ?n\.?|n\/n|nn|n\. ?b\.|x{2,9}|\?{1,9}|(?:currently )?(?:vacant|vacancy|unfilled|open)(?: (?:position|post|role|job|seat|headcount|req(?:uisition)?))?|(?:position|post|role) (?:vacant|open)|new (?:starter|hire|joiner|employee|colleague|member|person|user|student|teacher|pupil)(?: ?\d{1,3})?|(?:name|first ?name|last ?name) (?:here|to follow|unknown)|unknown|unbekannt|folgt|wird nachgereicht|(?:noch )?(?:offen|unbesetzt|nicht besetzt)|vakan(?:t|z)|(?:offene|vakante|freie) (?:stelle|position)|neuer? (?:mitarbeiter|mitarbeiterin|kollege|kollegin)|(?:poste )?(?:vacant|à pourvoir|à confirmer)|nouvel(?:le)? (?:employée?|collaborateur|collaboratrice|recrue)|(?:puesto )?vacante|por (?:confirmar|definir|cubrir|contratar)|nuev[oa] (?:empleado|empleada)|(?:posto )?vacante|da (?:definire|confermare|assumere)|nuovo (?:dipendente|assunto)|(?:vaga )?(?:em aberto|a contratar|a definir)|vacature|nog (?:onbekend|in te vullen)|nieuwe (?:medewerker|collega)|wakat|do ustalenia|nowy pracownik|вакансия|вакантно|уточняется)$/iu;
/** People of examples and trials. */
const TRIAL =
  /^(?:(?:test|dummy|sample|example|demo|fake|placeholder)(?:[ _.-]?(?:user|account|person|employee|student|teacher|name|test|mitarbeiter|benutzer|nutzer|konto))?(?:[ _.-]?\d{1,4})?|user[ _.-]?(?:test|name|\d{1,4})|(?:utilisateur|compte|usuario|utente|usuário|gebruiker) (?:de |di )?(?:test|teste|prueba|prova)|testbenutzer|testnutzer|testkonto|first ?name last ?name|vorname nachname|pr[eé]nom nom|nombre apellido|(?:max|erika|maria|martina) mustermann)$/iu;
/** Accounts that Windows, Active Directory and Exchange make for themselves. */
const OF_SYSTEMS =
  /^(?:guest|gast|invit[eé]|invitado|ospite|administrator|administrateur|administrador|krbtgt(?:_\d+)?|defaultaccount|wdagutilityaccount|(?:health|system|discovery(?:search)?|migration|federated|extest)[ _]?(?:mailbox|email|[_{]).{0,60}|msol_\w{1,40}|aad_\w{1,40}|adsyncmsa\w{0,20}|sync_\S{1,60})$/iu;

/** What is no person, in the place of the whole name: nobody is sure of it. */
const OF_THINGS =
  /^(?:(?:the )?(?:(?:meeting|conference|board|class|training|consultation|staff|server)[ -]?room|boardroom|classroom|printer|scanner|copier|multifunction printer|fax|kiosk|projector|reception|front ?desk|help ?desk|service ?desk|switchboard|info|enquiries|no-?reply|shared mailbox|besprechungsraum|konferenzraum|drucker|empfang|zentrale|salle de réunion|imprimante|accueil|sala de reuniones|sala riunioni|vergaderzaal|receptie|recepción)(?: ?(?:\d{1,4}[A-Z]?|[A-Z]\d{0,4}))?)$/iu;

/** The same with what it is for or which one it is beside it: `Printer HP 4050`, `Sales Team`, `Mailbox Scan`. */
const OF_NAMED_THINGS =
  /^(?:(?:printer|scanner|copier|plotter|projector|fax|kiosk|drucker|imprimante|impresora|stampante) .{0,40}\d.{0,20}|(?:shared|functional|group) (?:account|mailbox)(?: .{1,40})?|(?:mailbox|postfach) .{1,40}|.{1,40} (?:team|mailbox|printer|meeting room|conference room|helpdesk|postfach)|kitchen|canteen|cafeteria|lobby|warehouse|storeroom|küche|kantine|lager|cuisine|cocina|cucina|keuken)$/iu;
const OF_NAMED_SERVICES =
  /^(?:(?:service|system|admin|backup) (?:account|user)(?: .{1,40})?|.{1,40} service account|(?:dienstkonto|servicekonto|compte de service|cuenta de servicio)(?: .{1,40})?)$/iu;
/** What systems show for somebody whose account there is gone. */
const OF_DELETED =
  /^(?:former|deleted|deactivated|removed|inactive|anonymous|anonymized) (?:user|account|member|employee|profile)$/iu;

/** Those of services, in small letters: `Sa-ngiam` is somebody's name. */
const OF_SERVICES =
  /^(?:(?:svc|srv|sa|service|svcacc|sys)[-_.][a-z\d._$-]{1,60}|[a-z\d._$-]{1,60}[-_.](?:svc|service))$/;

/** True for the user name of a service: `svc_backup@contoso.com`. */
export function isServiceName(userName = ''): boolean {
  return /^(?:svc|srv|service|svcacc)[-_.]/i.test(userName);
}

/** In the place of one name, whatever the other one is. `N.N.` and `T.B.A.` are initials beside a surname. */
const PART_TO_FOLLOW = /^(?:[Tt]o [Bb]e [A-Za-z]{4,12}|[Tt]o [Ff]ollow|n\. ?n\.?|x{2,9}|\?{1,9})$/u;
/** The same, where people may be called so, too. */
const PART_MAY_FOLLOW = /^(?:TB[ACD]|tb[acd])$/u;

/** `e.g. John`: the row that shows how to fill a list in. `E.G. Marshall` has these for initials. */
const FOR_EXAMPLE =
  /^(?:e\. ?g\.|z\. ?[bB]\.|p\. ?ex\.|[Pp]ar ex(?:emple|\.)|[Pp]or ej(?:emplo|\.)|[Pp]er es(?:empio|\.)|[Pp]or exemplo|bijv\.|np\.|napr\.|např\.|t\. ?ex\.|f\. ?eks\.|[Ff]or example) ?:?\s?\p{L}/u;

/** Who does not come, in words beside those for leavers. */
const NOT_COMING =
  /^(?:cancell?ed|withdrawn|no[- ]show|declined|storniert|abgesagt|annulé|cancelado|annullato)$/i;
/** `Tim Old (Terminated)`, `(left) Cy Day`, `LEFT - Fi Ott`, `CANCELLED: Cy Ray`, `Tim Old - inactive`. */
const MARKS: readonly RegExp[] = [
  /^[^()]{1,100}\(([^()]{3,30})\)$/u,
  /^\(([^()]{3,30})\) ?[^()]{1,100}$/u,
  /^(\p{L}[\p{L} -]{2,20}?)(?: [-–—] ?|: ?)\p{L}.{0,100}$/u,
  /^\p{L}.{0,100}? [-–—] (\p{L}[\p{L} ]{2,20})$/u,
];

/** True for the name of somebody of whom it says that they have left, or do not come. */
function isMarkedLeft(name: string): boolean {
  return MARKS.some((pattern) => {
    const mark = pattern.exec(name)?.[1];
    return mark !== undefined && (NOT_COMING.test(mark) || readStatus(mark) === false);
  });
}

type Names = Partial<Pick<Person, 'displayName' | 'givenName' | 'surname'>>;

/** True for `e.g. John`, in the cell that a row begins with or in a name. */
export function beginsExample(value: string): boolean {
  return FOR_EXAMPLE.test(value);
}

function isEither(test: RegExp, one: string, other: string): boolean {
  return test.test(one) || test.test(other);
}

function isToFollow(one: string, other: string): boolean {
  if (one === '') return TO_FOLLOW.test(other);
  return TO_FOLLOW.test(one) && (other === '' || TO_FOLLOW.test(other));
}

/**
 * What a row's name is, if it is nobody's; undefined for a person's.
 *
 * @param isSure true to leave out what may be a person's
 */
export function findNobody(
  { displayName = '', givenName = '', surname = '' }: Names,
  isSure = false,
): string | undefined {
  const parts = `${givenName} ${surname}`.trim();
  if (
    isToFollow(displayName, parts) ||
    (surname !== '' && isToFollow(givenName, surname)) ||
    isEither(PART_TO_FOLLOW, givenName, surname) ||
    (!isSure && isEither(PART_MAY_FOLLOW, givenName, surname))
  ) {
    return ROW_WORDS.notAPerson.placeholder;
  }
  if (isMarkedLeft(displayName) || isMarkedLeft(parts)) return ROW_WORDS.notAPerson.left;
  if (isEither(FOR_EXAMPLE, displayName, parts)) return ROW_WORDS.notAPerson.example;
  if (isEither(TRIAL, displayName, parts)) return ROW_WORDS.notAPerson.trial;
  if (isEither(OF_DELETED, displayName, parts)) return ROW_WORDS.notAPerson.deleted;
  if (!isSure && parts === '' && (OF_THINGS.test(displayName) || OF_NAMED_THINGS.test(displayName)))
    return ROW_WORDS.notAPerson.thing;
  const isService =
    parts === '' && (OF_SERVICES.test(displayName) || (!isSure && OF_NAMED_SERVICES.test(displayName)));
  return isService || isEither(OF_SYSTEMS, displayName, parts) ? ROW_WORDS.notAPerson.service : undefined;
}
