import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deriveAuditKeys } from '../../../src/audit/auditKeys.ts';
import { verifyChain } from '../../../src/audit/verifyChain.ts';
import { readAuditLines } from '../../../src/store/audit/readAuditLines.ts';
import { openLowdbStore } from '../../../src/store/openLowdbStore.ts';
import { removeFolder } from '../../composition/removeFolder.ts';
import { createTestClock, createTestLog, masterKeys, sampleEntry } from '../sampleRecords.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-chain-'));
  file = join(folder, 'audit.jsonl');
});
afterEach(() => removeFolder(folder));

async function write(from: number, to: number): Promise<void> {
  const store = await openLowdbStore({ folder, masterKeys, clock: createTestClock(), log: createTestLog() });
  const entries = Array.from({ length: to - from + 1 }, (_, index) =>
    sampleEntry(from + index, { what: 'person.created', subject: `p${from + index}@contoso.com` }),
  );
  await Promise.all(entries.map((entry) => store.audit(entry)));
  await store.close();
}

/** Changes the file's lines as somebody with an editor would. */
async function edit(change: (lines: string[]) => string[]): Promise<void> {
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  await writeFile(file, `${change(lines).join('\n')}\n`);
}

const keys = deriveAuditKeys(masterKeys);
const verify = (wanted?: string, given = keys) => verifyChain(() => readAuditLines(file), given, wanted);

describe('the chain of audit entries', () => {
  it('is whole over restarts, and names the hash of its end', async () => {
    await write(1, 5);
    await write(6, 9);
    expect(await verify()).toMatchObject({ whole: true, entries: 9, dropped: 0, found: true });
  });

  it('is whole with a reason that holds every kind of line break', async () => {
    const store = await openLowdbStore({
      folder,
      masterKeys,
      clock: createTestClock(),
      log: createTestLog(),
    });
    await store.audit(sampleEntry(1, { detail: { reason: 'a\u2028b\u2029c\r\nd\u0085e' } }));
    await store.audit(sampleEntry(2));
    await store.close();
    expect(await verify()).toMatchObject({ whole: true, entries: 2 });
  });

  it('shows an entry that was edited', async () => {
    await write(1, 5);
    await edit((lines) => lines.map((line) => line.replace('p3@', 'q3@')));
    expect(await verify()).toMatchObject({ whole: false, line: 3 });
    await rm(file);
    await write(1, 5);
    await edit((lines) => lines.map((line) => line.replace('p5@', 'q5@')));
    expect(await verify(), 'the last one too').toMatchObject({ whole: false, line: 5 });
  });

  it('shows an entry that was removed, the first one too', async () => {
    await write(1, 5);
    await edit((lines) => lines.filter((_, index) => index !== 2));
    expect(await verify()).toMatchObject({ whole: false, line: 3 });
    await rm(file);
    await write(1, 5);
    await edit((lines) => lines.slice(1));
    expect(await verify()).toMatchObject({ whole: false, line: 1 });
  });

  it('shows two entries that changed places', async () => {
    await write(1, 5);
    await edit(([one = '', two = '', three = '', ...rest]) => [one, three, two, ...rest]);
    expect(await verify()).toMatchObject({ whole: false, line: 2 });
  });

  it('shows an entry that was put in', async () => {
    await write(1, 3);
    await edit((lines) => [...lines, JSON.stringify({ schema: 1, ...sampleEntry(4) })]);
    expect(await verify()).toMatchObject({ whole: false, line: 4 });
  });

  it('shows a line that is no entry', async () => {
    await write(1, 3);
    await edit(([one = '', , three = '']) => [one, 'spoilt', three]);
    expect(await verify()).toMatchObject({ whole: false, line: 2 });
  });

  it.each([
    '{"schema":1}',
    '{"schema":1,"at":1,"actor":"mia","what":"a","detail":null}',
    '{"schema":1,"at":1,"actor":"mia","what":"a","subject":7}',
  ])('still reads the history around %s', async (spoilt) => {
    await write(1, 3);
    await edit(([one = '', , three = '']) => [one, spoilt, three]);
    const store = await openLowdbStore({
      folder,
      masterKeys,
      clock: createTestClock(),
      log: createTestLog(),
    });
    expect((await store.readAudit({ limit: 10 })).map(({ at }) => at)).toEqual([3, 1]);
    expect(await store.readAudit({ about: sampleEntry(3).actor, limit: 10 })).toHaveLength(2);
    await store.close();
  });

  it('does not accuse anybody of a last line that a crash tore, before the restart or after it', async () => {
    await write(1, 3);
    const whole = await readFile(file);
    await writeFile(file, whole.subarray(0, whole.length - 20));
    expect(await verify()).toMatchObject({ whole: true, entries: 2 });
    await write(4, 5);
    expect(await verify()).toMatchObject({ whole: true, entries: 4 });
  });

  it('shows entries cut off the end to whoever noted a hash before', async () => {
    await write(1, 5);
    const before = await verify();
    const hash = before.whole ? before.hash : '';
    await write(6, 7);
    expect(await verify(hash)).toMatchObject({ whole: true, found: true });
    await edit((lines) => lines.slice(0, 4));
    expect(await verify()).toMatchObject({ whole: true, entries: 4 });
    expect(await verify(hash)).toMatchObject({ whole: true, found: false });
  });

  it('shows a first line that somebody wrote to hide that entries are gone', async () => {
    await write(1, 5);
    await edit(([, , three = '', ...rest]) => {
      const { prev } = JSON.parse(three) as { prev: string };
      return [JSON.stringify({ schema: 1, cutAt: prev, dropped: 2 }), three, ...rest];
    });
    expect(await verify()).toMatchObject({ whole: false, line: 1 });
  });

  it('is whole after old entries went, twice, and still shows what is changed in what is left', async () => {
    await write(1, 5);
    for (const before of [3, 5]) {
      const store = await openLowdbStore({
        folder,
        masterKeys,
        clock: createTestClock(),
        log: createTestLog(),
      });
      expect(await store.cutAudit(before, before + 100)).toBe(2);
      await store.close();
    }
    await write(200, 201);
    expect(await verify()).toMatchObject({ whole: true, dropped: 4, entries: 5 });
    const whole = await readFile(file);
    await edit(([cut = '', , ...rest]) => [cut, ...rest]);
    expect(await verify()).toMatchObject({ whole: false, line: 2 });
    await writeFile(file, whole);
    await edit((lines) => lines.map((line) => line.replace('"dropped":4', '"dropped":3')));
    expect(await verify()).toMatchObject({ whole: false, line: 1 });
  });

  it('is whole when there is no entry yet', async () => {
    await writeFile(file, '');
    expect(await verify()).toMatchObject({ whole: true, entries: 0 });
  });
});
