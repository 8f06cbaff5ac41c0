import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeFolder } from '../composition/removeFolder.ts';
import { buildEarlierVersion, findEarlierCommit } from './earlierVersion.ts';

const hasGit = spawnSync('git', ['--version']).status === 0;
const WHO = ['-c', 'user.name=Ada', '-c', 'user.email=ada@contoso.com'];

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'rollcall-versions-'));
});

afterEach(() => removeFolder(root));

const git = (...words: string[]) => execFileSync('git', ['-C', root, ...WHO, ...words], { encoding: 'utf8' });

/** Answers its short id. */
async function commit(version: string, what = ''): Promise<string> {
  await writeFile(join(root, 'package.json'), JSON.stringify({ version, what }, undefined, 1));
  git('add', '-A');
  git('commit', '-q', '-m', `${version} ${what}`);
  return git('rev-parse', '--short=8', 'HEAD').trim();
}

describe.runIf(hasGit)('the version before', () => {
  beforeEach(() => {
    git('init', '-q');
  });

  it('is the last commit of another version, whose work towards this one is no version', async () => {
    await commit('0.1.0');
    await commit('0.2.0');
    const id = await commit('0.2.0', 'mended');
    await commit('0.3.0-dev');
    await commit('0.3.0');
    await commit('0.3.0', 'mended');
    expect(await findEarlierCommit(root)).toEqual({ id, version: '0.2.0' });
  });

  it('is left out in words where nothing could share a database with it', async () => {
    const id = await commit('0.1.0');
    await commit('0.2.0');
    expect(await buildEarlierVersion(root)).toBe(`0.1.0 of ${id} doesn't know PostgreSQL yet`);
  });

  it('is not there in a copy of the last commits alone', async () => {
    await commit('0.2.0');
    expect(await findEarlierCommit(root)).toBeUndefined();
  });
});

it('is left out in words without a git history', async () => {
  await writeFile(join(root, 'package.json'), '{"version":"0.2.0"}');
  expect(await buildEarlierVersion(root)).toBe('there is no git history here that holds an earlier version');
});
