/** The words of a list, parted by spaces. */
export function listOf(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

/** Before a name. */
const TITLES = listOf(
  'mr mrs ms miss mx dr drs prof professor sir rev reverend herr herrn frau fräulein mudr judr phdr rndr mvdr paeddr thdr pharmdr monsieur madame mademoiselle mme mlle maître srta señor señora señorita senhor senhora signor signora dott dottssa dottore dhr mevr mevrouw meneer pani docent',
);
/** `Dr.-Ing.`, `Dipl.-Ing.`, `Univ.-Prof.`, `Priv.-Doz.` */
const COMPOUND_TITLE = /^(?:dr|dipl|univ|priv|ass|assoc|apl)(?:-\p{L}{2,12}){1,2}$/u;
/** First names, too, of whom the last name stands in a field of its own, or as the only other word. */
export const ALSO_FIRST_NAMES = listOf('rev sir');
/** The same, but some people are called so: with a period, or before two more words. */
const TITLES_OR_NAMES = listOf(
  'm sr sra dra don doña hon capt cpt col lt sgt maj gen father lord lady dame fr hr ing dipl mag mgr bc arch avv geom rag ir mw pan inż doc fru sig dom me lic arq adv',
);
/** Only with a period: Eng and Ass are names. */
const DOTTED_TITLES = listOf('eng enga ass assoc asst priv univ hab');
/** Before another title: `PD Dr.`, `apl. Prof.` PD James is no title. */
const BEFORE_TITLES = listOf('pd apl ao em emer assoc associate asst assistant adj adjunct visiting');
/** What a title is in, behind it: `Dr. rer. nat.`, `dr hab.`, `Dr. h. c. mult.` Phil is a name without its period. */
const OF_TITLES = listOf(
  'med dent vet rer nat pol oec publ phil iur jur utr theol ing paed päd soc sc techn agr habil hab h c hc mult',
);
/** After it: degrees, and which one of a family it is. Ma and Do are last names, MA and DO are not. */
const SUFFIXES = listOf(
  'jr sr junior júnior senior ii iii iv phd dphil md dds dvm dmd rn np mba mpa msc bsc ma ba bs ms llm llb jd esq cpa cfa pmp csc fca acca frcs obe mbe cbe kbe ret mbbs mbchb bsn msn aprn lpn lcsw msw dnp edd med bed meng beng bcom mcom bba mfa bfa mphil dphil pharmd psyd dpt pe frcp mrcp mrcs mrcgp frcpc facs facp kc qc shrm-cp shrm-scp pa-c fnp-bc fnp',
);
/** Of these, the ones that are last names, too: in `Minh DO` and `Ada MA` the last name is in capitals. */
export const ALSO_LAST_NAMES = listOf('ma do ba bs md pe');
/** Only after two names: "Juan Carlos I". */
export const NUMERALS = listOf('i v vi');
/** In Brazil and Portugal they say which one of a family it is. Alone they are last names. */
export const DESCENT = listOf('filho neto netto sobrinho');
/** They begin a last name of several words. */
export const PARTICLES = listOf(
  "van von vom zu zum zur der den de del della delle dello degli di da do das dos du des la le las los el al bin ibn ben bint abu ter ten te 't op af av y mac st st. san santa",
);
/** True for a word that only begins a last name: two people with `van` in theirs share no name. */
export function isNameParticle(word: string): boolean {
  return PARTICLES.has(word.toLowerCase());
}

/** `Ph.D.` → `phd`. */
export function foldWord(word: string): string {
  return word.toLowerCase().replace(/\./g, '');
}

/** True for `L` and `L.` */
export function isInitial(word: string): boolean {
  return /^\p{L}\.?$/u.test(word);
}

/**
 * True for a title before a name.
 *
 * @param words of how many words the name is from this one on
 */
export function isTitle(word: string, words: number): boolean {
  const folded = foldWord(word);
  if (TITLES.has(folded) || COMPOUND_TITLE.test(folded)) return true;
  return word.endsWith('.')
    ? TITLES_OR_NAMES.has(folded) || DOTTED_TITLES.has(folded)
    : TITLES_OR_NAMES.has(folded) && words > 2;
}

/** True for `med.` and `h.`, which stand behind a title. `v.` and `St.` begin a name, and so does `A.` */
function isOfTitle(word: string): boolean {
  const isSmall = /^\p{Ll}/u.test(word);
  if (OF_TITLES.has(foldWord(word))) return isSmall || (word.endsWith('.') && !isInitial(word));
  return isSmall && /^\p{L}{2,12}\.$/u.test(word) && !PARTICLES.has(word);
}

/** Of how many words the titles before a name are: of two in `Dr. med.`, of four in `Prof. Dr. rer. nat.` */
export function countTitles(
  words: readonly string[],
  isSure: (word: string, words: number) => boolean = isTitle,
): number {
  let count = 0;
  for (let word = words[0]; word !== undefined; word = words[count]) {
    const next = words[count + 1] ?? '';
    const isBeforeOne = BEFORE_TITLES.has(foldWord(word)) && isSure(next, 1);
    if (!isSure(word, words.length - count) && !isBeforeOne && !(count > 0 && isOfTitle(word))) break;
    count++;
  }
  return count;
}

/** True for a degree after a name, and for which one of a family it is. */
export function isSuffix(word: string): boolean {
  const plain = word.replace(/\./g, '');
  if (!SUFFIXES.has(plain.toLowerCase())) return false;
  return /\p{Lu}/u.test(plain.slice(1)) || /^(?:jr|sr|junior|júnior|senior|phd|esq)$/i.test(plain);
}

/** `Prof. Dr. med. Eva` of `Prof.Dr.med.Eva`. */
export function partTitles(name: string): string {
  return name.replace(
    /(?<![\p{L}\p{M}.-])(?:prof|dr|mr|mrs|ms|ing|mag|hr|fr|sra?|dra|mudr|judr)\.(?:(?:med|rer|nat|phil|iur|jur)\.){0,3}(?=\p{L}{2})/giu,
    (titles) => titles.replaceAll('.', '. '),
  );
}
