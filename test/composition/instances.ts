import { join } from 'node:path';
import type { BotProcess } from '../../src/sandbox/bot.ts';
import { findFreePort } from '../../src/sandbox/freePort.ts';
import { type Balancer, startBalancer } from '../../src/sandbox/instances/balancer.ts';
import type { SandboxOptions } from '../../src/sandbox/services.ts';
import type { Sandbox } from '../../src/sandbox/stage.ts';
import { openTestDatabase, type TestDatabase } from './openTestDatabase.ts';

/** Several processes of the bot on one database, with one address for the chats. None is started yet. */
export interface Instances<Stage> {
  stage: Stage;
  sandbox: Sandbox;
  bots: readonly BotProcess[];
  database: TestDatabase;
  /** Has the chats reach these alone, by turns. Left out: all of them. */
  reach(bots?: readonly BotProcess[]): void;
  balancer: Pick<Balancer, 'resend' | 'firstOf'>;
  close(): Promise<void>;
}

/**
 * @param open makes the sandbox, watched or not, with these options; `ofInstance` is what each has in its environment, and
 *   `prepared` a database with tables. Left out: one of its own, with this version's
 */
export async function openInstances<Stage>(
  count: number,
  open: (options: SandboxOptions) => Promise<{ stage: Stage; sandbox: Sandbox }>,
  ofInstance: (
    index: number,
    database: TestDatabase,
    sandbox: Sandbox,
  ) => Readonly<Record<string, string>> = () => ({}),
  prepared?: TestDatabase,
): Promise<Instances<Stage>> {
  const database = prepared ?? (await openTestDatabase());
  const balancer: Balancer = await startBalancer();
  const { stage, sandbox } = await open({ env: { DATABASE_URL: database.url, PUBLIC_URL: balancer.url } });
  const bots: BotProcess[] = [];
  for (let index = 0; index < count; index += 1) {
    bots.push(
      sandbox.createInstance({
        PORT: String(await findFreePort()),
        METRICS_PORT: String(await findFreePort()),
        DATA_DIR: join(sandbox.dataDir, String(index)),
        ...ofInstance(index, database, sandbox),
      }),
    );
  }
  sandbox.slack.setBotUrl(balancer.url);
  sandbox.teams.setBotUrl(balancer.url);
  const reach = (reached: readonly BotProcess[] = bots) => balancer.sendTo(reached.map(({ url }) => url));
  reach();
  return {
    stage,
    sandbox,
    bots,
    database,
    reach,
    balancer,
    async close() {
      await Promise.all(bots.map((bot) => bot.stop()));
      await sandbox.stop();
      await balancer.close();
      await database.drop();
    },
  };
}
