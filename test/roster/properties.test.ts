import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RollcallError } from '../../src/domain/errors.ts';
import { verifyRoster } from '../../src/roster/check/verifyRoster.ts';
import { applySuggestions, countRoster, readyRows } from '../../src/roster/check/weighRoster.ts';
import { readRoster } from '../../src/roster/readRoster.ts';
import type { RosterReading } from '../../src/roster/rosterReading.ts';
import { writeLog } from '../../src/roster/write/writeCsv.ts';
import { DOMAINS } from '../../src/sandbox/contoso.ts';
import { inChunks, LIMITS } from './reading.ts';

const TAKEN = [
  { userPrincipalName: 'ada@contoso.com', displayName: 'Ada', deleted: false },
  { userPrincipalName: 'bob@contoso.com', displayName: 'Bob', deleted: true },
];
const FACTS = { domains: DOMAINS, taken: TAKEN, userNamePattern: 'first.last' as const };

/** The reading, or undefined for a refusal with a FILE_ code; fails for any other exception. */
async function readOrRefuse(bytes: Uint8Array, chunk: number): Promise<RosterReading | undefined> {
  try {
    return await readRoster(inChunks(bytes, chunk), LIMITS);
  } catch (error) {
    expect(error).toBeInstanceOf(RollcallError);
    expect((error as RollcallError).code).toMatch(/^FILE_/);
    return undefined;
  }
}

/** Everything that must hold for a roster, however odd. */
async function expectSound({ rows, columns, findings: whileReading }: RosterReading): Promise<void> {
  const findings = [...whileReading, ...(await verifyRoster(rows, columns, FACTS))];
  const counts = countRoster(rows, findings);
  expect(counts.read).toBe(rows.length);
  expect(counts.ready + counts.toFix).toBe(counts.read);
  expect(readyRows(rows, findings)).toHaveLength(counts.ready);
  expect(counts.warned).toBeLessThanOrEqual(counts.ready);
  expect(rows.every(({ cells }) => cells.length === columns.length)).toBe(true);
  expect(new Set(rows.map(({ row }) => row)).size).toBe(rows.length);
  expect(writeLog(columns, rows, findings)).toMatch(/\r\n$/);

  const fixed = applySuggestions(rows, findings);
  const again = new Set(
    (await verifyRoster(fixed, columns, FACTS))
      .filter(({ severity }) => severity === 'error')
      .map(({ row, property }) => `${row} ${property}`),
  );
  for (const { row, property, suggestion } of findings) {
    if (suggestion !== undefined) expect(again).not.toContain(`${row} ${property}`);
  }
}

const HEADERS = [
  'Username,Display name,First name,Last name,Usage location,Mail nickname',
  'Name [displayName],User name [userPrincipalName],Block sign in [accountEnabled],First name [givenName],x,y',
  Array.from({ length: 15 }, (_, index) => `Spalte ${index}`).join(','),
];

const cell = fc.oneof(
  fc.constantFrom(
    'ada@contoso.com',
    'bob@contoso.com',
    'Ada',
    'adä@contoso.com',
    'ada',
    'UK',
    'No',
    'maybe',
    '',
    ' ',
  ),
  fc.constantFrom(
    'ada.@contoso.com',
    'ADA@CONTOSO.COM',
    'ada2@contoso.com',
    'a b@fabrikam.com',
    '@',
    '🎉@x',
    "'=1",
  ),
  fc.string({ unit: fc.constantFrom(...'aAäz.@-\'"=+ ;,\n\r\t', '\u00a0', '李', '🎉'), maxLength: 12 }),
);
const quoted = cell.map((text) => `"${text.replaceAll('"', '""')}"`);
const line = fc.array(fc.oneof(quoted, fc.constantFrom('ada@contoso.com', 'Ada', '')), { maxLength: 17 });
const file = fc
  .tuple(fc.constantFrom(...HEADERS), fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n', '\r'))
  .map(([header, lines, newline]) => [header, ...lines.map((cells) => cells.join(','))].join(newline));

describe('whatever the file', () => {
  it('any bytes are read or refused', async () => {
    const start = fc.constantFrom(
      '',
      '\ufeff',
      'sep=;\n',
      'version:v1.0\n',
      ...HEADERS.map((header) => `${header}\n`),
    );
    const bytes = fc
      .tuple(start, fc.uint8Array({ maxLength: 300 }))
      .map(([text, rest]) => Buffer.concat([Buffer.from(text), rest]));
    await fc.assert(
      fc.asyncProperty(bytes, fc.integer({ min: 1, max: 50 }), async (content, chunk) => {
        const reading = await readOrRefuse(content, chunk);
        if (reading !== undefined) await expectSound(reading);
      }),
      { numRuns: 500 },
    );
  });

  it('rows read are ready or to fix, and suggestions verify clean', async () => {
    let read = 0;
    await fc.assert(
      fc.asyncProperty(file, async (text) => {
        const reading = await readOrRefuse(Buffer.from(text), 64);
        if (reading === undefined) return;
        read++;
        await expectSound(reading);
      }),
      { numRuns: 500 },
    );
    expect(read).toBeGreaterThan(100);
  });

  it('the encoding and the line ending make no difference', async () => {
    await fc.assert(
      fc.asyncProperty(file, async (text) => {
        const plain = await readOrRefuse(Buffer.from(text), 64);
        const utf16 = await readOrRefuse(Buffer.from(`\ufeff${text}`, 'utf16le'), 9);
        expect(utf16).toEqual(plain);
      }),
    );
  });
});
