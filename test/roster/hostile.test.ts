import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RollcallError } from '../../src/domain/errors.ts';
import { tidyValue } from '../../src/domain/personRules.ts';
import { verifyRoster } from '../../src/roster/check/verifyRoster.ts';
import { countRoster } from '../../src/roster/check/weighRoster.ts';
import { readRoster } from '../../src/roster/readRoster.ts';
import { writeLog } from '../../src/roster/write/writeCsv.ts';
import { DOMAINS } from '../../src/sandbox/contoso.ts';
import { HOSTILE_STRINGS } from './hostileStrings.ts';
import { inChunks, LIMITS, read, refusalOf } from './reading.ts';

const FACTS = { domains: DOMAINS, taken: [] };

function fixture(name: string): Buffer {
  return readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
}

const hostile = (name: string): Buffer => fixture(`hostile/${name}`);

describe('odd but well-formed files', () => {
  it.each([
    ['comma-in-quotes.csv', [['Lovelace, Ada', 'London, W1']]],
    ['escaped-quotes.csv', [['Ada "the first" Lovelace', 'London']]],
    ['json.csv', [['{"name": "Ada", "tags": [1, 2]}', '{"type": "Point"}']]],
    [
      'newlines.csv',
      [
        ['Ada Lovelace', 'Lon don'],
        ['Bob', 'Rome'],
      ],
    ],
    ['quotes-and-newlines.csv', [['Ada "x" "y"', 'London']]],
    [
      'empty-cells.csv',
      [
        ['Ada', undefined],
        [undefined, undefined],
      ],
    ],
    ['utf8.csv', [['Ада Лавлейс ʤ', '東京 🗼']]],
    ['blank-last-line.csv', [['Ada', 'London']]],
    ['no-last-line-end.csv', [['Ada', 'London']]],
    ['spaces-around-quotes.csv', [['Ada, Countess', 'London']]],
    ['everything-quoted.csv', [['Ada', 'London']]],
    ['quote-inside.csv', [['Ada "x" Lovelace', 'London']]],
    ['one-quote-character.csv', [['"', 'London']]],
    [
      'unclosed-quote.csv',
      [
        ['Ada', 'London'],
        ['Bob', 'Rome'],
      ],
    ],
    ['text-after-quote.csv', [['Adax', 'London']]],
    ['lone-carriage-returns.csv', [['Ada', 'London']]],
    ['line-separators.csv', [['Ada Lovelace X', 'London']]],
    ['byte-order-mark-inside.csv', [['Ada', 'London']]],
    ['half-a-character.csv', [['Ada', 'LondÃ']]],
    ['overlong-utf8.csv', [['Ada À¯', 'London']]],
  ])('%s is read as it is meant', async (name, people) => {
    const { rows } = await read(hostile(name));
    expect(rows.map(({ person: { displayName, city } }) => [displayName, city])).toEqual(people);
    expect(rows[0]?.person.userPrincipalName).toBe('ada@contoso.com');
  });

  it('a row with too few cells is a warning, one with too many an error', async () => {
    const { rows, findings } = await read(hostile('too-few-and-too-many.csv'));
    expect(rows).toHaveLength(2);
    expect(findings).toMatchObject([
      { row: 2, code: 'ROW_RAGGED', severity: 'warning' },
      { row: 3, code: 'ROW_RAGGED', severity: 'error', value: '' },
    ]);
  });

  it('one name in other case, accents or composition is the same name', async () => {
    const { rows, columns } = await read(hostile('same-name-composed-two-ways.csv'));
    const findings = await verifyRoster(rows, columns, FACTS);
    expect(findings.filter(({ code }) => code === 'DUPLICATE').map(({ row }) => row)).toEqual([3, 4]);
  });
});

describe('broken files are refused in a sentence', () => {
  it.each([
    ['nul.csv', 'FILE_NOT_TEXT'],
    ['only-quotes.csv', 'FILE_HEADER_UNKNOWN'],
    ['only-separators.csv', 'FILE_HEADER_UNKNOWN'],
    ['only-a-mark.csv', 'FILE_EMPTY'],
    ['half-a-mark.csv', 'FILE_HEADER_UNKNOWN'],
    ['odd-utf16.csv', 'FILE_NOT_TEXT'],
    ['random-bytes.csv', 'FILE_NOT_TEXT'],
  ])('%s: %s', async (name, code) => {
    const refusal = await refusalOf(hostile(name));
    expect(refusal.code).toBe(code);
    expect(refusal.next).not.toBe('');
  });
});

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;

