import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { isGarbled, isGarbledName } from './findGarbled.ts';

/** In what UTF-8 was read where it shows as `Ã¼`, `√º` and `├╝`, and what each then shows for the first byte of a letter. */
const READ_AS: readonly [encoding: string, sign: RegExp][] = [
  ['win1252', /[\u00c2-\u00f4]/],
  ['macroman', /[¬√ƒ≈]/],
  ['cp850', /[\u2500-\u257f]/],
  ['cp437', /[\u2500-\u257f]/],
];
/** What text that was written for HTML spells out, besides letters with their marks (HTML Living Standard, "Named character references"). */
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  rsquo: '’',
  lsquo: '‘',
  ndash: '–',
  szlig: 'ß',
  aelig: 'æ',
  AElig: 'Æ',
  oelig: 'œ',
  OElig: 'Œ',
  oslash: 'ø',
  Oslash: 'Ø',
  eth: 'ð',
  ETH: 'Ð',
  thorn: 'þ',
  THORN: 'Þ',
};
const MARKS: Readonly<Record<string, string>> = {
  uml: '\u0308',
  acute: '\u0301',
  grave: '\u0300',
  circ: '\u0302',
  tilde: '\u0303',
  cedil: '\u0327',
  ring: '\u030a',
  caron: '\u030c',
};
/** What stands in names, jobs and streets. */
const PLAIN = /^[\p{L}\p{M}\p{N}\s.,'’‘"&()/+–-]+$/u;
/** A value has one of these, or is right. */
const TELLING = /[^\0-\x7f]|[&%=\\]/;

function fromNumber(text: string, base: number): string {
  const number = Number.parseInt(text, base);
  return number > 0 && number <= 0x10ffff ? String.fromCodePoint(number) : '\ufffd';
}

function fromEntities(value: string): string {
  return value.replace(
    /&(?:#x([\dA-Fa-f]{2,6})|#(\d{2,7})|([A-Za-z]{2,8}));/g,
    (whole, hex: string | undefined, decimal: string | undefined, name = '') => {
      if (hex !== undefined) return fromNumber(hex, 16);
      if (decimal !== undefined) return fromNumber(decimal, 10);
      const mark = MARKS[name.slice(1)];
      return ENTITIES[name] ?? (mark === undefined ? whole : `${name[0]}${mark}`.normalize('NFC'));
    },
  );
}

/** `M%C3%BCller`, `M=C3=BCller` and `M\u00fcller`. */
function fromEscapes(value: string): string {
  const bytes = value.replace(/(?:[%=][\dA-F]{2})+/g, (run) => {
    const all = Buffer.from(run.replace(/[%=]/g, ''), 'hex');
    return isUtf8(all) ? all.toString('utf8') : run;
  });
  return bytes.replace(/\\u([\dA-Fa-f]{4})/g, (_, hex: string) => fromNumber(hex, 16));
}

/** What UTF-8 was that was read in this encoding; the value itself where it was none. */
function fromReading(value: string, encoding: string): string {
  const bytes = iconv.encode(value, encoding);
  const isWhole = iconv.decode(bytes, encoding) === value && isUtf8(bytes);
  return isWhole ? bytes.toString('utf8') : value;
}

function listRepairs(value: string): string[] {
  return [
    fromEntities(value),
    fromEscapes(value),
    ...READ_AS.map(([encoding, sign]) => (sign.test(value) ? fromReading(value, encoding) : value)),
  ].filter((one) => one !== value);
}

/**
 * The text that a garbled value was before it was read in another encoding than it was written in, or spelled out for
 * HTML or an address. Undefined for a value that is right, and where not exactly one way back gives plain text.
 */
export function repairGarbled(value: string): string | undefined {
  if (!TELLING.test(value) || !isGarbled(value)) return undefined;
  // What happened once happened twice to some: `&amp;uuml;`.
  const found = listRepairs(value).flatMap((one) => (isGarbled(one) ? listRepairs(one) : [one]));
  const plain = new Set(found.filter((one) => PLAIN.test(one) && !isGarbled(one) && !isGarbledName(one)));
  const [only] = plain;
  return plain.size === 1 ? only : undefined;
}
