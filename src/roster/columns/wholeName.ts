import { isNameParticle } from '../../domain/names/nameWords.ts';
import { leaveOutBrackets } from '../../domain/trimEnds.ts';

/** What stands before each line of a list: `1. Ada Lima`, `- Ada Lima`, `☐ Ada Lima`. */
const LIST_MARK = /^(?:\(?\d{1,4}[.):]\s{0,4}|[-–—*•·‣▪▫●○◦■□◆✓✔☐☑☒]\s{1,4})(?=\p{L})/u;

/** The value without the number or the dot of a list before it. */
export function withoutListMark(value: string): string {
  return value.replace(LIST_MARK, '');
}

/** `Ada Lima - ada@contoso.com`, as people write lists. */
const BESIDE_DASH =
  /^([^<>"@\s]{1,100} [^<>"@]{1,100}?) [-–—|] ?([^\s<>()@]{1,64}@[^\s<>()@]{1,255}?)[,;.]?$/i;
/** `Ada Lima <ada@contoso.com>`, as mail programs write a recipient, and with round brackets, as Outlook exports contacts. */
const RECIPIENT =
  /^["']?([^<>"@]{1,200}?)["']?\s?[<(]\s?(?:mailto:)?([^\s<>()@]{1,64}@[^\s<>()@]{1,255})\s?[>)][,;]?$/i;

/** The name and the address of a recipient; undefined for any other value. */
export function splitRecipient(value: string): { name: string; address: string } | undefined {
  const text = withoutListMark(value);
  const [, name, address] = RECIPIENT.exec(text) ?? BESIDE_DASH.exec(text) ?? [];
  return name === undefined || address === undefined ? undefined : { name: name.trim(), address };
}

/** The name alone: no list's mark before it, and no address and no brackets behind it. */
export function plainName(value: string): string {
  const name = splitRecipient(value)?.name ?? withoutListMark(value);
  return name.includes('(') ? leaveOutBrackets(name, '(', ')').trim() : name;
}

const CAPITALIZED = /^[\p{Lu}\p{Lt}][\p{L}\p{M}.'’-]*,?$/u;

/** True for what nobody takes for anything but a person's whole name: `Ada Lima`, `van der Berg, Mia`, `Dr. Bo Ek (HR)`. */
export function isWholeName(value: string): boolean {
  const words = plainName(value).split(/\s+/);
  if (words.length < 2 || words.length > 6) return false;
  if (!words.every((word) => CAPITALIZED.test(word) || isNameParticle(word))) return false;
  if (words.filter((word) => word.endsWith(',')).length > 1 || words.at(-1)?.endsWith(',')) return false;
  // "IT HR" is none.
  return words.some((word) => /\p{Ll}/u.test(word) || word.length > 3);
}

/** True for a person's whole name, also with the address or the work of theirs behind it: `Ada Lima - Sales`. */
export function isPersonsName(value: string): boolean {
  const [name = ''] = plainName(value).split(/ [-–—|] /);
  return isWholeName(name) || splitRecipient(value) !== undefined;
}
