import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deriveAuditKeys } from '../../../src/audit/auditKeys.ts';
import { describeNewKey, makeLine } from '../../../src/audit/auditLines.ts';
import { verifyChain } from '../../../src/audit/verifyChain.ts';
import type { SealerOptions } from '../../../src/secrets/sealing.ts';
import { Secret } from '../../../src/secrets/secret.ts';
import { readAuditLines } from '../../../src/store/audit/readAuditLines.ts';
import { openLowdbStore } from '../../../src/store/openLowdbStore.ts';
import { removeFolder } from '../../composition/removeFolder.ts';
import { createTestClock, createTestLog, sampleEntry } from '../sampleRecords.ts';

const keysOf = (...versions: [number, Buffer][]): SealerOptions => ({
  current: versions[0]?.[0] ?? 0,
  keys: new Map(versions.map(([version, key]) => [version, new Secret(key)])),
});
const [ONE, TWO, THREE] = [randomBytes(32), randomBytes(32), randomBytes(32)];

let folder: string;
let file: string;
let log: ReturnType<typeof createTestLog>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-audit-key-'));
  file = join(folder, 'audit.jsonl');
  log = createTestLog();
});
afterEach(() => removeFolder(folder));

async function write(masterKeys: SealerOptions, from: number, to: number): Promise<void> {
  const store = await openLowdbStore({ folder, masterKeys, clock: createTestClock(), log });
  for (let at = from; at <= to; at += 1) await store.audit(sampleEntry(at));
  await store.close();
}

/** As 0.1 wrote it: each line holds the SHA-256 of the one before, and no key. */
async function writeUnkeyed(count: number, more: object = {}): Promise<string> {
  let hash = 'start';
  const lines: string[] = [];
  for (let at = 1; at <= count; at += 1) {
    const line = JSON.stringify({ schema: 1, prev: hash, ...sampleEntry(at), ...more });
    hash = createHash('sha256').update(line).digest('base64url');
    lines.push(line);
  }
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  return hash;
}

const linesNow = async (): Promise<string[]> => (await readFile(file, 'utf8')).trimEnd().split('\n');
const verify = (masterKeys: SealerOptions, wanted?: string) =>
  verifyChain(() => readAuditLines(file), deriveAuditKeys(masterKeys), wanted);
const events = () => log.events.map(({ event }) => event);

