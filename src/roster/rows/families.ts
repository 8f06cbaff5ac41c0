import { tidyValue } from '../../domain/personRules.ts';
import type { Finding, RosterRow } from '../../domain/terms.ts';
import { foldHeader } from '../columns/headerWords.ts';
import { noteSkipped, type SkipReason } from './skippedRows.ts';
import { ROW_WORDS } from './words.ts';

/** A column that says what each person is. A job title is none: there are guardians by profession. */
const ROLE =
  /^(?:(?:primary|user|person|member|account|contact)?(?:role|type)|category|rolle|benutzertyp|personentyp|rol|tipodeusuario|ruolo|funcao|papel|roleutilisateur|profil)$/;
/** OneRoster 1.1 CSV, users.csv: "role" is also parent, guardian and relative. */
const OF_ONEROSTER: ReadonlySet<string> = new Set(['sourcedid', 'orgsourcedids', 'usersourcedid']);
/** Words for whose parents they are. */
const FAMILY =
  /^(?:parents?|(?:legal )?guardians?|parents? ?(?:\/|or|and|&) ?(?:guardians?|carers?)|mother|father|eltern(?:teil)?|erziehungsberechtigte[r]?|mutter|vater|parent d['’]élève|responsable légale?|mère|père|padre|madre|apoderad[oa]|genitore|ouder|verzorger|rodzic|opiekun|rodič|förälder|vårdnadshavare|forelder|foresatt|forælder|huoltaja)$/iu;
/** Words that are also for people at work: a carer in a home, a contact of a firm. */
const PERHAPS_FAMILY = /^(?:carer|caregiver|relative|family|(?:emergency )?contact)$/iu;
const PUPIL =
  /^(?:students?|pupils?|learners?|sch[uü]ler(?:in)?|[eé]l[eè]ve|alumn[oa]|estudiante|student(?:e|essa)|leerling|uczeń|uczennica|žák|žákyně|elev|oppilas|aluno|aluna)$/iu;
const TEACHER =
  /^(?:teachers?|lehrer(?:in)?|lehrkraft|enseignante?|professeure?|profesora?|maestr[oa]|insegnante|leraar|nauczyciel(?:ka)?|učitel(?:ka)?|lärare|lærer|opettaja|professora?)$/iu;
/** One trainee stands in many a list of staff. */
const FEWEST_PUPILS = 2;

function warnOfFamily(row: number, column: string, value: string): Finding {
  const message = ROW_WORDS.mayBeFamily(value);
  return { row, column, property: 'file', value, code: 'MAY_BE_NOBODY', severity: 'warning', message };
}

/** A row with one of the words for families. */
interface Unsure {
  index: number;
  column: string;
  value: string;
}

/**
 * Tells the families in a school's list, of a column that says what each person is. Parents beside several pupils are
 * left out. Whoever may be family by a word that staff have, too, or beside one pupil or a teacher, is read and warned
 * of. Where there is neither, as in a list of guards, they are staff.
 */
export function createFamilies(): {
  /** Why this person is skipped; undefined as long as nobody could tell, and for everybody else. */
  take(record: readonly string[], row: number, columns: readonly string[]): SkipReason | undefined;
  /** Takes out of both whoever turned out to be family once all rows were seen, and names them. */
  leaveOut(rows: RosterRow[], findings: Finding[]): void;
} {
  let roles: number[] | undefined;
  /** Pupils that were seen in each column. */
  const pupils = new Map<number, number>();
  const withTeachers = new Set<number>();
  const unsure = new Map<number, Unsure>();

  const isSchool = (index: number): boolean => (pupils.get(index) ?? 0) >= FEWEST_PUPILS;
  const isLikeSchool = (index: number): boolean => pupils.has(index) || withTeachers.has(index);

  function findRoles(columns: readonly string[]): number[] {
    const headers = columns.map(foldHeader);
    const found = [...headers.keys()].filter((index) => ROLE.test(headers[index] ?? ''));
    if (headers.some((header) => OF_ONEROSTER.has(header)))
      for (const index of found) pupils.set(index, FEWEST_PUPILS);
    return found;
  }

  return {
    take(record, row, columns) {
      roles ??= findRoles(columns);
      for (const index of roles) {
        const value = tidyValue(record[index] ?? '');
        const column = columns[index] ?? '';
        if (PUPIL.test(value)) pupils.set(index, (pupils.get(index) ?? 0) + 1);
        if (TEACHER.test(value)) withTeachers.add(index);
        if (FAMILY.test(value) && isSchool(index)) return ROW_WORDS.skipped.family(value, column);
        if (FAMILY.test(value) || PERHAPS_FAMILY.test(value)) unsure.set(row, { index, column, value });
      }
      return undefined;
    },

    leaveOut(rows, findings) {
      const skipped: Finding[] = [];
      for (const [row, { index, column, value }] of unsure) {
        const isRelation = FAMILY.test(value);
        if (isRelation && isSchool(index))
          skipped.push(noteSkipped(row, ROW_WORDS.skipped.family(value, column)));
        else if (isRelation ? isLikeSchool(index) : isSchool(index))
          findings.push(warnOfFamily(row, column, value));
      }
      if (skipped.length === 0) return;
      const out = new Set(skipped.map(({ row }) => row));
      const isLeft = ({ row }: { row: number }): boolean => !out.has(row);
      rows.splice(0, rows.length, ...rows.filter(isLeft));
      findings.splice(0, findings.length, ...findings.filter(isLeft), ...skipped);
    },
  };
}
