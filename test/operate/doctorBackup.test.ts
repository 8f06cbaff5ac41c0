import { mkdtemp, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { examineDatabaseBackup, examineFolderBackup } from '../../src/operate/doctor/doctorBackup.ts';
import type { Database } from '../../src/postgres/openDatabase.ts';
import { removeFolder } from '../composition/removeFolder.ts';

const NOW = Date.UTC(2026, 10, 30, 9);
const HOUR_MS = 3_600_000;
const COPY = { savedAt: NOW - 9 * HOUR_MS, noticedAt: NOW - HOUR_MS };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-backup-'));
});
afterEach(() => removeFolder(folder));

const say = (found: Awaited<ReturnType<typeof examineFolderBackup>>) =>
  found.map(({ result, said }) => `${result}: ${said}`);

async function stamp(hoursAgo: number): Promise<void> {
  const file = join(folder, 'backed-up');
  await writeFile(file, '');
  const at = (NOW - hoursAgo * HOUR_MS) / 1_000;
  await utimes(file, at, at);
}

describe('the doctor, about the backup of a data folder', () => {
  it('says how old it is, warns when one was missed, and says what to do where nothing tells', async () => {
    expect(say(await examineFolderBackup(folder, NOW))).toEqual([
      `unsure: Nothing says when ${folder} was last backed up.`,
    ]);
    await stamp(1);
    expect(say(await examineFolderBackup(folder, NOW))).toEqual([
      `ok: The last backup of ${folder} ended 1 hour ago.`,
    ]);
    await stamp(24 * 5);
    expect(say(await examineFolderBackup(folder, NOW))).toEqual([
      `unsure: The last backup of ${folder} ended 5 days ago.`,
    ]);
  });

  it('says that the data may be an older copy until somebody has decided, and outlives notes that are broken', async () => {
    await stamp(1);
    const note = (value: object) =>
      writeFile(join(folder, 'notes.json'), JSON.stringify({ notes: { 'data.old': value } }));
    await note(COPY);
    expect(say(await examineFolderBackup(folder, NOW))[1]).toBe(
      'unsure: Rollcall paused itself on 2026-11-30T08:00:00.000Z: its data may be an older copy, last in use on 2026-11-30T00:00:00.000Z.',
    );
    await note({ ...COPY, answeredAt: NOW });
    expect(await examineFolderBackup(folder, NOW)).toHaveLength(1);
    await writeFile(join(folder, 'notes.json'), '{');
    expect(await examineFolderBackup(folder, NOW)).toHaveLength(1);
  });
});

describe('the doctor, about the backup of a database', () => {
  const database = (archiver: object, note?: object) =>
    ({
      query: async (text: string) => ({
        rows: text.includes('pg_stat_archiver') ? [archiver] : note === undefined ? [] : [{ value: note }],
      }),
    }) as unknown as Database;

  it.each([
    [
      { mode: 'on', at: String(NOW - HOUR_MS), failing: false },
      /^ok: The last backup of PostgreSQL ended 1 hour ago/,
    ],
    [{ mode: 'on', at: String(NOW - 99 * HOUR_MS), failing: false }, /^unsure: .* 4 days ago/],
    [{ mode: 'on', at: String(NOW - HOUR_MS), failing: true }, /^unsure: PostgreSQL can't archive/],
    [{ mode: 'always', at: null, failing: false }, /^unsure: PostgreSQL has archived nothing yet/],
    [{ mode: 'off', at: null, failing: false }, /^unsure: PostgreSQL doesn't archive its log/],
  ])('says it of %j', async (archiver, said) => {
    expect(say(await examineDatabaseBackup(database(archiver), NOW))).toEqual([expect.stringMatching(said)]);
    expect(say(await examineDatabaseBackup(database(archiver, COPY), NOW))[1]).toContain(
      'may be an older copy',
    );
  });
});
