import { chmod, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSealer } from '../../src/secrets/sealing.ts';
import { loadOrMakeKeyFile, parseMasterKeys } from '../../src/store/keyFile.ts';
import { removeFolder } from '../composition/removeFolder.ts';
import { createTestLog } from './sampleRecords.ts';

const base64 = Buffer.alloc(32, 7).toString('base64');
const hex = Buffer.alloc(32, 9).toString('hex');

describe('master keys', () => {
  it.each([
    ['base64', base64],
    ['base64 without padding', base64.replaceAll('=', '')],
    ['base64url', Buffer.alloc(32, 0xfb).toString('base64url')],
    ['hex', hex],
    ['hex in capitals', hex.toUpperCase()],
  ])('are read as %s', (_, text) => {
    const keys = parseMasterKeys(text);
    expect(keys?.current).toBe(1);
    expect(keys?.keys.get(1)?.reveal()).toHaveLength(32);
  });

  it('have version numbers, the current one first', () => {
    const keys = parseMasterKeys(`2:${hex}, 1:${base64}`);
    expect(keys?.current).toBe(2);
    expect(keys?.keys.get(2)?.reveal()).toEqual(Buffer.alloc(32, 9));
    expect(keys?.keys.get(1)?.reveal()).toEqual(Buffer.alloc(32, 7));
  });

  it.each([
    ['nothing', ''],
    ['a pass phrase', 'correct horse battery staple'],
    ['16 bytes', Buffer.alloc(16, 7).toString('base64')],
    ['33 bytes', Buffer.alloc(33, 7).toString('base64')],
    ['a stray character', `${base64.slice(0, 20)}*${base64.slice(20)}`],
    ['the same number twice', `1:${hex},1:${base64}`],
    ['two without a number', `${hex},${base64}`],
    ['version 0', `0:${hex}`],
    ['a comma too many', `${hex},`],
  ])('are refused: %s', (_, text) => {
    expect(parseMasterKeys(text)).toBeUndefined();
  });

  it('do not print', () => {
    expect(JSON.stringify([...(parseMasterKeys(hex)?.keys ?? [])])).toBe('[[1,"[secret]"]]');
  });
});

describe('the key file', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rollcall-key-'));
    file = join(folder, 'secret.key');
  });
  afterEach(() => removeFolder(folder));

  it('is made once with mode 0600, with a warning, and seals', async () => {
    const log = createTestLog();
    const keys = await loadOrMakeKeyFile(folder, log);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(log.events).toEqual([{ event: 'config.key_file_made', fields: { file } }]);
    expect(() => createSealer(keys).newJobKey('job_1')).not.toThrow();
    const again = await loadOrMakeKeyFile(folder, log);
    expect(again.keys.get(1)?.reveal()).toEqual(keys.keys.get(1)?.reveal());
    expect(await readdir(folder)).toEqual(['secret.key']);
  });

  it('is the same one for two starts at the same time', async () => {
    const made = await Promise.all(
      Array.from({ length: 8 }, () => loadOrMakeKeyFile(folder, createTestLog())),
    );
    const texts = new Set(made.map(({ keys }) => keys.get(1)?.reveal().toString('hex')));
    expect(texts.size).toBe(1);
    expect([...texts][0]).toHaveLength(64);
  });

  it('makes the data folder, for its owner alone', async () => {
    const data = join(folder, 'data');
    await loadOrMakeKeyFile(data, createTestLog());
    expect((await stat(data)).mode & 0o777).toBe(0o700);
  });

  it('is refused when others can read it, and taken again once they cannot', async () => {
    await loadOrMakeKeyFile(folder, createTestLog());
    await chmod(file, 0o640);
    await expect(loadOrMakeKeyFile(folder, createTestLog())).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      next: expect.stringContaining('chmod 600'),
    });
    await chmod(file, 0o600);
    await loadOrMakeKeyFile(folder, createTestLog());
  });

  it('is never replaced when it holds no key', async () => {
    await writeFile(file, '', { mode: 0o600 });
    await expect(loadOrMakeKeyFile(folder, createTestLog())).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
    expect(await readFile(file, 'utf8')).toBe('');
  });
});
