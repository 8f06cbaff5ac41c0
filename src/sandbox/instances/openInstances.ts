import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { BotProcess } from '../bot.ts';
import { findFreePort } from '../freePort.ts';
import { startBalancer } from './balancer.ts';
import { holdConnections } from './holdConnections.ts';
import { createInstance, INSTANCE_ACTS, type Instance, type InstanceAct } from './instance.ts';
import { createOwnership } from './jobsOf.ts';
import type { PostgresCluster } from './postgresCluster.ts';

/** Several processes of the bot on one PostgreSQL, behind one address. */
export interface Instances {
  /** All of them as if they were one: what stops, starts or kills it does so to each. */
  bot: BotProcess;
  /** What a page shows of them. */
  describe(): object;
  /** @throws Error in words for an instance or an act that nobody knows, or that can't be done now */
  act(name: string, act: string): Promise<void>;
  close(): Promise<void>;
}

export interface InstancesOptions {
  count: number;
  port: number;
  dataDir: string;
  cluster: PostgresCluster;
  makeBot(env: Readonly<Record<string, string>>, onLine: (line: string) => void): BotProcess;
  /** The built `operate/migrate.js`. */
  migrate: string;
}

/** How often the numbers of one instance are asked for. */
const COUNT_EVERY_MS = 1_000;

/** Makes the tables, as an operator does, with a built `operate/migrate.js`. Throws with what it said. */
export function migrate(program: string, url: string): Promise<void> {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH ?? '', DATABASE_URL: url },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  return new Promise((resolve, reject) =>
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`The tables could not be made: ${said}`)),
    ),
  );
}

/** The smallest count of writes left that an instance's numbers tell; undefined while none answers. */
async function readQuota(urls: readonly string[]): Promise<number | undefined> {
  const texts = await Promise.all(
    urls.map((url) =>
      fetch(url, { signal: AbortSignal.timeout(COUNT_EVERY_MS) }).then(
        (answer) => answer.text(),
        () => '',
      ),
    ),
  );
  const left = texts.flatMap((text) =>
    [...text.matchAll(/^rollcall_graph_quota_left\{.*\} (\d+)$/gm)].map(([, count]) => Number(count)),
  );
  return left.length === 0 ? undefined : Math.min(...left);
}

/** Prepares so many instances; `bot.start()` starts them. */
export async function openInstances(options: InstancesOptions): Promise<Instances> {
  const { count, port, dataDir, cluster, makeBot } = options;
  const publicUrl = `http://127.0.0.1:${port}`;
  await migrate(options.migrate, cluster.url);
  const ownership = createOwnership();
  const answers = new Map<string, { answered: number; last: string }>();
  const metrics: string[] = [];
  const instances: Instance[] = [];
  for (let at = 1; at <= count; at += 1) {
    const name = `Instance ${at}`;
    const way = await holdConnections(cluster.url);
    const metricsPort = await findFreePort();
    metrics.push(`http://127.0.0.1:${metricsPort}/metrics`);
    const env = {
      PORT: String(await findFreePort()),
      METRICS_PORT: String(metricsPort),
      DATA_DIR: join(dataDir, String(at)),
      PUBLIC_URL: publicUrl,
      DATABASE_URL: way.url,
    };
    instances.push(
      createInstance(
        name,
        makeBot(env, (line) => ownership.hear(name, line)),
        way,
      ),
    );
  }
  const balancer = await startBalancer({
    port,
    answered(url, what) {
      const name = instances.find(({ bot }) => bot.url === url)?.name ?? '';
      const last = what.replace(/\/(p|f)\/.*/, '/$1/…');
      answers.set(name, { answered: (answers.get(name)?.answered ?? 0) + 1, last });
    },
  });
  balancer.sendTo(instances.map(({ bot }) => bot.url));
  let quotaLeft: number | undefined;
  const counting = setInterval(async () => {
    quotaLeft = await readQuota(metrics);
  }, COUNT_EVERY_MS);
  const each = (work: (instance: Instance) => Promise<unknown>) => Promise.all(instances.map(work));

  const bot: BotProcess = {
    url: publicUrl,
    get lines() {
      return instances.flatMap((one) => one.bot.lines);
    },
    get pid() {
      return instances.find((one) => one.bot.pid !== undefined)?.bot.pid;
    },
    get state() {
      const states = instances.map((one) => one.bot.state);
      if (states.includes('running')) return 'running';
      return states.includes('starting') ? 'starting' : 'down';
    },
    async start() {
      await each((one) => (one.bot.state === 'down' ? one.act('start') : Promise.resolve()));
    },
    async stop() {
      await each((one) => one.act('drain'));
      return 0;
    },
    async kill() {
      await each((one) => one.act('kill'));
    },
    putAhead(ms) {
      for (const one of instances) one.bot.putAhead(ms);
    },
  };

  return {
    bot,
    describe: () => ({
      quotaLeft: quotaLeft ?? null,
      jobs: ownership.list(),
      list: instances.map(({ name, state }) => ({
        ...{ name, state, answered: 0, last: '' },
        ...answers.get(name),
      })),
    }),
    async act(name, act) {
      const instance = instances.find((one) => one.name === name);
      const known = INSTANCE_ACTS.find((one) => one === act) as InstanceAct | undefined;
      if (instance === undefined || known === undefined) throw new Error('There is no such instance.');
      if (known === 'start' && instance.state !== 'down') throw new Error(`${name} is running already.`);
      await instance.act(known);
    },
    async close() {
      clearInterval(counting);
      await balancer.close();
      await each((one) => one.close());
      await cluster.stop();
    },
  };
}
