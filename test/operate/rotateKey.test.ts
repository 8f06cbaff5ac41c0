import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { examineAudit } from '../../src/operate/doctor/doctorAudit.ts';
import { createSealer, type SealerOptions } from '../../src/secrets/sealing.ts';
import { Secret } from '../../src/secrets/secret.ts';
import type { DraftRecord, OriginalData } from '../../src/service/ports/drafts.ts';
import { openLowdbStore } from '../../src/store/openLowdbStore.ts';
import { compileSource } from '../compileSource.ts';
import { removeFolder } from '../composition/removeFolder.ts';
import {
  createTestClock,
  createTestLog,
  sampleDraft,
  sampleEntry,
  sampleJob,
} from '../store/sampleRecords.ts';

const OLD = randomBytes(32);
const NEW = randomBytes(32);
const keysOf = (version: number, key: Buffer): SealerOptions => ({
  current: version,
  keys: new Map([[version, new Secret(key)]]),
});
const sealerOf = (version: number, key: Buffer) => createSealer(keysOf(version, key));

let compiled: Awaited<ReturnType<typeof compileSource>>;
let folder: string;

beforeAll(async () => {
  compiled = await compileSource(new URL('../../src/operate/rotateKey.ts', import.meta.url));
});
afterAll(() => compiled.remove());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-rotate-'));
});
afterEach(() => removeFolder(folder));

const openStore = (masterKeys = keysOf(1, OLD)) =>
  openLowdbStore({ folder, masterKeys, clock: createTestClock(), log: createTestLog() });

const rotate = (env: NodeJS.ProcessEnv) => run([], env);

async function run(words: string[], env: NodeJS.ProcessEnv): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [compiled.script, ...words], {
    cwd: folder,
    env: { PATH: process.env.PATH, DATA_DIR: folder, ...env },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (piece) => {
      said += String(piece);
    });
  }
  const [code] = await once(child, 'close');
  return { code: Number(code), said };
}

const env = { SECRET_KEY: OLD.toString('base64'), NEW_SECRET_KEY: NEW.toString('base64') };

/** Two jobs under the old key, and what is sealed in the first. */
async function prepare() {
  const sealer = sealerOf(1, OLD);
  const key = sealer.newJobKey('job_1');
  const store = await openStore();
  await store.accept(sampleJob('job_1', 0, { key }), []);
  await store.accept(sampleJob('job_2', 0, { key: sealer.newJobKey('job_2') }), []);
  const state = sealer.seal(sealer.newJobKey('job_1-r0001'), 'job_1-r0001', 'state', new Secret('{}'));
  const of = {
    customer: 'contoso',
    objectId: 'ada',
    takenAt: 0,
    by: 'omar',
    task: 'change',
    did: [],
  } as const;
  await store.saveSnapshot({ id: 'job_1-r0001', ...of, key: sealer.newJobKey('job_1-r0001'), state });
  const installed = { id: 'T1', name: 'Contoso', botId: 'B1', botUserId: 'U1', scopes: [], installedAt: 0 };
  const installedKey = sealer.newJobKey('slack:T1');
  const token = sealer.seal(installedKey, 'T1', 'token', new Secret('xoxb-1'));
  await store.saveInstallation({ ...installed, key: installedKey, token });
  await store.close();
  return sealer.seal(key, 'r0001', 'password', new Secret('kfm4-x7pw'));
}

