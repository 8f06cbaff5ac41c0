import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { readDockerfile } from './readDockerfile.ts';

/** The folder in the place of an image's file system, and what it would be started with. */
export interface Image {
  /** What `/` would be. */
  root: string;
  env: Record<string, string>;
  user: string;
  workdir: string;
  command: readonly string[];
  healthcheck: readonly string[];
  base: string;
}

const jsonIn = (text: string): string[] => JSON.parse(text.slice(text.indexOf('['))) as string[];

/** `NAME=value` pairs, as ENV and LABEL have them. */
function pairsIn(text: string): Record<string, string> {
  const found = [...text.matchAll(/([\w.]+)=("[^"]*"|\S+)/g)];
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name, value.replaceAll('"', '')]));
}

/**
 * Carries the instructions of a Dockerfile out in an empty folder for each stage, as no Docker engine is needed for that.
 * The base images are the Node of this machine. The one step that is not done anew is the installation of all packages: it
 * is taken from `context`, where the same command made it.
 */
export function carryOutDockerfile(
  text: string,
  context: string,
  owner: { uid: number; gid: number } | undefined,
): Image {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-image-'));
  chmodSync(folder, 0o755);
  const stages = new Map<string, Image>();
  let stage: Image | undefined;

  function from(rest: string): Image {
    const [base = '', , name = 'last'] = rest.split(' ');
    const before = stages.get(base);
    const root = join(folder, name);
    if (before === undefined) mkdirSync(root);
    else execFileSync('cp', ['-al', before.root, root]);
    const empty = { env: {}, user: 'root', workdir: '/', command: [], healthcheck: [], base };
    const made: Image = { ...(before ?? empty), root };
    stages.set(name, made);
    return made;
  }

  function copy({ root, workdir }: Image, rest: string): void {
    const words = rest.split(' ').filter((word) => !word.startsWith('--'));
    const option = (name: string) => new RegExp(`--${name}=(\\S+)`).exec(rest)?.[1];
    const source = option('from') === undefined ? context : stages.get(option('from') ?? '')?.root;
    if (source === undefined) throw new Error(`There is no stage for: COPY ${rest}`);
    const target = words.pop() ?? '';
    const to = join(root, resolve(workdir, target));
    for (const word of words) {
      const path = join(source, word);
      // As Docker does: what is in a folder, and a file into a folder that ends with a slash.
      const into = lstatSync(path).isDirectory() || !target.endsWith('/') ? to : join(to, basename(path));
      // From another stage nothing has to be copied: links to the same files are as good, and quick.
      if (option('from') === undefined) cpSync(path, into, { recursive: true, verbatimSymlinks: true });
      else execFileSync('cp', ['-alT', path, into]);
    }
    if (option('chown') === undefined || owner === undefined) return;
    execFileSync('chown', ['-R', `${owner.uid}:${owner.gid}`, to]);
  }

  function run({ root, workdir, env }: Image, command: string): void {
    const cwd = join(root, workdir);
    if (/^npm ci\b/.test(command) && !command.includes('--omit=dev')) {
      rmSync(join(cwd, 'node_modules'), { recursive: true, force: true });
      symlinkSync(join(context, 'node_modules'), join(cwd, 'node_modules'));
      return;
    }
    const { PATH, HOME } = process.env;
    const own = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => /^npm_config_/i.test(name)),
    );
    execFileSync('sh', ['-c', command], { cwd, env: { PATH, HOME, ...own, ...env }, stdio: 'pipe' });
  }

  for (const { name, rest } of readDockerfile(text)) {
    if (name === 'FROM') {
      stage = from(rest);
      continue;
    }
    if (stage === undefined) throw new Error(`${name} stands before FROM.`);
    if (name === 'WORKDIR') {
      stage.workdir = resolve(stage.workdir, rest);
      mkdirSync(join(stage.root, stage.workdir), { recursive: true });
    } else if (name === 'COPY') copy(stage, rest);
    else if (name === 'RUN') run(stage, rest);
    else if (name === 'ENV') stage.env = { ...stage.env, ...pairsIn(rest) };
    else if (name === 'USER') stage.user = rest;
    else if (name === 'CMD') stage.command = jsonIn(rest);
    else if (name === 'HEALTHCHECK') stage.healthcheck = jsonIn(rest);
    else if (name === 'VOLUME' && existsSync(join(stage.root, rest))) continue;
    else if (!['LABEL', 'EXPOSE', 'STOPSIGNAL'].includes(name)) throw new Error(`Unknown: ${name} ${rest}`);
  }
  if (stage === undefined) throw new Error('There is no FROM.');
  return stage;
}
