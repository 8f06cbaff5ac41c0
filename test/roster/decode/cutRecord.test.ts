import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutRecord } from '../../../src/roster/decode/cutRecord.ts';
import { parseRecords } from '../../../src/roster/decode/parseRecords.ts';
import { inChunks } from '../reading.ts';

/** All rows of a text that is there as a whole. */
function cutAll(text: string): string[][] {
  const rows: string[][] = [];
  for (let at = 0; at < text.length; ) {
    const { cells, next } = cutRecord(text, at, ',', true) ?? { cells: [], next: text.length };
    rows.push(cells);
    at = next;
  }
  return rows;
}

const marks = fc.string({ unit: fc.constantFrom(...'ab," \n\r\té'), maxLength: 400 });
const cell = fc.string({ unit: fc.constantFrom(...'ab,"\n\ré'), maxLength: 8 });

describe('rows of a CSV', () => {
  it('are what csv-parse makes of them where every quotation mark fits', () => {
    const quoted = cell.map((text) => `"${text.replaceAll('"', '""')}"`);
    const bare = fc.string({ unit: fc.constantFrom(...'ab é.'), maxLength: 8 });
    const around = fc.constantFrom('', ' ');
    const row = fc.array(
      fc.tuple(around, fc.oneof(quoted, bare), around).map((parts) => parts.join('')),
      { minLength: 1, maxLength: 5 },
    );
    const rows = fc.array(fc.tuple(row, fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 6 });
    fc.assert(
      fc.property(rows, (lines) => {
        const text = lines.map(([cells, lineEnd]) => `${cells.join(',')}${lineEnd}`).join('');
        const theirs = parse(text, {
          relax_column_count: true,
          trim: true,
          record_delimiter: ['\r\n', '\n', '\r'],
        });
        expect(cutAll(text)).toEqual(theirs);
      }),
      { numRuns: 500 },
    );
  });

  it('are the same however the file arrives', async () => {
    // As much as is looked at before the first row is handed over.
    const before = `${'x'.repeat(999)},y\n`.repeat(66);
    await fc.assert(
      fc.asyncProperty(marks, fc.integer({ min: 1, max: 9 }), async (text, size) => {
        const records: string[][] = [];
        async function* pieces(): AsyncGenerator<Buffer> {
          yield Buffer.from(before);
          yield* inChunks(text, size);
        }
        await parseRecords(pieces(), (record) => void records.push(record));
        expect(records.slice(66)).toEqual(cutAll(text));
      }),
      { numRuns: 15 },
    );
  });
});
