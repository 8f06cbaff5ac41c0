import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openLowdbStore } from '../src/store/openLowdbStore.ts';
import { compileSource } from './compileSource.ts';
import { createTestClock, createTestLog, sampleEntry } from './store/sampleRecords.ts';

let compiled: Awaited<ReturnType<typeof compileSource>>;
let folder: string;

beforeAll(async () => {
  compiled = await compileSource(new URL('../src/doctor.ts', import.meta.url));
});
afterAll(() => compiled.remove());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-doctor-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function runDoctor(...args: string[]): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [compiled.script, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, DATA_DIR: folder },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said += String(piece)));
  const [code] = await once(child, 'close');
  return { code: Number(code), said };
}

const openStore = () => openLowdbStore({ folder, clock: createTestClock(), log: createTestLog() });

describe('npm run doctor audit', () => {
  it('says how many entries there are, while the store is open', async () => {
    const store = await openStore();
    await Promise.all([1, 2, 3].map((at) => store.audit(sampleEntry(at))));
    const { code, said } = await runDoctor('audit');
    await store.close();
    expect(said).toContain('is whole: 3 entries');
    expect(code).toBe(0);
  });

  it('names the line that no longer follows, and fails', async () => {
    const store = await openStore();
    await Promise.all([1, 2, 3].map((at) => store.audit(sampleEntry(at))));
    await store.close();
    const file = join(folder, 'audit.jsonl');
    await writeFile(file, (await readFile(file, 'utf8')).replace('"at":2', '"at":7'));
    const { code, said } = await runDoctor('audit');
    expect(said).toContain('Line 3: It does not follow from line 2');
    expect(code).toBe(1);
  });

  it('fails when an entry that was noted before is gone from the end', async () => {
    const store = await openStore();
    await Promise.all([1, 2].map((at) => store.audit(sampleEntry(at))));
    await store.close();
    const noted = (await runDoctor('audit')).said.match(/last entry: (\S+)/)?.[1] ?? '';
    expect((await runDoctor('audit', '--has', noted)).code).toBe(0);
    const file = join(folder, 'audit.jsonl');
    const [first = ''] = (await readFile(file, 'utf8')).split('\n');
    await writeFile(file, `${first}\n`);
    expect(await runDoctor('audit', '--has', noted)).toMatchObject({
      code: 1,
      said: expect.stringContaining('does not hold'),
    });
  });

  it('says what to set when there is no audit', async () => {
    expect(await runDoctor('audit')).toMatchObject({ code: 1, said: expect.stringContaining('DATA_DIR') });
  });
});

describe('npm run doctor', () => {
  it('explains itself, and refuses a check that it does not know', async () => {
    expect(await runDoctor('--help')).toMatchObject({ code: 0, said: expect.stringContaining('audit') });
    expect((await runDoctor('toString')).code).toBe(2);
    expect((await runDoctor('audit', '--unknown')).code).toBe(2);
  });
});
