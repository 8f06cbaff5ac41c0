import { foldHeader } from './headerWords.ts';
import { mentionsPassword } from './passwordHeaders.ts';

/** A column about somebody else than the person to create: whom they work for or with, … */
const ABOUT_COLLEAGUES =
  /manager|supervisor|superior|sup[eé]rieur|\bboss\b|\blead(?:er)?\b|vorgesetzt|führungskraft|leiter(?:in)?\b|responsable|jefe|chef|reporting|n\+[12]|leidinggevende|przełożon|kierowni|nadřízen|vedouc|esimies|руководител|начальник|上司|主管|经理|assistant|secretary|buddy|mentor|sponsor|recruiter|approver|request(?:er|or|ed(?! for))|respondent|submitter|\bmgr\b|leitung\b|owner|\bhrbp?\b|\bb?cc\b/iu;
/** Who filled a line in or changed it: `Created By`, not `Goes by`. */
const ABOUT_WRITERS =
  /(?:[^o]ed|written|sent|filled in|filled out) ?by\b|(?:erstellt|geändert|eingereicht|erfasst|angelegt|ausgefüllt|gesendet|übermittelt|beantragt) von\b|(?:créée?|modifiée?|soumise?|rempli|saisie?|demandée?|envoyée?) par\b|(?:cread|modificad|enviad|solicitad|criad)[oa] por\b|(?:creat|modificat|inviat|richiest)[oa] da\b/iu;
/** … their family, and whom to call for them. "Work Contact: Work Email" is the person's own. */
const ABOUT_FAMILY =
  /(?<!work |business )contact(?!s\.)|kontakt|parent|guardian|carer\b|caregiver|nanny|\berz(?:\.|\b)|erzieher|\bresp(?:\.|\b)|sorgeberecht|mother|father|\bkin\b|spouse|husband|\bwife\b|partner|dependent|eltern|mutter|vater|erziehungsberecht|tuteur|tutor|\bm[eè]re\b|\bp[eè]re\b|madre|padre|apoderad|genitor|\bm[aã]e\b|\bpai\b|encarregad|respons[aá]vel|\bouders?\b|verzorger|voogd|opiekun|rodzic|rodič|zákonn|vårdnad|målsman|mamm?a\b|papp?a\b|förälder|forelder|forælder|foresatt|huoltaja|vanhem|szülő|gondviselő|родител|опекун|保護者|家长|家長|监护人|監護人|학부모|보호자|emergency|urgenc|emergenza|emerg[eê]ncia|notfall|\bnood|\bnöd|\bnød|紧急|緊急|비상/iu;
/** A column about something else, or about what somebody was called once. */
const ABOUT_SOMETHING = /invitation|company|firma|previous|former|\b(?:ip|mac)\b/i;
/** No name that somebody goes by. */
const OTHER_NAMES =
  /middle|maiden|birth|geburt|jeune fille|nick|spitz|alias|initial|patronym(?!ique)|отчество|по батькові|secondo? (?:fore|first|given)? ?(?:name|nome)|segundo nombre|deuxi.me pr.nom|zweite[rns]? vorname|drugie imi|druh. jm.no|mell[ao]m?n(?:amn|avn)|nome do meio/iu;
/** A name that somebody goes by, or the one of before: only where there is no other. */
const SECOND_CHOICE =
  /prefer|known ?as|chosen|goes ?by|rufname|roepnaam|geboortenaam|usuel|pr.nom d.usage|naissance|patronymique|tilltalsnamn|kaldenavn|kutsumanimi/iu;

