import { tidyValue } from '../../domain/personRules.ts';
import type { Head } from '../columns/readHead.ts';
import { readSwitch } from './readSwitch.ts';
import { ROW_WORDS } from './words.ts';

/** Meanings that tell who somebody is. */
export const TELLING: readonly (string | undefined)[] = [
  'userPrincipalName',
  'displayName',
  'givenName',
  'surname',
];

/** What formulas make of an empty row in the place of a name or an address. */
const OF_NOTHING = /^[0.\s]{0,9}(?:@[\w.-]{0,100})?$/;

/** True for a row that only a spreadsheet filled: zeros of formulas, the boxes of a column nobody has ticked. */
export function isUnfilled(
  record: readonly string[],
  { header: { meanings } }: Pick<Head, 'header'>,
): boolean {
  let tells = false;
  for (const [index, cell] of record.entries()) {
    const value = tidyValue(cell);
    const isTelling = TELLING.includes(meanings[index]);
    tells ||= isTelling;
    if (value === '' || value === '0' || (isTelling && OF_NOTHING.test(value))) continue;
    if (isTelling ? !/^false$/i.test(value) : readSwitch(value) !== false) return false;
  }
  return tells;
}

/** A sum over a part of the list: `Subtotal IT`, `Summe IT`, `Finance Total`. */
const PART_TOTAL =
  /^(?:(?:sub|grand|sous)[ -]?totals?|totals?|subtotale|subtotaal|zwischensumme|gesamtsumme|summe|total (?:général|generale?)|suma częściowa|mezisoučet|delsumma?)(?:[ :].{0,60})?$/iu;
/** The same by words that people are called, too, over nothing but numbers: `Finance Count`. */
const PERHAPS_TOTAL = /^\p{L}.{0,60} (?:count|headcount|(?:sub-?)?totals?)$/iu;
/** `Records: 2`, `Effectif : 1`. */
const COUNTED =
  /^(?:records|rows|people|employees|users|entries|effectif|personen|mitarbeiter|einträge|datensätze|personnes|personas|persone|lignes|filas|righe) ?[:=] ?\d{1,7}$/iu;
/** What a template says about its columns in a row of its own. */
const COLUMN_RULE =
  /^[([<{]?(?:required|mandatory|optional|recommended|string|text|integer|number|numeric|date|boolean|varchar|pflicht(?:feld|angabe)?|erforderlich|freiwillig|obligatoire|facultatif|requis|obligatorio|opcional|requerido|obbligatorio|facoltativo|verplicht|optioneel|wymagane|povinné|obrigatório)\*?(?: ?\(.{1,20}\))?[)\]>}]?$/iu;
/** `<add more rows above this line>` */
const INSTRUCTION = /^(?:<[^<>@]{3,200}>|\[[^[\]@]{3,200}\]|\{[^{}@]{3,200}\})$/u;
const LEGEND = /^(?:legend|legende|légende|leyenda|legenda|key|abbreviations|abkürzungen|abréviations):?$/iu;
/** Whom to ask: `Phone,206 555 0100` below the list. */
const CONTACT_LINE =
  /^(?:phone|telephone|tel\.?|telefon|téléphone|teléfono|telefono|telefoon|fax|mobile|hotline|extension|ext\.):?$/iu;

/** What stands below a list with a mark before it: `*Contractor`, `** on leave until March`. `* Ada Lima` is one of a list. */
const FOOTNOTE = /^(?:\*{2,4} ?|\*|[†‡] ?|\(\*{1,3}\) ?)[\p{L}\p{N}=]/u;
/** Who made a list and whom to ask about it, which often has an address beside it. */
const ABOUT_LIST =
  /^(?:(?:prepared|compiled|created|generated|exported|approved|reviewed|requested|submitted|updated|maintained|signed off|authori[sz]ed|sent) by|(?:erstellt|geprüft|genehmigt|freigegeben|exportiert|gepflegt) (?:von|durch)|(?:préparé|établi|créé|approuvé|exporté) par|(?:preparado|creado|aprobado|exportado|elaborado) por|(?:preparato|creato|approvato) da|(?:opgesteld|gemaakt|goedgekeurd) door)[ :]|^(?:data )?(?:source|quelle|fuente|fonte|bron|author|autor|auteur|contact|kontakt|ansprechpartner|questions|fragen)(?: ?:|(?: to| for| an| zu)? ?[:?]|(?: to| an)$)/iu;

/** True for a row of nothing but a footnote. */
export function isFootnote([first = '', ...more]: readonly string[]): boolean {
  return more.length === 0 && FOOTNOTE.test(first);
}

/** True for a line about the list as a whole, in a row of no more than that and an address. */
export function isAboutList([first = '', ...more]: readonly string[]): boolean {
  return more.length < 2 && ABOUT_LIST.test(first);
}

const PHONE = /^[\d\s+()./-]{3,40}$/;

/** What a row is by words that no name has, in cells that are not blank and have no address; undefined for any other. */
export function findNoPerson([first = '', ...more]: readonly string[]): string | undefined {
  if (COLUMN_RULE.test(first) && more.length > 0 && more.every((cell) => COLUMN_RULE.test(cell)))
    return ROW_WORDS.noPerson.rule;
  if (INSTRUCTION.test(first) && more.length === 0) return ROW_WORDS.noPerson.instruction;
  if (COUNTED.test(first) && more.length === 0) return ROW_WORDS.noPerson.total;
  const numbers = more.filter((cell) => /^[\d\s.,]+$/.test(cell));
  if (PART_TOTAL.test(first) && (more.length === 0 || numbers.length > 0)) return ROW_WORDS.noPerson.total;
  if (PERHAPS_TOTAL.test(first) && more.length > 0 && numbers.length === more.length)
    return ROW_WORDS.noPerson.total;
  if (LEGEND.test(first) && more.length === 0) return ROW_WORDS.noPerson.legend;
  return CONTACT_LINE.test(first) && more.length === 1 && PHONE.test(more[0] ?? '')
    ? ROW_WORDS.noPerson.contact
    : undefined;
}
