import { leaveOutBrackets, trimEndOf } from '../../../domain/trimEnds.ts';

/** A number format of a workbook (ECMA-376 part 1, 18.8.31) as far as numbers of people need it. */
interface Token {
  kind: 'digit' | 'point' | 'percent' | 'literal';
  text: string;
}

/** Ids without a code of their own (ECMA-376 part 1, 18.8.30), and what they are; the others show as they are. */
export const BUILT_IN_FORMATS: ReadonlyMap<number, string> = new Map([
  [1, '0'],
  [2, '0.00'],
  [3, '#,##0'],
  [4, '#,##0.00'],
  [9, '0%'],
  [10, '0.00%'],
  ...[14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map(
    (id) => [id, 'yyyy-mm-dd'] as const,
  ),
  ...[18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56].map((id) => [id, 'hh:mm'] as const),
  [22, 'yyyy-mm-dd hh:mm'],
]);

const DAY_MS = 24 * 60 * 60 * 1_000;
const MINUTE_MS = 60 * 1_000;
/** 9999-12-31; a larger number is no date, whatever its format. */
const LAST_DAY = 2_958_465;

/** What is said literally, and what fills or skips a width. */
const QUOTED = /"[^"]*"|\\.|_.|\*./g;

/** True for a format that shows a date or a time. */
export function isDateFormat(code: string): boolean {
  const plain = code.replace(QUOTED, '').replace(/\[(?:h+|m+|s+)\]/gi, 'h');
  return /[ymdhs]/i.test(leaveOutBrackets(plain, '[', ']').replace(/general/gi, ''));
}

/** The number as it is, in full: `4.9176012345E+11` → `491760123450`. Excel keeps 15 digits; other writers all. */
export function plainNumber(raw: string): string {
  const text = raw.trim();
  const value = Number(text);
  if (text === '' || !Number.isFinite(value) || /^-?\d+$/.test(text)) return text;
  return String(Number(value.toPrecision(15)));
}

/**
 * A day number as `2026-11-28`, with `14:30` where it has a time. Times alone are under one day. In the system of 1900
 * day 60 is a 29th of February that never was (ECMA-376 part 1, 18.17.4.1).
 */
export function formatDate(raw: string, isFrom1904: boolean): string {
  const serial = Number(raw);
  if (!Number.isFinite(serial) || serial < 0 || serial > LAST_DAY) return plainNumber(raw);
  const first = isFrom1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30);
  const minutes = Math.round((serial * DAY_MS) / MINUTE_MS);
  const [day = '', time = ''] = new Date(first + minutes * MINUTE_MS).toISOString().split('T');
  const clock = time.slice(0, 5);
  if (serial < 1) return clock;
  return clock === '00:00' ? day : `${day} ${clock}`;
}

function splitSections(code: string): string[] {
  const sections: string[] = [''];
  for (const part of code.match(/"[^"]*"|\\.|\[[^\]]*\]|./gs) ?? []) {
    if (part === ';') sections.push('');
    else sections[sections.length - 1] += part;
  }
  return sections;
}

function holds(section: string, value: number): boolean | undefined {
  const [, sign, limit] = /\[(<=|>=|<>|<|>|=)(-?[\d.]+)\]/.exec(section) ?? [];
  if (sign === undefined) return undefined;
  const other = Number(limit);
  if (sign === '<=') return value <= other;
  if (sign === '>=') return value >= other;
  if (sign === '<') return value < other;
  if (sign === '>') return value > other;
  return sign === '=' ? value === other : value !== other;
}

function chooseSection(code: string, value: number): { section: string; signed: boolean } {
  const sections = splitSections(code);
  const [first = '', second, third] = sections;
  const conditional = sections.find((section) => holds(section, value) === true);
  if (conditional !== undefined) return { section: conditional, signed: value < 0 };
  if (sections.some((section) => holds(section, value) !== undefined)) {
    const rest = sections.find((section) => holds(section, value) === undefined);
    return { section: rest ?? '', signed: value < 0 };
  }
  if (value < 0 && second !== undefined) return { section: second, signed: false };
  return { section: value === 0 && third !== undefined ? third : first, signed: value < 0 };
}

