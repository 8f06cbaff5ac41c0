import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Program } from '../../src/sandbox/bot.ts';
import { CAST, sandboxPolicy } from '../../src/sandbox/contoso.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/stage.ts';
import { carryOutDockerfile, type Image } from './carryOut.ts';

const context = fileURLToPath(new URL('../../', import.meta.url));
const dockerfile = readFileSync(join(context, 'Dockerfile'), 'utf8');
/** As root, somebody else can be tried: nobody of the system, who owns nothing. */
const isRoot = process.getuid?.() === 0;
const nobody = { uid: 65_534, gid: 65_534 };
const user = isRoot ? { user: nobody } : {};

/** Megabytes, as `du` counts them: what the packages and the program take on a disk, without the base image. */
const MOST_MB = 400;

let image: Image;
let app: string;
let data: string;

beforeAll(() => {
  image = carryOutDockerfile(dockerfile, context, isRoot ? nobody : undefined);
  app = join(image.root, image.workdir);
  data = join(image.root, '/data');
});
afterAll(() => rmSync(dirname(image.root), { recursive: true, force: true }));

/** The program of the image, as its user, with its variables, and these; what it said and its exit code. */
function runImage(env: Readonly<Record<string, string>>, args: readonly string[] = image.command.slice(1)) {
  const { PATH = '' } = process.env;
  const all = { PATH, HOME: '/nowhere', ...image.env, DATA_DIR: data, ...env };
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args], {
    ...(isRoot ? nobody : {}),
    ...{ cwd: app, env: all, encoding: 'utf8', timeout: 60_000 },
  });
  return { status, said: stdout + stderr };
}

