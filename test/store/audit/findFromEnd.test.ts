import { describe, expect, it } from 'vitest';
import { deriveAuditKeys } from '../../../src/audit/auditKeys.ts';
import { makeLine } from '../../../src/audit/auditLines.ts';
import { findFromEnd } from '../../../src/store/audit/findFromEnd.ts';
import { masterKeys, sampleEntry } from '../sampleRecords.ts';

const { current } = deriveAuditKeys(masterKeys);

/** An audit in memory; each of its reads is noted. */
function createFile(lines: readonly string[]) {
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  return { size: bytes.length, read: async (start: number, end: number) => bytes.subarray(start, end) };
}

const make = (at: number, subject: string, reason = 'x') =>
  makeLine(
    sampleEntry(at, { what: 'rollcall.paused', subject, detail: { reason } }),
    undefined,
    current,
  ).trimEnd();

const find = ({ size, ...file }: ReturnType<typeof createFile>, subjects: string[], limit: number) =>
  findFromEnd(file, size, { subjects, limit, wanted: ({ subject = '' }) => subjects.includes(subject) });

describe('entries of a subject, without an index', () => {
  const many = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => make(from + index, `job_${from + index}`, 'y'.repeat(900)));

  it('are found newest first, wherever they stand in a file of several slices', async () => {
    const lines = [
      make(1, 'rollcall'),
      ...many(2, 1_500),
      make(2_000, 'rollcall'),
      ...many(3_000, 1_500),
      make(5_000, 'rollcall'),
    ];
    const file = createFile(lines);
    expect(file.size).toBeGreaterThan(3_000_000);
    expect((await find(file, ['rollcall'], 10)).map(({ at }) => at)).toEqual([5_000, 2_000, 1]);
    expect((await find(file, ['rollcall'], 2)).map(({ at }) => at)).toEqual([5_000, 2_000]);
    expect((await find(file, ['job_2', 'job_4499'], 10)).map(({ at }) => at)).toEqual([4_499, 2]);
    expect(await find(file, ['nobody'], 10)).toEqual([]);
  });

  it('are found behind a line that is longer than a slice', async () => {
    const file = createFile([
      make(1, 'rollcall'),
      make(2, 'job_2', 'z'.repeat(2_500_000)),
      make(3, 'rollcall'),
    ]);
    expect((await find(file, ['rollcall'], 10)).map(({ at }) => at)).toEqual([3, 1]);
    expect((await find(file, ['job_2'], 10)).map(({ at }) => at)).toEqual([2]);
  });

  it('are the newest of all where no subject is asked for, and no more of the file is read than these need', async () => {
    const { size, read } = createFile([...many(1, 3_000), make(9_000, 'rollcall')]);
    const starts: number[] = [];
    const noting = {
      read: (start: number, end: number) => {
        starts.push(start);
        return read(start, end);
      },
    };
    const found = await findFromEnd(noting, size, { limit: 2, wanted: () => true });
    expect(found.map(({ at }) => at)).toEqual([9_000, 3_000]);
    expect(starts).toHaveLength(1);
  });

  it('are not those that only mention it', async () => {
    const file = createFile([make(1, 'job_1', '"subject":"rollcall"'), make(2, 'Rollcall')]);
    expect(await find(file, ['rollcall'], 10)).toEqual([]);
  });
});
