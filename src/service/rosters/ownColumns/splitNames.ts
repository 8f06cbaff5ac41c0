/** What several names in one cell may stand between where the whole is no name. */
const SOFT_SEPARATORS = /[+,]/;

function listParts(value: string): string[] {
  return value
    .split(SOFT_SEPARATORS)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Everything in these cells that may be a name: each value, and its parts between `+` and `,`. */
export function listCandidates(values: readonly string[]): string[] {
  return [...new Set(values.flatMap((value) => [value, ...listParts(value)]))];
}

/** The names in these cells. A value is taken apart only when it is no name itself and one of its parts is. */
export function splitNames(values: readonly string[], isName: (text: string) => boolean): string[] {
  const names = values.flatMap((value) => {
    const parts = listParts(value);
    return !isName(value) && parts.some(isName) ? parts : [value];
  });
  return [...new Set(names)];
}

/** "None", in the languages that Microsoft's templates come in. */
const NONE =
  /^(?:none|nil|n\/a|[-–—]|keine?[rs]?|aucune?|ning[uú]n[oa]|nessun[oa]|geen|nenhum[a]?|brak|ž[aá]dn[yáaeé]|ingen|inga|ei mitään|nincs|yok|нет|немає|niciun[aă]?|κανένα[ς]?|なし|无|無|없음|لا يوجد|אין|không|ไม่มี)$/iu;

/** True for a cell that says that there are to be none. */
export function saysNone(values: readonly string[]): boolean {
  return values.length === 1 && NONE.test((values[0] ?? '').normalize('NFC'));
}