/** The tokens of one section; undefined for what is shown in another way: fractions, powers, text. */
function tokenize(section: string): Token[] | undefined {
  const tokens: Token[] = [];
  for (const part of section.match(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|./gs) ?? []) {
    const literal = (text: string): void => void tokens.push({ kind: 'literal', text });
    if (part.startsWith('"')) literal(part.slice(1, -1));
    else if (part.startsWith('\\')) literal(part.slice(1));
    else if (/^\[\$[^-\]]+/.test(part)) literal(part.replace(/^\[\$|-[^-]*\]$|\]$/g, ''));
    else if (/^[[_*]/.test(part)) continue;
    else if (/[0#?]/.test(part)) tokens.push({ kind: 'digit', text: part });
    else if (part === '.') tokens.push({ kind: 'point', text: part });
    else if (part === '%') tokens.push({ kind: 'percent', text: part });
    // Grouping: a number of a person is no quantity, and "12,345" is no employee ID.
    else if (part === ',') continue;
    else if (/[Ee/@]/.test(part)) return undefined;
    else literal(part);
  }
  return tokens.some(({ kind }) => kind === 'digit') ? tokens : undefined;
}

/** Puts the digits into their places, from the right; what is left stands before the first place. */
function fillWhole(tokens: readonly Token[], digits: string): string {
  let left = digits;
  const first = tokens.findIndex(({ kind }) => kind === 'digit');
  const shown = tokens.map((token) => ({ ...token }));
  for (const [at, token] of [...shown.entries()].reverse()) {
    if (token.kind !== 'digit') continue;
    const taken = at === first ? left : left.slice(-1);
    left = at === first ? '' : left.slice(0, -1);
    token.text = taken === '' && token.text === '0' ? '0' : taken;
  }
  return shown.map(({ text }) => text).join('');
}

/**
 * A number as the workbook shows it: `7` in `00000` is `00007`, `5551234` in `###-####` is `555-1234`. Without the
 * grouping of thousands; what is not understood shows as it is, in full.
 */
export function formatNumber(raw: string, code: string): string {
  const value = Number(raw);
  const plain = plainNumber(raw);
  if (raw.trim() === '' || !Number.isFinite(value)) return plain;
  const { section, signed } = chooseSection(code, value);
  const tokens = tokenize(section);
  if (tokens === undefined) return plain;
  const point = tokens.findIndex(({ kind }) => kind === 'point');
  const whole = point < 0 ? tokens : tokens.slice(0, point);
  const rest = point < 0 ? [] : tokens.slice(point + 1);
  const percents = tokens.filter(({ kind }) => kind === 'percent').length;
  const places = rest.filter(({ kind }) => kind === 'digit').length;
  // More places than a number has show as they are; toFixed knows 100.
  if (places > 15) return plain;
  const fixed = Math.abs(value * 100 ** percents).toFixed(places);
  // Beyond this a number is not exact any more, but other writers keep all its digits.
  const exact = places === 0 && percents === 0 && /^-?\d+$/.test(plain) ? plain.replace('-', '') : fixed;
  const [digits = '', decimals = ''] = exact.split('.');
  let used = 0;
  const fraction = rest
    .map(({ kind, text }) => (kind === 'digit' ? (decimals[used++] ?? '') : text))
    .join('');
  const optional = rest.findLast(({ kind }) => kind === 'digit')?.text !== '0';
  const tail = optional ? trimEndOf(fraction, '0') : fraction;
  const head = fillWhole(whole, digits === '0' ? '' : digits);
  return `${signed ? '-' : ''}${head}${tail === '' ? '' : `.${tail}`}`.trim();
}