describe('the image', () => {
  it('holds the program and what it needs, and no sandbox, tests, or settings of anyone', () => {
    expect(readdirSync(app).sort()).toEqual([
      ...['.env.example', 'CHANGELOG.md', 'LICENSE', 'adaptive-cards', 'dist', 'manifests', 'node_modules'],
      ...['package.json', 'policy.example.json', 'src'],
    ]);
    expect(
      readdirSync(join(app, 'src'), { recursive: true }).filter((name) => `${name}`.endsWith('.ts')),
    ).toEqual([]);
    expect(readdirSync(join(app, 'dist'))).not.toContain('sandbox');
    const { packages } = JSON.parse(readFileSync(join(context, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { dev?: true; optional?: true }>;
    };
    const listed = Object.entries(packages).filter(([path]) => path !== '');
    const isThere = ([path]: [string, object]) =>
      statSync(join(app, path), { throwIfNoEntry: false }) !== undefined;
    const needed = listed.filter(([, { dev, optional }]) => !dev && !optional);
    const tools = listed.filter(([, { dev }]) => dev);
    expect(needed.length).toBeGreaterThan(100);
    expect(tools.length).toBeGreaterThan(100);
    expect(needed.filter((one) => !isThere(one))).toEqual([]);
    expect(tools.filter(isThere)).toEqual([]);
  });

  it(`takes less than ${MOST_MB} MB`, () => {
    const megabytes = Number(execFileSync('du', ['-sm', app], { encoding: 'utf8' }).split('\t')[0]);
    expect(megabytes).toBeGreaterThan(50);
    expect(megabytes).toBeLessThan(MOST_MB);
  });

  it('is started by an unprivileged user, and names its base by version', () => {
    expect(image.user).toBe('node');
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
    expect(bases.filter((base) => base !== 'packages')).toEqual(Array(2).fill(image.base));
    expect(image.base).toMatch(/^node:24\.\d+\.\d+-\w+-slim$/);
  });

  it('carries out what an operator types', () => {
    const { PATH = '' } = process.env;
    const { status, stdout } = spawnSync('npm', ['run', '--silent', 'migrate', '--', '--help'], {
      ...(isRoot ? nobody : {}),
      ...{ cwd: app, env: { PATH, HOME: '/nowhere', ...image.env }, encoding: 'utf8' },
    });
    expect(stdout).toContain('Creates or updates the tables');
    expect(status).toBe(0);
  });

  it('says what is missing, and runs no sandbox, when nothing is set', () => {
    const { status, said } = runImage({ POLICY_FILE: '' });
    expect(said).toContain('no credentials are set, and with NODE_ENV=production it runs no sandbox');
    expect(status).toBe(1);
  });
});

describe('a container', () => {
  let sandbox: Sandbox;
  let ofImage: Program;
  beforeAll(() => {
    ofImage = { main: join(app, 'dist/main.js'), ...user };
  });
  const start = async (env: Readonly<Record<string, string>> = {}, program = ofImage) => {
    const { PORT: _, POLICY_FILE: __, HOST: ___, ...own } = image.env;
    const policyFile = join(image.root, 'policy.json');
    writeFileSync(policyFile, JSON.stringify(sandboxPolicy()));
    sandbox = await createSandbox({
      program,
      env: { ...own, DATA_DIR: data, POLICY_FILE: policyFile, ...env },
    });
  };

  it('creates someone, is healthy, and stops when it is asked to', async () => {
    await start();
    await sandbox.bot.start();
    const mia = sandbox.slack.as(CAST.helpdesk.slack);
    await mia.command('/user', 'ada@contoso.com');
    await mia.waitForMessage((message) => JSON.stringify(message).includes('Ada Lovelace'));

    const [program = '', ...args] = image.healthcheck;
    const check = async (port: string) => {
      // The services answer from this process, which must not be blocked.
      const asked = spawn(program, args, { env: { PATH: process.env.PATH, PORT: port } });
      return new Promise((resolve) => asked.once('exit', resolve));
    };
    expect(await check(new URL(sandbox.bot.url).port)).toBe(0);
    expect(statSync(data).mode & 0o777).toBe(0o700);
    expect(await sandbox.bot.stop()).toBe(0);
    expect(await check(new URL(sandbox.bot.url).port)).toBe(1);
    await sandbox.stop();
  });

  it('says that its data folder is read-only', async () => {
    const closed = join(image.root, 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o555);
    await start({ DATA_DIR: closed });
    const refused = sandbox.bot.start();
    if (isRoot) {
      await expect(refused).rejects.toThrow(/couldn't save to its data folder: it has no permission/);
      expect(sandbox.bot.lines.join('\n')).toContain('DATA_DIR');
    }
    await refused.catch(() => undefined);
    await sandbox.stop();
  });

  it('says that its key file is of another user, as after a start as root', async () => {
    if (!isRoot) return;
    const folder = join(image.root, 'of-root');
    mkdirSync(folder);
    chmodSync(folder, 0o777);
    writeFileSync(join(folder, 'secret.key'), 'x', { mode: 0o600 });
    await start({ DATA_DIR: folder, SECRET_KEY: '' });
    await expect(sandbox.bot.start()).rejects.toThrow(/can't read .*secret\.key/);
    await sandbox.stop();
  });

  it('warns when its key lies beside what it encrypts, and when root runs it', async () => {
    const fresh = join(image.root, 'fresh');
    mkdirSync(fresh);
    chmodSync(fresh, 0o777);
    await start({ DATA_DIR: fresh, SECRET_KEY: '' });
    await sandbox.bot.start();
    const events = () => sandbox.bot.lines.map((line) => JSON.parse(line).event);
    expect(events()).toContain('config.key_file_made');
    expect(events()).not.toContain('rollcall.runs_as_root');
    await sandbox.stop();
    if (!isRoot) return;
    await start({ DATA_DIR: join(image.root, 'of-root-too') }, { main: join(app, 'dist/main.js') });
    await sandbox.bot.start();
    expect(events()).toContain('rollcall.runs_as_root');
    await sandbox.stop();
  });
});