describe('hostile strings', () => {
  it('are names like others: read whole, logged harmlessly, and the same when the log is sent back', async () => {
    const lines = HOSTILE_STRINGS.map(
      (text, index) => `p${index}@nowhere.example,${quote(text)},${quote(text)}`,
    );
    const { rows, columns, findings } = await read(`Username,Display name,Note\n${lines.join('\n')}`);
    // A formula with a function is a broken cell. One apostrophe before a formula is the mark of a file that was defused.
    const isNothing = (text: string): boolean =>
      ['null', 'undefined', 'NaN'].includes(text) || text.startsWith('=HYPERLINK(');
    const expected = HOSTILE_STRINGS.map((text) =>
      isNothing(text) ? undefined : tidyValue(text === "'=1+1" ? '=1+1' : text),
    );
    expect(rows.map(({ person }) => person.displayName)).toEqual(expected);

    const log = writeLog(columns, rows, [...findings, ...(await verifyRoster(rows, columns, FACTS))]);
    expect(log.replace(/^\ufeff/, '')).not.toMatch(/(?:^|,|\n)"?[=+\-@\t\uff1d]/);
    const again = await read(log);
    expect(again.rows.map(({ person }) => person)).toEqual(rows.map(({ person }) => person));
  });

  it('are columns like others', async () => {
    const headers = HOSTILE_STRINGS.map(quote).join(',');
    const { rows, columns, findings } = await read(`Username,Display name,${headers}\na@contoso.com,Ada`);
    expect(rows[0]?.person).toEqual({ userPrincipalName: 'a@contoso.com', displayName: 'Ada' });
    expect(columns).toHaveLength(HOSTILE_STRINGS.length + 2);
    // One of them speaks of passwords.
    expect(findings.filter(({ code }) => /^(?:COLUMN|PASSWORDS)_IGNORED$/.test(code))).toHaveLength(
      HOSTILE_STRINGS.length,
    );
  });
});

/** The lines that a note of skipped rows names. */
function namedLines(message: string): number[] {
  const [from = 0, to = from] = [...message.matchAll(/\d+/g)].map(Number);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

describe('no row is lost', () => {
  it('every line is the header, a person, or named as skipped', async () => {
    const line = fc.constantFrom(
      '',
      ',,',
      ' , ,',
      'a@contoso.com,Ada,x',
      'bob,Bob',
      'x',
      'Example: Al,b,c',
      'é,ß,ñ,more',
    );
    const title = fc.constantFrom('', 'New people', 'March,2026,', 'version:v1.0', ',,');
    const lines = fc.tuple(
      fc.array(title, { maxLength: 5 }),
      fc.array(line, { minLength: 1, maxLength: 25 }),
    );
    await fc.assert(
      fc.asyncProperty(lines, async ([above, below]) => {
        const all = [...above, 'Username,Display name,City', ...below, 'z@contoso.com,Zoe,Rome'];
        const { rows, columns, findings } = await read(all.join('\n'));
        const skipped = findings
          .filter(({ code }) => code === 'ROW_SKIPPED')
          .flatMap(({ message }) => namedLines(message));
        const named = [above.length + 1, ...rows.map(({ row }) => row), ...skipped].sort((a, b) => a - b);
        expect(named).toEqual(all.map((_, index) => index + 1));
        const counts = countRoster(rows, [...findings, ...(await verifyRoster(rows, columns, FACTS))]);
        expect(counts.ready + counts.toFix).toBe(rows.length);
      }),
      { numRuns: 300 },
    );
  });

  it('real files with damaged bytes are read or refused', async () => {
    const files = ['rosters', 'hostile'].flatMap((folder) =>
      readdirSync(new URL(`../fixtures/${folder}`, import.meta.url)).map((name) =>
        fixture(`${folder}/${name}`),
      ),
    );
    const damage = fc.record({ at: fc.nat(3000), cut: fc.nat(20), add: fc.uint8Array({ maxLength: 6 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.array(damage, { maxLength: 4 }),
        fc.integer({ min: 1, max: 4096 }),
        async (file, damages, chunk) => {
          const bytes = damages.reduce((whole, { at, cut, add }) => {
            const place = at % (whole.length + 1);
            return Buffer.concat([whole.subarray(0, place), add, whole.subarray(place + cut)]);
          }, file);
          const outcome = await readRoster(inChunks(bytes, chunk), LIMITS).catch((error: unknown) => error);
          if (outcome instanceof RollcallError) expect(outcome.code).toMatch(/^FILE_/);
          else expect(outcome).toHaveProperty('rows');
        },
      ),
      { numRuns: 400 },
    );
  });
});