describe('the key of the audit', () => {
  it('lets nobody who writes the folder make the chain anew', async () => {
    await write(keysOf([1, ONE]), 1, 5);
    const whole = await linesNow();
    expect(await verify(keysOf([1, ONE]))).toMatchObject({ whole: true, entries: 5, unkeyed: 0 });
    await writeUnkeyed(5);
    const forged = await linesNow();
    await writeFile(file, `${[...whole.slice(0, 3), ...forged.slice(3)].join('\n')}\n`);
    expect(await verify(keysOf([1, ONE]))).toMatchObject({ whole: false, line: 4 });
    await rm(file);
    await write(keysOf([1, TWO]), 1, 5);
    const others = await verify(keysOf([1, ONE]));
    expect(others).toMatchObject({ whole: false, line: 1, needsKey: true });
  });

  it('closes the chain that 0.1 wrote, once, and says how much of it that is', async () => {
    const noted = await writeUnkeyed(4);
    expect(await verify(keysOf([1, ONE]), noted)).toMatchObject({ whole: true, unkeyed: 4, found: true });
    await write(keysOf([1, ONE]), 5, 6);
    await write(keysOf([1, ONE]), 7, 7);
    const report = await verify(keysOf([1, ONE]), noted);
    expect(report).toMatchObject({ whole: true, entries: 8, unkeyed: 4, found: true });
    expect(report).toHaveProperty('closedAt');
    expect(events().filter((event) => event === 'store.audit_keyed')).toHaveLength(1);
    const [one = '', two = '', ...rest] = await linesNow();
    await writeFile(file, `${[one, two.replace('"at":2', '"at":3'), ...rest].join('\n')}\n`);
    expect(await verify(keysOf([1, ONE]))).toMatchObject({ whole: false, line: 3 });
  });

  it('shows an entry without a proof after one that has it, and a chain that only seems to go on', async () => {
    await write(keysOf([1, ONE]), 1, 2);
    const [, last = ''] = await linesNow();
    const prev = /"mac":"([^"]+)"/.exec(last)?.[1];
    await writeFile(file, `${JSON.stringify({ schema: 1, prev, ...sampleEntry(3) })}\n`, { flag: 'a' });
    expect(await verify(keysOf([1, ONE]))).toMatchObject({ whole: false, line: 3 });
  });

  it('shows another key that no entry announced, even one that is known', async () => {
    await write(keysOf([1, ONE]), 1, 2);
    const [, last = ''] = await linesNow();
    const other = makeLine(sampleEntry(3), last, deriveAuditKeys(keysOf([1, TWO])).current);
    await writeFile(file, `${other}\n`, { flag: 'a' });
    expect(await verify(keysOf([2, TWO], [1, ONE]))).toMatchObject({ whole: false, line: 3 });
  });

  it('shows a key that another one had replaced, although an entry under it says that it is back', async () => {
    await write(keysOf([1, ONE]), 1, 2);
    await write(keysOf([2, TWO], [1, ONE]), 3, 3);
    const before = await linesNow();
    const keys = deriveAuditKeys(keysOf([1, ONE], [2, TWO]));
    const back = makeLine(describeNewKey(keys.older[0]?.id, keys, 4), before.at(-1), keys.current);
    await writeFile(file, `${back}\n`, { flag: 'a' });
    const at = before.length + 1;
    expect(await verify(keysOf([2, TWO], [1, ONE]))).toMatchObject({ whole: false, line: at });
  });

  it('shows a change of keys that names another key than the one before', async () => {
    await write(keysOf([1, ONE]), 1, 2);
    const [, last = ''] = await linesNow();
    const keys = deriveAuditKeys(keysOf([2, TWO], [1, ONE]));
    const next = makeLine(describeNewKey('another', keys, 3), last, keys.current);
    await writeFile(file, `${next}\n`, { flag: 'a' });
    expect(await verify(keysOf([2, TWO], [1, ONE]))).toMatchObject({ whole: false, line: 3 });
  });

  it('says at the start that the last entry was changed', async () => {
    await write(keysOf([1, ONE]), 1, 2);
    await writeFile(file, (await readFile(file, 'utf8')).replace('"at":2', '"at":9'));
    await write(keysOf([1, ONE]), 3, 3);
    expect(events()).toContain('store.audit_end_changed');
    expect(await verify(keysOf([1, ONE]))).toMatchObject({ whole: false, line: 2 });
  });

  it('has everything checked by the newest key alone, after the key was rotated twice', async () => {
    await writeUnkeyed(2);
    await write(keysOf([1, ONE]), 3, 4);
    await write(keysOf([2, TWO], [1, ONE]), 5, 6);
    await write(keysOf([2, TWO]), 7, 7);
    await write(keysOf([3, THREE], [2, TWO]), 8, 8);
    await write(keysOf([3, THREE]), 9, 9);
    expect(await verify(keysOf([3, THREE]))).toMatchObject({ whole: true, entries: 12, unkeyed: 2 });
    expect(await verify(keysOf([1, ONE]))).toMatchObject({ whole: false, needsKey: true });
    const text = await readFile(file, 'utf8');
    for (const key of [ONE, TWO, THREE]) {
      for (const form of ['base64', 'base64url', 'hex'] as const)
        expect(text).not.toContain(key.toString(form));
    }
    await writeFile(file, text.replace('"at":4', '"at":3'));
    expect(await verify(keysOf([3, THREE]))).toMatchObject({ whole: false, line: 5 });
  });

  it('goes on under a key that nobody rotated to, loudly, and is whole for whoever still has the old one', async () => {
    await write(keysOf([1, ONE]), 1, 2);
    await write(keysOf([1, TWO]), 3, 3);
    expect(events()).toContain('store.audit_key_unknown');
    expect(await verify(keysOf([1, TWO]))).toMatchObject({ whole: false, line: 1, needsKey: true });
    expect(await verify(keysOf([2, TWO], [1, ONE]))).toMatchObject({ whole: true, entries: 4 });
  });

  it('stays checkable when old entries go, those before the change of the key too', async () => {
    await writeUnkeyed(4);
    for (const [masterKeys, before] of [
      [keysOf([1, ONE]), 3],
      [keysOf([2, TWO], [1, ONE]), 5],
      [keysOf([2, TWO]), 6],
    ] as const) {
      const store = await openLowdbStore({ folder, masterKeys, clock: createTestClock(), log });
      await store.audit(sampleEntry(before + 5));
      await store.cutAudit(before, 1_000);
      await store.close();
      expect(await verify(masterKeys)).toMatchObject({ whole: true });
    }
    expect(await verify(keysOf([2, TWO]))).toMatchObject({ unkeyed: 0, dropped: 4 });
  });
});
