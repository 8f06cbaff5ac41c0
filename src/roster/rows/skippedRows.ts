import { tidyValue } from '../../domain/personRules.ts';
import type { Finding } from '../../domain/terms.ts';
import { isNameWord, isPersonWord } from '../columns/guesses/guessNames.ts';
import { findWord } from '../columns/headerMeanings.ts';
import { foldHeader } from '../columns/headerWords.ts';
import { type Head, note } from '../columns/readHead.ts';
import { TEMPLATES } from '../columns/words.ts';
import { isHeaderWord } from './findUnknownHead.ts';
import { findNoPerson, isAboutList, isFootnote, isUnfilled, TELLING } from './noPeople.ts';
import { beginsExample, findNobody } from './placeholders.ts';
import { ROW_WORDS } from './words.ts';

/**
 * Why neighboring rows are told in one note: they are empty, people of a results file who were created, or another
 * table below the people.
 */
export type SkippedRun = 'blank' | 'done' | 'table';

/** Why one row is no person. */
export interface SkipReason {
  /** What the row is: "a total". */
  what: string;
  /** What to do where it may be a person after all. */
  unless?: string;
}

/** The row Microsoft's bulk-create template shows as an example, in the languages it comes in. */
const EXAMPLE =
  /^(?:example|exemple|beispiel|bsp|ejemplo|esempio|voorbeeld|exemplo|příklad|príklad|przykład|eksempel|exempel|esimerkki|példa|örnek|пример|приклад|παράδειγμα|exemplu|primer|primjer|näide|piemērs|pavyzdys|例|示例|範例|范例|예|예제|예시|مثال|דוגמה|ví dụ|contoh|ตัวอย่าง|उदाहरण)(?:[:：.\s]|$)/iu;
/**
 * The one cell of a row above the people of a part of a company or school: `Sales:`, `Class 7b`, `IT Department`. People
 * are called Grade Young, Klas Andersson and Anna Staff.
 */
const SECTION =
  /^[\p{L}\p{N}][\p{L}\p{N} &.-]{1,60}:$|^[\p{L}\p{N}][\p{L}\p{N} &./-]{1,40}: ?[\p{L}\p{N}][^@:]{0,60}$|^(?:team|division|unit|branch|faculty|class|year|grade|form|dept\.?|department|abteilung|bereich|fachbereich|klasse|jahrgang|gruppe|standort|service|équipe|classe|equipo|clase|reparto|klas|dział|klasa|oddělení|třída|класс) (?:of |\p{L}{0,4}\d)[\p{L}\p{N} &.-]{0,60}$|^(?:department|abteilung|fachbereich|standort|département|departamento|ufficio|afdeling|oddělení|avdelning|avdeling|osasto|отдел) [\p{L}\p{N} &.-]{1,60}$|^[\p{L}\p{N}&.-]{1,40}(?: [\p{L}\p{N}&.-]{1,40}){0,3} (?:department|dept\.|abteilung|departement|afdeling|avdelning|avdeling|osasto)$|^\p{L}{2,40}abteilung$/iu;
