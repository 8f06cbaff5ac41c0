import { mkdir, mkdtemp, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuditCopy, readCopiedUntil } from '../../../src/store/audit/auditCopy.ts';
import { openLowdbStore } from '../../../src/store/openLowdbStore.ts';
import { removeFolder } from '../../composition/removeFolder.ts';
import { createTestClock, createTestLog, masterKeys, sampleEntry } from '../sampleRecords.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-copy-'));
});
afterEach(() => removeFolder(folder));

describe('a copy of the audit for whatever collects logs', () => {
  it('gets each line as it is in the audit, in order, also after it was moved away', async () => {
    const log = createTestLog();
    const [data, file] = [join(folder, 'data'), join(folder, 'copy.jsonl')];
    const copy = createAuditCopy(file, log);
    const options = { folder: data, masterKeys, clock: createTestClock(), log, onAuditLine: copy.add };
    const store = await openLowdbStore(options);
    await Promise.all([1, 2, 3].map((at) => store.audit(sampleEntry(at))));
    await copy.close();
    await rename(file, `${file}.1`);
    await store.audit(sampleEntry(4));
    await store.close();
    await copy.close();
    const copied = `${await readFile(`${file}.1`, 'utf8')}${await readFile(file, 'utf8')}`;
    expect(copied).toBe(await readFile(join(data, 'audit.jsonl'), 'utf8'));
    expect(copied.split('\n')).toHaveLength(5);
    expect(await readCopiedUntil(file)).toBe(4);
    expect(await readCopiedUntil(`${file}.1`)).toBe(3);
    // Cut off by a crash, and not there.
    await writeFile(file, `${copied}{"schema":1,"at":9,`);
    expect(await readCopiedUntil(file)).toBe(4);
    expect(await readCopiedUntil(folder)).toBeUndefined();
    expect(await readCopiedUntil(`${file}.2`)).toBeUndefined();
  });

  it('holds nothing up when it cannot be written, says so, and gets the lines later', async () => {
    const log = createTestLog();
    const file = join(folder, 'not yet', 'copy.jsonl');
    const copy = createAuditCopy(file, log);
    copy.add('{"at":1}');
    await copy.close();
    expect(log.events.map(({ event }) => event)).toEqual(['audit.copy_failed']);
    await mkdir(join(folder, 'not yet'));
    copy.add('{"at":2}');
    await copy.close();
    expect(await readFile(file, 'utf8')).toBe('{"at":1}\n{"at":2}\n');
  });
});
