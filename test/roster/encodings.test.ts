import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRoster } from '../../src/roster/readRoster.ts';
import { inChunks, LIMITS, read } from './reading.ts';

const FILE = 'Username;Display name;City\nzoe@contoso.com;Zoë Müller;Łódź\nli@contoso.com;李明 🎉;Tromsø';
const WINDOWS = Buffer.from('Username;Display name\nzoe@contoso.com;Zoë Müller', 'latin1');

describe('the encoding', () => {
  it.each([
    ['UTF-8', Buffer.from(FILE)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${FILE}`)],
    ['UTF-16, little end first', Buffer.from(`\ufeff${FILE}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(FILE, 'utf16le')],
    ['UTF-16 without a mark, big end first', Buffer.from(FILE, 'utf16le').swap16()],
    ['UTF-16, big end first', Buffer.from(`\ufeff${FILE}`, 'utf16le').swap16()],
  ])('%s gives the same text wherever the pieces are cut', async (_name, bytes) => {
    const whole = await read(FILE);
    expect(whole.rows.map(({ person }) => person.displayName)).toEqual(['Zoë Müller', '李明 🎉']);
    for (let size = 1; size <= 12; size++) {
      expect(await readRoster(inChunks(bytes, size), LIMITS)).toEqual(whole);
    }
  });

  it('Windows-1252 does so too, and is said to be a guess', async () => {
    for (let size = 1; size <= 12; size++) {
      const { rows, findings } = await readRoster(inChunks(WINDOWS, size), LIMITS);
      expect(rows[0]?.person.displayName).toBe('Zoë Müller');
      expect(findings).toMatchObject([{ code: 'ENCODING_GUESSED' }]);
    }
  });

  it('is Windows-1252 when only the last byte says so', async () => {
    const { rows } = await read(Buffer.from('Username,Display name\nrene@contoso.com,René', 'latin1'));
    expect(rows[0]?.person.displayName).toBe('René');
  });

  it('that changes in the middle loses no row, and says which characters were lost', async () => {
    const broken = Buffer.concat([
      Buffer.from(FILE),
      Buffer.from('\nrene@contoso.com;René;Orléans', 'latin1'),
    ]);
    const { rows, findings } = await read(broken);
    expect(rows.map(({ person }) => person.displayName)).toEqual(['Zoë Müller', '李明 🎉', 'Ren\ufffd']);
    expect(findings).toMatchObject([{ code: 'ENCODING_MIXED', severity: 'note' }]);
  });

  it('is told the same way whatever the pieces are', async () => {
    const bytes = fc.array(
      fc.constantFrom(0x41, 0x2c, 0x0a, 0xc3, 0xa9, 0xe9, 0xe2, 0x82, 0xac, 0xf0, 0x9f),
      {
        maxLength: 30,
      },
    );
    await fc.assert(
      fc.asyncProperty(bytes, fc.integer({ min: 1, max: 9 }), async (tail, size) => {
        const file = Buffer.concat([Buffer.from('Username,Display name\na@x.com,A\n'), Buffer.from(tail)]);
        const [pieces, whole] = await Promise.allSettled([
          readRoster(inChunks(file, size), LIMITS),
          readRoster(inChunks(file, 1000), LIMITS),
        ]);
        expect(pieces).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });
});
