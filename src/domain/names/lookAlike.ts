/** Cyrillic and Greek letters that look like Latin ones (Unicode: confusables, UTS #39). */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  і: 'i',
  ј: 'j',
  ѕ: 's',
  А: 'A',
  В: 'B',
  Е: 'E',
  К: 'K',
  М: 'M',
  Н: 'H',
  О: 'O',
  Р: 'P',
  С: 'C',
  Т: 'T',
  Х: 'X',
  І: 'I',
  Ј: 'J',
  Ѕ: 'S',
  ο: 'o',
  Α: 'A',
  Β: 'B',
  Ε: 'E',
  Κ: 'K',
  Μ: 'M',
  Ν: 'N',
  Ο: 'O',
  Ρ: 'P',
  Τ: 'T',
};

/**
 * A name as it is read, where letters of another alphabet or digits stand among Latin ones: `Аda L0velace` is Ada
 * Lovelace. Any other name stays as it is.
 */
export function readLookAlike(name: string): string {
  return name
    .split(' ')
    .map((word) => {
      const plain = word.replace(/./gu, (letter) => LOOK_ALIKES[letter] ?? letter);
      const letters = /\p{Script=Latin}/u.test(word) ? plain : word;
      return letters.replace(/(?<=\p{L})0(?=\p{L})/gu, 'o').replace(/(?<=\p{L})1(?=\p{L})/gu, 'l');
    })
    .join(' ');
}
