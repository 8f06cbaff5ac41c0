import { tidyValue } from '../../domain/personRules.ts';
import type { Finding, RosterRow } from '../../domain/terms.ts';
import { foldHeader } from '../columns/headerWords.ts';
import { noteSkipped, type SkipReason } from './skippedRows.ts';

/** A column that says what each person is. A job title is none: there are guardians by profession. */
const ROLE =
  /^(?:(?:primary|user|person|member|account|contact)?(?:role|type)|category|rolle|benutzertyp|personentyp|rol|tipodeusuario|ruolo|funcao|papel|roleutilisateur|profil)$/;
/** OneRoster 1.1 CSV, users.csv: "role" is also parent, guardian and relative. */
const OF_ONEROSTER: ReadonlySet<string> = new Set(['sourcedid', 'orgsourcedids', 'usersourcedid']);
const FAMILY =
  /^(?:parents?|guardians?|parents? ?(?:\/|or|and|&) ?(?:guardians?|carers?)|legal guardian|carer|caregiver|relative|family|mother|father|contact|emergency contact|eltern(?:teil)?|erziehungsberechtigte[r]?|mutter|vater|parent d['’]élève|responsable légale?|mère|père|padre|madre|apoderad[oa]|genitore|ouder|verzorger|rodzic|opiekun|rodič|förälder|vårdnadshavare|forelder|foresatt|forælder|huoltaja)$/iu;
const OF_SCHOOL =
  /^(?:students?|pupils?|learners?|teachers?|faculty|sch[uü]ler(?:in)?|lehrer(?:in)?|lehrkraft|[eé]l[eè]ve|enseignante?|professeure?|alumn[oa]|estudiante|docente|profesora?|maestr[oa]|student(?:e|essa)|insegnante|professore|leerling|leraar|docent|uczeń|nauczyciel(?:ka)?|žák|učitel(?:ka)?|elev|lärare|lærer|oppilas|opettaja|aluno|aluna|professora?)$/iu;

function sayFamily(value: string, column: string): SkipReason {
  return {
    what: `somebody's family (${value})`,
    unless: `Change ${column} in the file if this person is to be created.`,
  };
}

/**
 * Tells the families in a school's list, of a column that says what each person is: parents beside pupils or teachers.
 * Where it names neither, as in a list of guards, they are staff.
 */
export function createFamilies(): {
  /** Why this person is skipped; undefined as long as nobody could tell, and for everybody else. */
  take(record: readonly string[], row: number, columns: readonly string[]): SkipReason | undefined;
  /** Takes out of both whoever turned out to be family once all rows were seen, and names them. */
  leaveOut(rows: RosterRow[], findings: Finding[]): void;
} {
  let roles: number[] | undefined;
  /** Columns in which a pupil or a teacher was seen. */
  const ofSchool = new Set<number>();
  const unsure = new Map<number, { index: number; reason: SkipReason }>();

  function findRoles(columns: readonly string[]): number[] {
    const headers = columns.map(foldHeader);
    const found = [...headers.keys()].filter((index) => ROLE.test(headers[index] ?? ''));
    if (headers.some((header) => OF_ONEROSTER.has(header))) for (const index of found) ofSchool.add(index);
    return found;
  }

  return {
    take(record, row, columns) {
      roles ??= findRoles(columns);
      for (const index of roles) {
        const value = tidyValue(record[index] ?? '');
        if (OF_SCHOOL.test(value)) ofSchool.add(index);
        if (!FAMILY.test(value)) continue;
        const reason = sayFamily(value, columns[index] ?? '');
        if (ofSchool.has(index)) return reason;
        unsure.set(row, { index, reason });
      }
      return undefined;
    },

    leaveOut(rows, findings) {
      const skipped = new Map([...unsure].filter(([, { index }]) => ofSchool.has(index)));
      if (skipped.size === 0) return;
      const isLeft = ({ row }: { row: number }): boolean => !skipped.has(row);
      rows.splice(0, rows.length, ...rows.filter(isLeft));
      findings.splice(0, findings.length, ...findings.filter(isLeft));
      for (const [row, { reason }] of skipped) findings.push(noteSkipped(row, reason));
    },
  };
}