/** Whoever teaches, trains or leads others, or the people of a list: their own names tell which. */
const HAS_ROLE =
  /teacher|lehrer|lehrkraft|profess(?:eur|or)|enseignant|docent|maestr[oa]|nauczyciel|učitel|lærer|lärare|opettaja|leraar|leerkracht|homeroom|instructor|trainer|coach|counsell?or|advis[eo]r|berater|betreuer|conseill|case ?worker|social ?worker|sachbearbeit|\bhead of\b|\bdire[ck]tor\b|directeur|directrice|direttore|dyrektor|^(?:school )?principal(?:'s)?(?: e-?mail| phone|$)|referente|\bnotify\b|\bemployer\b|\bbilling\b/iu;

/** The same words as {@link aboutOf} looks at, with a blank where only a capital parts them. */
function spellOut(header: string): string {
  return header.normalize('NFC').replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');
}

/** True for `Coach email`: of somebody else where the people of the list have names of their own beside it. */
export function hasRole(header: string): boolean {
  return HAS_ROLE.test(spellOut(header));
}

/** What a header is about besides the person's own values. */
export function aboutOf(header: string): 'others' | 'something' | 'otherName' | 'secondChoice' | 'person' {
  const plain = header.normalize('NFC');
  if (ABOUT_WRITERS.test(spellOut(header))) return 'others';
  if (ABOUT_COLLEAGUES.test(plain) || ABOUT_FAMILY.test(plain)) return 'others';
  if (OTHER_NAMES.test(plain)) return 'otherName';
  if (SECOND_CHOICE.test(plain)) return 'secondChoice';
  return ABOUT_SOMETHING.test(plain) || mentionsPassword(plain) ? 'something' : 'person';
}

/** The words of a header, also where only capitals part them. */
export function listWords(header: string): string[] {
  return header
    .replace(/#/g, ' number ')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');
}

const WORK_WORDS: ReadonlySet<string> = new Set(
  'work business office geschaft geschaftlich dienstlich beruflich buro bureau professionnel professionnelle pro trabajo oficina lavoro ufficio trabalho comercial werk zakelijk kantoor praca biuro sluzbowy sluzbowa pracovni jobb jobbet arbete arbejde arbeid kontor tyo toimisto'.split(
    ' ',
  ),
);

const ADDRESS_WORDS: ReadonlySet<string> = new Set(
  'address adresse direccion indirizzo endereco adres adress adresa osoite'.split(' '),
);

/**
 * A header as {@link foldHeader} leaves it, without its words for work and for an address, `Address 1: City`; empty for
 * one that has none, or nothing else.
 */
export function withoutWork(header: string): string {
  const words = listWords(header).map(foldHeader);
  const rest = words.filter((word) => !WORK_WORDS.has(word) && !ADDRESS_WORDS.has(word));
  return rest.length === words.length ? '' : rest.filter((word) => !/^\d$/.test(word)).join('');
}

const EMPLOYEE_WORDS: ReadonlySet<string> = new Set(
  'employee employees staff worker works associate empleado empleat trabajador employe salarie mitarbeiter dipendente funcionario colaborador medewerker personeel werknemer pracownika zamestnance zamestnanca zaposlenika djelatnika maticni angajat salariat tootaja tyontekija tyontekijan henkilo ansatt ansat anstallning medarbejder pekerja karyawan pegawai personel sicil εργαζομενου υπαλληλου служебен табельный табельний сотрудника работника працівника'.split(
    ' ',
  ),
);
const NUMBER_WORDS: ReadonlySet<string> = new Set(
  'id no nr num numero number nummer code codice codigo kod kodi cislo broj numer nombor nomor n код номер κωδικοσ αριθμοσ'.split(
    ' ',
  ),
);
/**
 * Words that are of the staff with these numbers only: a "Personalnummer" is the employer's, and a "Personal code", an
 * "Osobni broj" and a "Número personal" are the state's, or somebody's own phone.
 */
const OF_STAFF_WITH: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    personal: ['nr', 'nummer'],
    pers: ['nr', 'nummer', 'no'],
    personnel: ['number', 'no', 'num', 'nr', 'id', 'code'],
    osobni: ['cislo'],
    osobne: ['cislo'],
  }).map(([word, numbers]) => [word, new Set(numbers)]),
);
const ARTICLES: ReadonlySet<string> = new Set('de del du des d l der do da di'.split(' '));

/** True for `No. empleado` and `Κωδικός εργαζομένου`: of an employee and of a number, and of nothing else. */
export function isEmployeeNumber(header: string): boolean {
  const words = listWords(header)
    .map(foldHeader)
    .filter((word) => !ARTICLES.has(word));
  return (
    words.length === 2 &&
    words.some((word, index) => {
      const number = words[1 - index] ?? '';
      return EMPLOYEE_WORDS.has(word)
        ? NUMBER_WORDS.has(number)
        : OF_STAFF_WITH.get(word)?.has(number) === true;
    })
  );
}

/** Of a header; more are a sentence, and every run of them would be looked at. */
const MAX_WORDS = 12;
/** A shorter word inside a header says too little. */
const MIN_PART = 4;
/** With one of these a header is about a thing's key or time, not about the thing. */
const KEYS = new Set('id ids code key date datum type label status level grade start end since'.split(' '));
const NUMBERS = new Set('number no nr num numero'.split(' '));

/** Words of a header that stand beside each other. */
export interface HeaderPart {
  word: string;
  /** The rest of the header makes it the key or the date of that: `Position ID`. */
  isKey: boolean;
  /** The rest of the header makes it a number of that. */
  isNumber: boolean;
}

/** Every run of neighboring words in a header, the longest first. */
export function listParts(header: string): HeaderPart[] {
  const words = listWords(header).map((word) => ({ word, folded: foldHeader(word) }));
  if (words.length > MAX_WORDS) return [];
  const parts = words.flatMap((_, from) =>
    words.slice(from).map((__, length): HeaderPart => {
      const to = from + length + 1;
      const rest = words.filter((___, at) => at < from || at >= to).map(({ folded }) => folded);
      return {
        word: foldHeader(
          words
            .slice(from, to)
            .map(({ word }) => word)
            .join(''),
        ),
        isKey: rest.some((word) => KEYS.has(word)),
        isNumber: rest.some((word) => NUMBERS.has(word)),
      };
    }),
  );
  return parts
    .filter(({ word }) => word.length >= MIN_PART)
    .sort((one, other) => other.word.length - one.word.length);
}
