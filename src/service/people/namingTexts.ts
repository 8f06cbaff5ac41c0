import { PERSON_WORDS } from './words.ts';

/** Whether a value of whatever shape names one of these, whole: addresses, names, object ids, in lower case. */
export function names(value: unknown, words: readonly string[]): boolean {
  const text = JSON.stringify(value)?.toLowerCase() ?? '';
  return words.some((word) => {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      // A period ends a sentence, or is part of a longer address.
      const isLonger = /^(?:[\w+-]|\.\w)/.test(text.slice(at + word.length, at + word.length + 2));
      if (!isLonger && !/[\w.+-]/.test(text[at - 1] ?? '')) return true;
    }
    return false;
  });
}

/** A record whose stored errors say none of these words: what happened stays, its code too, without who it was about. */
export function hideErrors<T extends object>(record: T, words: readonly string[]): T {
  const hide = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(hide);
    const isError = 'code' in value && 'message' in value && 'next' in value;
    if (isError && names(value, words)) return { ...value, ...PERSON_WORDS.forget.error };
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, hide(one)]));
  };
  return names(record, words) ? (hide(record) as T) : record;
}

/** A record without those of its texts that somebody wrote and that say one of these words: an address, a name. */
export function dropTexts<T extends object>(
  record: T,
  keys: readonly (keyof T)[],
  words: readonly string[],
): T {
  const says = (text: unknown): boolean => {
    // `ada@contoso.com.csv` is a file's name.
    const both = typeof text === 'string' ? [text, text.replace(/\.\w+$/, '')] : text;
    return names(both, words);
  };
  const kept = Object.entries(record).filter(
    ([key, value]) => !(keys.includes(key as keyof T) && says(value)),
  );
  return Object.fromEntries(kept) as T;
}
