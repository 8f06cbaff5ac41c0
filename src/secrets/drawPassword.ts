import { Secret } from './secret.ts';

/** Lower case only, so that nobody has to say "capital"; without i, l and o, which look like 1 and 0. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz';
const DIGITS = '23456789';
const GROUPS = 5;
const GROUP_LENGTH = 4;

/**
 * A first password to read over the phone: `kfm4-x7pw-9ctr-hq3n-vya6`. It always meets Entra's rules (lower case,
 * digit, symbol). The first character is a letter and the last a digit; 23 × 31^18 × 8 passwords are equally
 * likely, which is log2(23) + 18 × log2(31) + 3 = 4.5 + 89.2 + 3 = 96 bits.
 *
 * @param randomInt an even, cryptographic choice of 0 ≤ n < max, such as that of node:crypto
 */
export function drawPassword(randomInt: (max: number) => number): Secret<string> {
  const pick = (characters: string): string => characters.charAt(randomInt(characters.length));
  const length = GROUPS * GROUP_LENGTH;
  const drawn = Array.from({ length }, (_, place) => {
    if (place === 0) return pick(LETTERS);
    return pick(place === length - 1 ? DIGITS : LETTERS + DIGITS);
  }).join('');
  return new Secret(drawn.replace(/(.{4})(?=.)/g, '$1-'));
}
