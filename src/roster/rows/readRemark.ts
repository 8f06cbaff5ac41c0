import type { Finding } from '../../domain/terms.ts';
import { listWords } from '../columns/headerParts.ts';
import { foldHeader } from '../columns/headerWords.ts';
import { ROW_WORDS } from './words.ts';

/** Words over what somebody remarked about each person. */
const REMARK: ReadonlySet<string> = new Set(
  'note notes comment comments remark remarks bemerkung bemerkungen kommentar kommentare anmerkung anmerkungen notiz notizen hinweis remarque remarques commentaire commentaires observacion observaciones nota notas comentario comentarios osservazioni observacao observacoes opmerking opmerkingen uwagi uwaga komentarz poznamka poznamky anteckning anteckningar merknad merknader bemærkning bemærkninger huomautus huomautukset megjegyzés notlar açıklama комментарий примечание примітка σημειώσεις 備考 备注 備註 비고'
    .split(' ')
    .map(foldHeader),
);

/** True for a header over remarks: `Notes`, `HR comments`, `Bemerkung (intern)`. */
export function isRemarkHeader(header: string): boolean {
  return listWords(header).some((word) => REMARK.has(foldHeader(word)));
}

/** What is written beside somebody who does not start after all, or not yet. Longer runs first. */
const OBJECTION =
  /(?<![\p{L}\p{N}])(?:do(?:es)?(?: not|n['’]t)\s(?:start|create|process|set ?up|onboard|join)|(?:did|will|has)(?: not|n['’]t)\s(?:start|accept|join|show)|won['’]t\s(?:start|join|accept)|not\s(?:starting|joining|coming)|never started|no[- ]?show|on hold|cancel(?:l?ed)?|withdr(?:awn|ew)|rescinded|declined|postponed|deferred|(?:offer|application) rejected|nicht anlegen|tritt nicht an|kommt nicht|abgesagt|storniert|zurückgezogen|abgesprungen|verschoben|ne pas créer|ne vient pas|annulée?|désist(?:ée?|ement)|reportée?|no crear|anulad[oa]|cancelad[oa]|aplazad[oa]|desistió|non creare|annullat[oa]|rinunciat[oa]|rinuncia|rimandat[oa]|não criar|desistiu|adiad[oa]|niet aanmaken|geannuleerd|ingetrokken|uitgesteld|nie zakładać|anulowan[eoya]|rezygnacja|odwołan[eoya]|nevytvářet|zrušeno|skapa inte|avbruten|återkallad|uppskjuten|avlyst|utsatt|aflyst|udsat|peruttu|lemondta|törölve|iptal|не создавать|отменено|отказался|отказалась|не створювати|скасовано|ακυρώθηκε)(?![\p{L}\p{N}])|取消|辞退|延期|취소|보류/iu;

/** The words of a remark that speak against creating this person now; undefined where none do. */
export function findObjection(remark: string): string | undefined {
  return OBJECTION.exec(remark.normalize('NFC'))?.[0];
}

/** The warning about somebody with such a remark. Only the words that were found are in it: a remark may hold anything. */
export function sayObjection(row: number, column: string, found: string): Finding {
  const message = ROW_WORDS.objection(column, found);
  return { row, column, property: 'file', value: '', code: 'MAY_NOT_START', severity: 'warning', message };
}
