import type { Person } from '../../domain/terms.ts';

/** What stands where somebody's name is to follow. */
const TO_FOLLOW =
  /^(?:t\.?b\.?[acdhn]\.?|to be (?:confirmed|decided|defined|determined|announced|hired|named|filled|appointed|recruited)|to follow|n\. ?n\.?|n\/n|nn|n\. ?b\.|x{2,9}|\?{1,9}|(?:currently )?(?:vacant|vacancy|unfilled|open)(?: (?:position|post|role|job|seat|headcount|req(?:uisition)?))?|(?:position|post|role) (?:vacant|open)|new (?:starter|hire|joiner|employee|colleague|member|person|user|student|teacher|pupil)(?: ?\d{1,3})?|(?:name|first ?name|last ?name) (?:here|to follow|unknown)|unknown|unbekannt|folgt|wird nachgereicht|(?:noch )?(?:offen|unbesetzt|nicht besetzt)|vakan(?:t|z)|(?:offene|vakante|freie) (?:stelle|position)|neuer? (?:mitarbeiter|mitarbeiterin|kollege|kollegin)|(?:poste )?(?:vacant|à pourvoir|à confirmer)|nouvel(?:le)? (?:employée?|collaborateur|collaboratrice|recrue)|(?:puesto )?vacante|por (?:confirmar|definir|cubrir|contratar)|nuev[oa] (?:empleado|empleada)|(?:posto )?vacante|da (?:definire|confermare|assumere)|nuovo (?:dipendente|assunto)|(?:vaga )?(?:em aberto|a contratar|a definir)|vacature|nog (?:onbekend|in te vullen)|nieuwe (?:medewerker|collega)|wakat|do ustalenia|nowy pracownik|вакансия|вакантно|уточняется)$/iu;
/** People of examples and trials. */
const TRIAL =
  /^(?:(?:test|dummy|sample|example|demo|fake|placeholder)(?:[ _.-]?(?:user|account|person|employee|student|teacher|name|test|mitarbeiter|benutzer|nutzer|konto))?(?:[ _.-]?\d{1,4})?|user[ _.-]?(?:test|name|\d{1,4})|(?:utilisateur|compte|usuario|utente|usuário|gebruiker) (?:de |di )?(?:test|teste|prueba|prova)|testbenutzer|testnutzer|testkonto|first ?name last ?name|vorname nachname|pr[eé]nom nom|nombre apellido|(?:max|erika|maria|martina) mustermann)$/iu;
/** Accounts that Windows, Active Directory and Exchange make for themselves, and those of services. */
const OF_SYSTEMS =
  /^(?:guest|gast|invit[eé]|invitado|ospite|administrator|administrateur|administrador|krbtgt(?:_\d+)?|defaultaccount|wdagutilityaccount|(?:health|system|discovery(?:search)?|migration|federated|extest)[ _]?(?:mailbox|email|[_{]).{0,60}|msol_\w{1,40}|aad_\w{1,40}|adsyncmsa\w{0,20}|sync_\S{1,60}|(?:svc|srv|sa|service|svcacc|sys)[-_.]\S{1,60}|\S{1,60}[-_.](?:svc|service))$/iu;

/** Beside somebody's first name, where the last one is to follow. */
const PART_TO_FOLLOW = /^(?:t\.?b\.?[acdhn]\.?|to be [a-z]{4,12}|to follow|n\. ?n\.?|x{2,9}|\?{1,9})$/iu;

/** `e.g. John`: the row that shows how to fill a list in. */
const FOR_EXAMPLE =
  /^(?:e\. ?g\.|z\. ?b\.|p\. ?ex\.|par ex(?:emple|\.)|por ej(?:emplo|\.)|per es(?:empio|\.)|por exemplo|bijv\.|np\.|napr\.|např\.|t\. ?ex\.|f\. ?eks\.|for example) ?:?\s?\p{L}/iu;

type Names = Partial<Pick<Person, 'displayName' | 'givenName' | 'surname'>>;

/** True for `e.g. John`, in the cell that a row begins with or in a name. */
export function beginsExample(value: string): boolean {
  return FOR_EXAMPLE.test(value);
}

/** What a row's name is, if it is nobody's; undefined for a person's. */
export function findNobody({ displayName = '', givenName = '', surname = '' }: Names): string | undefined {
  const parts = `${givenName} ${surname}`.trim();
  const names = [displayName, parts];
  const isAny = (test: RegExp): boolean => names.some((name) => test.test(name));
  if (isAny(TO_FOLLOW) || PART_TO_FOLLOW.test(givenName) || PART_TO_FOLLOW.test(surname)) {
    return 'a place kept for somebody who has no name yet';
  }
  if (isAny(FOR_EXAMPLE)) return 'an example';
  if (isAny(TRIAL)) return 'a name for trials and examples';
  return isAny(OF_SYSTEMS) ? 'an account of a system or a service' : undefined;
}
