import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import { removeFolder } from '../composition/removeFolder.ts';

const run = promisify(execFile);

/** The version before this one, built in a folder of its own. */
export interface EarlierVersion {
  /** `0.2.0 of 1a2b3c4d`. */
  name: string;
  /** Its main.js. */
  main: string;
  remove(): Promise<void>;
}

interface Commit {
  id: string;
  version: string;
}

const readVersion = (manifest: string): string =>
  (JSON.parse(manifest) as { version: string }).version.replace(/-dev$/, '');

/** The last commit of another version than `root` has, by its git history; undefined where that holds none. */
export async function findEarlierCommit(root: string): Promise<Commit | undefined> {
  if (!existsSync(join(root, '.git'))) return undefined;
  const git = async (...words: string[]) => (await run('git', ['-C', root, ...words])).stdout;
  const now = readVersion(await readFile(join(root, 'package.json'), 'utf8'));
  // Where git isn't installed, there is none either.
  const changes = await git('log', '--format=%H', '-G"version":', '--', 'package.json').catch(() => '');
  for (const change of changes.split('\n').filter((id) => id !== '')) {
    // A copy that begins with the change has nothing before it.
    const before = await git('show', `${change}^:package.json`).catch(() => undefined);
    if (before === undefined) return undefined;
    const version = readVersion(before);
    if (version !== now) return { id: (await git('rev-parse', '--short=8', `${change}^`)).trim(), version };
  }
  return undefined;
}

/** Takes its packages from `root` where it needs the same, and from npm otherwise. */
async function installPackages(root: string, folder: string): Promise<void> {
  const [ours, its] = await Promise.all(
    [root, folder].map(async (at) => JSON.parse(await readFile(join(at, 'package.json'), 'utf8'))),
  );
  if (isDeepStrictEqual(ours.dependencies, its.dependencies)) {
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
  } else {
    await run('npm', ['ci', '--ignore-scripts'], { cwd: folder });
  }
}

/** Builds it. Answers in words why it can't, where there is no history, or nothing in it that could share a database. */
export async function buildEarlierVersion(root: string): Promise<EarlierVersion | string> {
  const commit = await findEarlierCommit(root);
  if (commit === undefined) return 'there is no git history here that holds an earlier version';
  const name = `${commit.version} of ${commit.id}`;
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-earlier-'));
  try {
    const archive = join(folder, 'archive.tar');
    await run('git', ['-C', root, 'archive', `--output=${archive}`, commit.id]);
    await run('tar', ['-xf', archive, '-C', folder]);
    if (!existsSync(join(folder, 'src/postgres/migrations'))) {
      await removeFolder(folder);
      return `${name} doesn't know PostgreSQL yet`;
    }
    await installPackages(root, folder);
    await run('npm', ['run', '--silent', 'build'], { cwd: folder });
  } catch (error) {
    await removeFolder(folder);
    throw error;
  }
  return {
    name,
    main: join(folder, 'dist/main.js'),
    remove: () => removeFolder(folder),
  };
}
