import type { BotProcess } from '../bot.ts';
import type { HeldWay } from './holdConnections.ts';

/** What can be done to an instance, by the name of its button. */
export const INSTANCE_ACTS = ['kill', 'freeze', 'thaw', 'cut', 'connect', 'drain', 'start'] as const;
export type InstanceAct = (typeof INSTANCE_ACTS)[number];

export type InstanceState = 'running' | 'starting' | 'down' | 'frozen' | 'cut off' | 'draining';

/** One process of the bot, and its way to PostgreSQL. */
export interface Instance {
  name: string;
  bot: BotProcess;
  readonly state: InstanceState;
  /** Resolves once it is done; `drain` and `start` take seconds. */
  act(act: InstanceAct): Promise<void>;
  close(): Promise<void>;
}

export function createInstance(name: string, bot: BotProcess, way: HeldWay): Instance {
  let isFrozen = false;
  let isCut = false;
  let isDraining = false;

  function send(signal: NodeJS.Signals): void {
    if (bot.pid === undefined) throw new Error(`${name} isn't running.`);
    process.kill(bot.pid, signal);
  }
  function thaw(): void {
    if (isFrozen) send('SIGCONT');
    isFrozen = false;
  }
  function connect(): void {
    if (isCut) way.release();
    isCut = false;
  }

  const acts: Readonly<Record<InstanceAct, () => void | Promise<void>>> = {
    async kill() {
      isFrozen = false;
      await bot.kill();
    },
    freeze() {
      send('SIGSTOP');
      isFrozen = true;
    },
    thaw,
    cut() {
      way.hold();
      isCut = true;
    },
    connect,
    async drain() {
      thaw();
      isDraining = true;
      await bot.stop();
      isDraining = false;
    },
    async start() {
      connect();
      await bot.start();
    },
  };

  return {
    name,
    bot,
    get state() {
      if (bot.state === 'down') return 'down';
      if (isFrozen) return 'frozen';
      if (isDraining) return 'draining';
      return isCut ? 'cut off' : bot.state;
    },
    async act(act) {
      await acts[act]();
    },
    async close() {
      thaw();
      connect();
      await bot.stop();
      await way.close();
    },
  };
}
