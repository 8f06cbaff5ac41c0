import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFile } from '../../../src/roster/decode/decodeFile.ts';
import { readRoster } from '../../../src/roster/readRoster.ts';
import { inChunks, LIMITS, read } from '../reading.ts';

const FILE = 'Username;Display name;City\nzoe@contoso.com;Zoë Müller;Łódź\nli@contoso.com;李明 🎉;Tromsø';
const WINDOWS = Buffer.from('Username;Display name\nzoe@contoso.com;Zoë Müller', 'latin1');

/** https://encoding.spec.whatwg.org/index-windows-1252.txt, 0x80 to 0x9f; a blank for the five undefined ones. */
const FROM_0X80 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/** What decoding these bytes gives as a whole file. */
async function decode(...bytes: number[]): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of decodeFile(inChunks(Buffer.from(bytes))).pieces) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe('F1: Windows-1252', () => {
  it('is the same on every Node, in all of its 256 bytes', async () => {
    for (let byte = 1; byte < 256; byte++) {
      const letter = FROM_0X80[byte - 0x80]?.replace(' ', '\ufffd') ?? String.fromCharCode(byte);
      // 0xff is no UTF-8, so that it makes the rest Windows-1252.
      expect(await decode(0x41, 0xff, byte, 0x41), `0x${byte.toString(16)}`).toBe(`Aÿ${letter}A`);
    }
  });

  it('keeps the apostrophe that Excel writes', async () => {
    const file = Buffer.from('Username,Display name\nfrank@contoso.com,Frank O\x92Connor', 'latin1');
    expect((await read(file)).rows[0]?.person.displayName).toBe('Frank O’Connor');
  });

  it('is left to no other decoder anywhere', () => {
    const src = new URL('../../../src/', import.meta.url);
    const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.ts$/.test(name),
    );
    const found = files.filter((name) =>
      /new TextDecoder\((?!encoding|'utf-8'|\))/.test(readFileSync(new URL(name, src), 'utf8')),
    );
    expect(files.length).toBeGreaterThan(100);
    expect(found).toEqual([]);
  });
});

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

  it('Windows-1252 does so too, and that it was not UTF-8 is said', async () => {
    for (let size = 1; size <= 12; size++) {
      const { rows, findings } = await readRoster(inChunks(WINDOWS, size), LIMITS);
      expect(rows[0]?.person.displayName).toBe('Zoë Müller');
      expect(findings).toMatchObject([{ code: 'ENCODING_WINDOWS_1252' }]);
    }
  });

  it('is Windows-1252 when only the last byte says so', async () => {
    const { rows } = await read(Buffer.from('Username,Display name\nrene@contoso.com,René', 'latin1'));
    expect(rows[0]?.person.displayName).toBe('René');
  });

  it('that changes in the middle loses no row and no letter, and says so', async () => {
    const broken = Buffer.concat([
      Buffer.from(FILE),
      Buffer.from('\nrene@contoso.com;René;Orléans', 'latin1'),
    ]);
    const { rows, findings } = await read(broken);
    expect(rows.map(({ person }) => person.displayName)).toEqual(['Zoë Müller', '李明 🎉', 'René']);
    expect(findings).toMatchObject([{ code: 'ENCODING_MIXED', severity: 'warning' }]);
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
