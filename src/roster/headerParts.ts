import { foldHeader } from './headerWords.ts';
import { mentionsPassword } from './passwordHeaders.ts';

/** A column about somebody else than the person to create. */
const ABOUT_OTHERS =
  /manager|supervisor|vorgesetzt|responsable|jefe|chef|reporting|contact|kontakt|parent|guardian|mother|father|spouse|eltern|erziehungsberecht|tuteur|tutor|mentor|sponsor|recruiter|emergency|notfall/i;
/** A column about something else, or about what somebody was called once. */
const ABOUT_SOMETHING = /company|firma|previous|former/i;
/** No name that somebody goes by. */
const OTHER_NAMES =
  /middle|maiden|birth|geburt|jeune fille|nick|spitz|alias|initial|patronym(?!ique)|отчество|по батькові|second(?:o)? (?:fore|first|given)?\s*(?:name|nome)|segundo nombre|deuxi.me pr.nom|zweite[rns]? vorname|drugie imi|druh. jm.no|mell[ao]m?n(?:amn|avn)|nome do meio/iu;
/** A name that somebody goes by, or the one of before: only where there is no other. */
const SECOND_CHOICE =
  /prefer|known\s*as|chosen|goes\s*by|rufname|roepnaam|usuel|pr.nom d.usage|naissance|patronymique|tilltalsnamn|kaldenavn/iu;

/** What a header is about besides the person's own values. */
export function aboutOf(header: string): 'others' | 'something' | 'otherName' | 'secondChoice' | 'person' {
  const plain = header.normalize('NFC');
  if (ABOUT_OTHERS.test(plain)) return 'others';
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

/** Of a header; more are a sentence, and every run of them would be looked at. */
const MAX_WORDS = 12;
/** A shorter word inside a header says too little. */
const MIN_PART = 4;
/** With one of these a header is about a thing's key or time, not about the thing. */
const KEYS = new Set('id ids code key date datum type status level grade start end since'.split(' '));
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