describe('npm run rotate-key', () => {
  it('leaves every password readable with the new key alone, and no copy of a key under the old one', async () => {
    const sealed = await prepare();
    const { code, said } = await rotate(env);
    expect(said).toContain('The keys of 2 jobs are under key 2 now.');
    expect(said).toContain('SECRET_KEY=2:');
    expect(said).not.toContain(env.NEW_SECRET_KEY);
    expect(code).toBe(0);
    const store = await openStore(keysOf(2, NEW));
    const job = await store.loadJob('job_1');
    const [entry] = await store.readAudit({ limit: 1 });
    const [snapshot] = await store.listSnapshots({});
    const installed = await store.loadInstallation('T1');
    await store.close();
    if (installed === undefined) throw new Error('no installation');
    expect(sealerOf(2, NEW).open(installed.key, 'T1', 'token', installed.token).reveal()).toBe('xoxb-1');
    expect(snapshot?.key.keyVersion).toBe(2);
    if (job === undefined) throw new Error('no job');
    expect(sealerOf(2, NEW).open(job.key, 'r0001', 'password', sealed).reveal()).toBe('kfm4-x7pw');
    expect(entry).toMatchObject({ what: 'key.rotated', outcome: 'done' });
    for (const name of ['job.json', 'job.json.bak']) {
      const text = await readFile(join(folder, 'jobs/job_1', name), 'utf8');
      expect(JSON.parse(text).job.key).toMatchObject({ keyVersion: 2 });
    }
  });

  it('takes the new key from a file, as other secrets', async () => {
    await prepare();
    const NEW_SECRET_KEY_FILE = join(folder, 'new.key');
    await writeFile(NEW_SECRET_KEY_FILE, `${env.NEW_SECRET_KEY}\n`);
    const { code, said } = await rotate({ ...env, NEW_SECRET_KEY: '', NEW_SECRET_KEY_FILE });
    expect(said).toContain('The keys of 2 jobs are under key 2 now.');
    expect(said).toContain(`Set SECRET_KEY=2:<what is in ${NEW_SECRET_KEY_FILE}>`);
    expect(code).toBe(0);
  });

  it('draws a key that stays, and never over another one, where its help is typed as it stands', async () => {
    await prepare();
    const help = await run(['--help'], {});
    const [draw = '', then = ''] = help.said.split('\n').map((line) => line.replace(/^(Usage:)? +/, ''));
    const type = (line: string) =>
      promisify(execFile)('bash', ['-c', line], { cwd: folder }).then(
        () => 0,
        (error: { code: number }) => error.code,
      );
    expect(await type(draw)).toBe(0);
    const kept = await readFile(join(folder, 'new.key'), 'utf8');
    expect(await type(draw)).not.toBe(0);
    expect(await readFile(join(folder, 'new.key'), 'utf8')).toBe(kept);
    const [, name = '', path = ''] = /^(\w+)=(\S+) npm run rotate-key$/.exec(then) ?? [];
    expect(await rotate({ SECRET_KEY: env.SECRET_KEY, [name]: path })).toMatchObject({ code: 0 });
    const store = await openStore(keysOf(2, Buffer.from(kept, 'base64')));
    const job = await store.loadJob('job_1');
    await store.close();
    if (job === undefined) throw new Error('no job');
    expect(sealerOf(2, Buffer.from(kept, 'base64')).rewrap(job.key)).toEqual(job.key);
  });

  it('refuses a second new key after the first one was lost, and counts nothing of it as done', async () => {
    await prepare();
    expect((await rotate(env)).code).toBe(0);
    const before = await readFile(join(folder, 'audit.jsonl'), 'utf8');
    const again = await rotate({ ...env, NEW_SECRET_KEY: randomBytes(32).toString('base64') });
    expect(again.said).toContain('The data folder was written with another SECRET_KEY');
    expect(again.code).toBe(1);
    expect(await readFile(join(folder, 'audit.jsonl'), 'utf8')).toBe(before);
    // Rollcall itself starts with the old key, and goes on with the audit under it.
    await (await openStore()).close();
    const third = await rotate({ ...env, NEW_SECRET_KEY: randomBytes(32).toString('base64') });
    expect(third.said).toContain("don't open with SECRET_KEY: job_2, job_1");
    expect(third.code).toBe(1);
  });

  it('leaves a file readable whose columns are still being chosen', async () => {
    const sealer = sealerOf(1, OLD);
    const key = sealer.newJobKey('draft_1-original');
    const store = await openStore();
    const file = sealer.seal(key, 'draft_1-original', 'file', new Secret('Wer,Wohin'));
    const draft = sampleDraft('draft_1-original', createTestClock().now() + 60_000);
    await store.saveDraft({ ...draft, kind: 'original', data: { key, file } });
    await store.close();
    expect((await rotate(env)).code).toBe(0);
    const after = await openStore(keysOf(2, NEW));
    const { key: wrapped } = ((await after.loadDraft('draft_1-original')) as DraftRecord<OriginalData>).data;
    await after.close();
    expect(sealerOf(2, NEW).open(wrapped, 'draft_1-original', 'file', file).reveal()).toBe('Wer,Wohin');
  });

  it('leaves the audit whole for whoever has the new key alone', async () => {
    await prepare();
    const before = await openStore();
    await before.audit(sampleEntry(1));
    await before.close();
    expect((await rotate(env)).code).toBe(0);
    const after = await openStore(keysOf(2, NEW));
    await after.audit(sampleEntry(2));
    await after.close();
    const { well, lines } = await examineAudit(folder, keysOf(2, NEW));
    expect(lines.join('\n')).toContain('is whole: 4 entries');
    expect(well).toBe(true);
    expect((await examineAudit(folder, keysOf(1, OLD))).well).toBe(false);
  });

  it('goes on where it was cut off', async () => {
    await prepare();
    const both = createSealer({
      current: 2,
      keys: new Map([
        [2, new Secret(NEW)],
        [1, new Secret(OLD)],
      ]),
    });
    const store = await openStore();
    await store.updateJob('job_2', (job) => ({ ...job, key: both.rewrap(job.key) }));
    await store.close();
    expect(await rotate(env)).toMatchObject({
      code: 0,
      said: expect.stringContaining('The keys of 1 job are'),
    });
    const text = await readFile(join(folder, 'jobs/job_2/job.json.bak'), 'utf8');
    expect(JSON.parse(text).job.key).toMatchObject({ keyVersion: 2 });
  });

  it.each([env, { ...env, SECRET_KEY: '' }])(
    'refuses a folder in which Rollcall never ran, and makes none',
    async (more) => {
      const DATA_DIR = join(folder, 'typo');
      const { code, said } = await rotate({ ...more, DATA_DIR });
      expect([code, said]).toEqual([
        1,
        expect.stringContaining(`Rollcall never ran with the data folder ${DATA_DIR}`),
      ]);
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it('refuses while Rollcall holds the data folder', async () => {
    await prepare();
    const store = await openStore();
    const { code, said } = await rotate(env);
    await store.close();
    expect(said).toContain('Another instance of Rollcall is running');
    expect(code).toBe(1);
  });

  it.each([
    ['no new key', { NEW_SECRET_KEY: '' }, "NEW_SECRET_KEY_FILE isn't set"],
    ['a new key that is none', { NEW_SECRET_KEY: 'abc' }, "NEW_SECRET_KEY isn't one key"],
    ['the old key again', { NEW_SECRET_KEY: env.SECRET_KEY }, 'in use already'],
    ['a new key in two places', { NEW_SECRET_KEY_FILE: '/dev/null' }, 'NEW_SECRET_KEY_FILE as well'],
    [
      'a file of the new key that is not there',
      { NEW_SECRET_KEY: '', NEW_SECRET_KEY_FILE: 'nowhere' },
      "NEW_SECRET_KEY_FILE: nowhere can't be read (ENOENT)",
    ],
    ['an old key that is none', { SECRET_KEY: 'abc' }, "SECRET_KEY isn't a key"],
  ])('refuses %s, and changes nothing', async (_what, more, words) => {
    await prepare();
    const before = await readFile(join(folder, 'jobs/job_1/job.json'), 'utf8');
    const { code, said } = await rotate({ ...env, ...more });
    expect(said).toContain(words);
    expect(code).toBe(1);
    expect(await readFile(join(folder, 'jobs/job_1/job.json'), 'utf8')).toBe(before);
  });

  it('names the jobs that do not open with the old key, and fails', async () => {
    await prepare();
    const { code, said } = await rotate({ ...env, SECRET_KEY: randomBytes(32).toString('hex') });
    expect(said).toContain('job_1');
    expect(said).toContain("don't open");
    expect(code).toBe(1);
  });
});