/** The marks of a line that was commented out. */
const COMMENT = /^(?:#(?!(?:N\/|NV|VERW|REF|BEZUG|NAME|VALUE|WERT|DIV|NULL|NUM|ZAHL|#))|\/\/|--|;)/iu;
/** The line under a header, as a table in text, Markdown or the output of a database has it. */
const RULE = /^[\s:|+*=_~.\-–—─]+$/u;
const TOTAL =
  /^(?:grand|sub|sum|gross|overall|run)?[ -]?(?:total|totals|totale|totaal|totalt|totalsumme|gesamt|gesamtzahl|gesamtsumme|insgesamt|summe|anzahl|count|headcount|sum|somme|nombre|suma|cantidad|somma|aantal|razem|łącznie|ogółem|celkem|součet|spolu|summa|antal|antall|sum|yhteensä|összesen|toplam|итого|всего|разом|усього|σύνολο|ukupno|skupaj|合計|総計|合计|总计|總計|합계|총계|المجموع|الإجمالي|סה"כ|tổng)(?: (?:of )?(?:people|persons|employees|users|staff|rows|records|number|count|headcount|mitarbeiter|personen|employés|empleados|pracowników))?[^\p{L}\p{M}]*$/iu;
/** What reports end with. */
const FOOTER =
  /^(?:(?:(?:(?:many|best|kind|warm) )?(?:thanks|thank you|regards|cheers)|(?:vielen )?dank|viele grüße|mit freundlichen grüßen|cordialement|saludos|cordiali saluti|met vriendelijke groet|end of|ende (?:der|des)|as of|run (?:by|date|on|time))(?!\p{L})|fin (?:de |de la |du |de l['’]|des |del )?(?:rapport|liste|fichier|document|export|état|informe|listado|lista|reporte|archivo|documento)|fine (?:del |della |dell['’])?(?:rapporto|report|elenco|lista|file|documento)|generated|erstellt|créé|exported|exportiert|printed|gedruckt|report(?:ed)? (?:date|time|generated|run)|page \d|seite \d|confidential|vertraulich|copyright|©|\(c\) |stand(?::| ?\d| (?:vom|am|per|der)(?!\p{L}))|created (?:by|on)|note[s:]|source:|questions|\(?\d{1,7} (?:rows?|records?|people|persons|employees|users|items|zeilen|einträge|datensätze|personen|lignes|filas|righe)(?![\p{L}]))/iu;
/** The words of a long name: `Maria Eduarda dos Santos de Souza e Silva`. */
const WORD_OF_NAME =
  /^(?:[\p{Lu}\p{Lt}\p{Lo}][\p{L}\p{M}.'’-]*,?|d[aeiou]|d[aeo]s|dell?[ao]?|l[aeo]s?|e|i|y|af|al|ap|av|bin|binti?|den|der|ibn|ten?|ter|und|van|vo[mn]|zu[mr]?|\p{Ll}['’]\p{Lu}[\p{L}\p{M}]*)$/u;

/** What is in a row's cells that are not blank, and which columns they are in. */
function listFilled(record: readonly string[]): { filled: string[]; indexes: number[] } {
  const filled: string[] = [];
  const indexes: number[] = [];
  for (let index = 0; index < record.length; index += 1) {
    const cell = tidyValue(record[index] ?? '');
    if (cell === '') continue;
    filled.push(cell);
    indexes.push(index);
  }
  return { filled, indexes };
}

function isTotal(filled: readonly string[]): boolean {
  return (
    filled.every((cell) => TOTAL.test(cell) || !/\p{L}/u.test(cell)) &&
    filled.some((cell) => TOTAL.test(cell))
  );
}

/** USERID and "User ID", as the file has them below each other. Hardly a value begins as its header does. */
function isSameWord(cell: string, column: string): boolean {
  if (cell[0]?.toLowerCase() !== column[0]?.toLowerCase() || cell === '') return false;
  return foldHeader(cell) === foldHeader(column);
}

/** A row of the header's own words, as printed on every page. Told by the first half of a person's cells. */
function repeatsHeader(
  { filled, indexes }: ReturnType<typeof listFilled>,
  columns: readonly string[],
): boolean {
  let same = 0;
  for (let at = 0; at < filled.length; at += 1) {
    const cell = filled[at] ?? '';
    const column = columns[indexes[at] ?? -1] ?? '';
    if (cell === column || isSameWord(cell, column)) same++;
    else if ((at + 1 - same) * 2 >= filled.length) return false;
  }
  return same > 1 && same * 2 > filled.length;
}

/** Words of sentences that are in no name, also where somebody types names in small letters. */
const words = ROW_WORDS.skipped;

const WORD_OF_SENTENCE =
  /^(?:the|this|these|are|was|were|is|please|for|of|with|from|not|only|all|your|our|have|has|any|who|die|das|ist|sind|nicht|bitte|für|mit|auf|alle|wird|werden|diese[rs]?|est|sont|pour|avec|cette|tous|toutes|merci|para|favor|esta|este|sono|questa|tutti|niet|het|een|voor|alleen|nie|jest|się|proszę|inte|är|för|att|ikke|til|eller)$/iu;
/** The longest name that we know of has ten. */
const MOST_WORDS_OF_NAME = 12;

function isSentence(text: string): boolean {
  const words = text.split(/\s+/);
  if (words.length <= 6 || words.every((word) => WORD_OF_NAME.test(word))) return false;
  const hasNoName = words.some((word) => WORD_OF_SENTENCE.test(word) || !/^[\p{L}\p{M}.'’-]+,?$/u.test(word));
  return hasNoName || words.length > MOST_WORDS_OF_NAME || /\p{L}{3}\.$/u.test(text);
}

function isFooter(filled: readonly string[]): boolean {
  const [first, more] = filled;
  if (first === undefined || more !== undefined) return false;
  const only = first.replace(/^[\s*=_~#<>•–—-]{1,20}/u, '');
  return FOOTER.test(only) || isSentence(only) || /^[\d\s.,:/-]+$/.test(only);
}

/** Columns in which Exchange, Active Directory and Slack's list of members say what an entry is, and what is no person there. */
const KIND_OF_ENTRY =
  /^(?:recipient ?type(?: ?details)?|object ?class|status|(?:user|account|member|entry|object) ?type)$/i;
const NO_PERSON =
  /^(?:(?:room|linkedroom|equipment|shared|discovery|arbitration|audit ?log|auxauditlog|monitoring|group|team|scheduling|system|public ?folder)mailbox|(?:mail|remote|dynamic)\w{0,20}group|group|computer|contact|mailcontact|organizational ?unit|container|publicfolder|printqueue|ms-?ds-\w{1,40}|bot|workflow ?bot|app(?:lication)?|integration|service ?account|service ?principal)$/i;

/** Where people are told by it, too: somebody who applied is an `Application`. */
const PERSONS_STATUS = /^(?:application|contact|integration)$/i;

/** Exchange lists rooms and shared mailboxes among the people, and a directory its computers. */
function findThing(record: readonly string[], columns: readonly string[]): SkipReason | undefined {
  for (const [index, column] of columns.entries()) {
    if (!KIND_OF_ENTRY.test(column)) continue;
    const value = tidyValue(record[index] ?? '');
    if (/^status$/i.test(column) && PERSONS_STATUS.test(value)) continue;
    if (NO_PERSON.test(value)) return words.thing(value, column);
  }
  return undefined;
}

/** What Active Directory has in columns that are not read, also for entries of its own: `Guest`. */
const ENTRY_NAME = /^(?:name|cn|sam ?account ?name)$/i;

/** The names in a row, each as it stands in its column; without any, what a directory calls the entry. */
function namesIn(
  record: readonly string[],
  { header: { meanings }, columns }: Pick<Head, 'header' | 'columns'>,
): Partial<Record<'displayName' | 'givenName' | 'surname', string>> {
  const names: Partial<Record<'displayName' | 'givenName' | 'surname', string>> = {};
  for (const name of ['displayName', 'givenName', 'surname'] as const) {
    const index = meanings.indexOf(name);
    if (index >= 0) names[name] = tidyValue(record[index] ?? '');
  }
  if (Object.values(names).some((name) => name !== '')) return names;
  const entry = columns.findIndex((column) => ENTRY_NAME.test(column));
  return entry < 0 ? names : { displayName: tidyValue(record[entry] ?? '') };
}

/** True for a user name that is somebody's own: `eg.marshall`, and neither `tbd` nor `svc_backup`. */
function hasUserName(record: readonly string[], meanings: Head['header']['meanings']): boolean {
  const userName = tidyValue(record[meanings.indexOf('userPrincipalName')] ?? '');
  const nobody = findNobody({ displayName: userName }, true);
  return (
    /^[a-z\d][\w.'-]{2,63}$/i.test(userName) &&
    (nobody === undefined || nobody === ROW_WORDS.notAPerson.example)
  );
}

/** No row that begins so is one of these, and a look at it tells most rows of a large file. */
const BEGINS_WITH_ADDRESS = /^[A-Za-z0-9][\w.'-]*@[\w-]+\.[\w.-]+$/;

/** Why the row with which a list ends is skipped. */
export const END: SkipReason = words.end;

/** Why a row below the header that is not blank is no person; undefined for a person. */
export function findSkipReason(
  record: readonly string[],
  { header, columns }: Pick<Head, 'header' | 'columns'>,
): SkipReason | undefined {
  if (header.template === TEMPLATES.portal && BEGINS_WITH_ADDRESS.test(record[0] ?? '')) return undefined;
  const thing = findThing(record, columns);
  if (thing !== undefined) return thing;
  const { filled, indexes } = listFilled(record);
  const [first = ''] = filled;
  const [index = 0] = indexes;
  if (filled.every((cell) => RULE.test(cell))) return words.line;
  if (repeatsHeader({ filled, indexes }, columns)) return words.header;
  if (EXAMPLE.test(first) && (header.template === TEMPLATES.entra || /[:：]/u.test(first))) {
    return words.example;
  }
  if (COMMENT.test(first)) {
    if (filled.length === 1) return words.comment;
    if (TELLING.includes(header.meanings[index])) {
      const mark = /^\S[#/;-]*/u.exec(first)?.[0] ?? '#';
      return words.marked(mark);
    }
  }
  if (isAboutList(filled) && filled.length > 1) return words.aboutList;
  if (filled.some((cell) => cell.includes('@') && !/\s/.test(cell))) return undefined;
  if (isTotal(filled)) return words.total;
  const noPerson = findNoPerson(filled);
  if (noPerson !== undefined) return words.noPerson(noPerson);
  const isUser = hasUserName(record, header.meanings);
  if (!isUser && beginsExample(first)) {
    return words.beginsExample;
  }
  const nobody = isUser ? undefined : findNobody(namesIn(record, { header, columns }), true);
  if (nobody !== undefined) return words.nobody(nobody);
  if (filled.length === 1 && columns.length > 1 && SECTION.test(first)) {
    return words.group;
  }
  if (columns.length === 1) return undefined;
  if (isFooter(filled)) return words.end;
  if (isAboutList(filled)) return words.aboutList;
  return isFootnote(filled) ? words.noPerson(ROW_WORDS.noPerson.footnote) : undefined;
}

/** The note about a row above the header. */
export function noteAbove(row: number): Finding {
  return note(row, 'ROW_SKIPPED', ROW_WORDS.above(row));
}

/** The note about one row that is no person; a warning where it may be one. */
export function noteSkipped(row: number, { what, unless }: SkipReason): Finding {
  const said = note(row, 'ROW_SKIPPED', ROW_WORDS.skip(row, what, unless));
  return unless === undefined ? said : { ...said, severity: 'warning' };
}

/** In a results file: the status of somebody who needs no account any more. */
const DONE = /^(?:created|changed)\b/i;

function isDone(record: readonly string[], { header, columns }: Head): boolean {
  if (header.template !== TEMPLATES.results) return false;
  return DONE.test(tidyValue(record[columns.indexOf('Status')] ?? ''));
}

/** What a row is skipped for together with its neighbors; undefined for any other row. */
export function findRun(record: readonly string[], head: Head | undefined): SkippedRun | undefined {
  if (record.every((cell) => tidyValue(cell) === '')) return 'blank';
  if (head === undefined) return undefined;
  if (isUnfilled(record, head)) return 'blank';
  return isDone(record, head) ? 'done' : undefined;
}

/** The note about rows that were skipped together; a warning where people may stand in them. */
export function noteRun(run: SkippedRun, from: number, to: number): Finding {
  const said = note(from, 'ROW_SKIPPED', ROW_WORDS.run[run](from, to));
  return run === 'table' ? { ...said, severity: 'warning' } : said;
}

/** True for what columns of people's own names are called, but for a word that some people are called: `Ad`. */
export function namesPeople(cell: string): boolean {
  if (cell.length < 3 && /^[a-z]+$/i.test(cell)) return false;
  return TELLING.includes(findWord(foldHeader(cell))) || (isNameWord(cell) && !isPersonWord(cell));
}

/**
 * True for the header of another table below the people: it repeats this one but for a column, or all its cells are words
 * for columns, and one of them is for names. `Zoe Roth;Office;Manager` is somebody, who manages an office.
 */
export function beginsTable(
  record: readonly string[],
  { columns, header }: Pick<Head, 'columns' | 'header'>,
): boolean {
  if (record.some((cell) => /[@\d]/.test(cell))) return false;
  const { filled, indexes } = listFilled(record);
  if (filled.length < 2) return false;
  if (repeatsHeader({ filled, indexes }, columns)) {
    // "Last day" where the header has "Start date": those below it leave.
    return filled.some((cell, at) => {
      const [column = '', meaning] = [columns[indexes[at] ?? -1], header.meanings[indexes[at] ?? -1]];
      return (
        column !== '' &&
        !isSameWord(cell, column) &&
        (meaning === undefined || findWord(foldHeader(cell)) !== meaning)
      );
    });
  }
  // Nobody is called "Name", and the rows below have columns of their own: "Name, Class" below "Name, Subject".
  const whole = header.meanings.indexOf('displayName');
  if (whole >= 0 && isSameWord(tidyValue(record[whole] ?? ''), columns[whole] ?? '')) return true;
  return filled.every(isHeaderWord) && filled.some(namesPeople);
}
