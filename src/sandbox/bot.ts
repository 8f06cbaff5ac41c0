import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { AHEAD_VARIABLE } from './clockAhead.ts';

/** The bot as a process of its own, as an operator would run it. */
export interface BotProcess {
  readonly url: string;
  /** Every line it wrote, oldest first (bounded). */
  readonly lines: readonly string[];
  /** Resolves when /readyz answers 200. Throws with the last lines when it exits or takes too long. */
  start(): Promise<void>;
  /** SIGTERM, and waits: the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL, and waits: as if the power went. */
  kill(): Promise<void>;
  /** From the next start on its clock is so far ahead of the machine's, or behind it below 0. Milliseconds. */
  putAhead(ms: number): void;
  /** Undefined while it does not run. */
  readonly pid: number | undefined;
  /** `starting` until it has said that it is ready. */
  readonly state: 'down' | 'starting' | 'running';
}

const CLOCK = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/sandbox/clockAhead.js' : './clockAhead.js',
  import.meta.url,
).href;
/** The built program: the sandbox itself may run from source (in tests) or from dist. */
export const MAIN = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../dist/main.js' : '../main.js', import.meta.url),
);

/**
 * Loaded before the bot's own code: its standard input ends with this process, however that ends, and the bot with it. It would
 * keep its port for good, with services and a database that are gone. No file, as a build that runs as another user may not
 * be able to read ours.
 */
const UNTIL_INPUT_ENDS = `data:text/javascript,${encodeURIComponent(
  "process.stdin.on('error', () => undefined).on('close', () => process.exit(1)).resume().unref()",
)}`;

/** A start takes 1 to 2 s here; a cold disk and a busy machine take longer, and giving up early is worse. */
const READY_WITHIN_MS = 90_000;
/** Longer than the bot's own 25 s to drain. */
const STOP_WITHIN_MS = 30_000;
const KEEP_LINES = 20_000;

/** A build of the bot that lies somewhere else, and the user that runs it. */
export interface Program {
  /** Absolute path of its main.js; read at each start. */
  main: string;
  /** Left out: whoever runs the sandbox. */
  user?: { uid: number; gid: number };
}

/** Prepares a bot process; `env` is all it gets beside PATH and HOME. */
export function createBot(options: {
  port: number;
  env: Readonly<Record<string, string>>;
  program?: Program;
  onLine?: (line: string) => void;
}): BotProcess {
  const url = `http://127.0.0.1:${options.port}`;
  const lines: string[] = [];
  let child: ChildProcess | undefined;
  let ahead = 0;
  let isUp = false;
  let gone: Promise<number | null> = Promise.resolve(null);

  function keep(chunk: Buffer): void {
    for (const line of chunk.toString('utf8').split('\n')) {
      if (line === '') continue;
      lines.push(line);
      if (lines.length > KEEP_LINES) lines.shift();
      options.onLine?.(line);
    }
  }

  async function isReady(): Promise<boolean> {
    try {
      return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(1_000) })).ok;
    } catch {
      return false;
    }
  }

  const pid = () => (child?.exitCode === null && child.signalCode === null ? child.pid : undefined);

  return {
    url,
    lines,
    get pid() {
      return pid();
    },
    get state() {
      if (pid() === undefined) return 'down';
      return isUp ? 'running' : 'starting';
    },
    putAhead(ms) {
      ahead = ms;
    },
    async start() {
      const clock = ahead === 0 ? [] : ['--import', CLOCK];
      const { main, user } = { main: MAIN, ...options.program };
      const started = spawn(
        process.execPath,
        ['--import', UNTIL_INPUT_ENDS, ...clock, '--enable-source-maps', main],
        {
          ...user,
          env: {
            PATH: process.env.PATH ?? '',
            HOME: process.env.HOME ?? '',
            ...(ahead === 0 ? {} : { [AHEAD_VARIABLE]: String(ahead) }),
            ...options.env,
          },
          stdio: ['pipe', 'pipe', 'pipe'],
        },
      );
      // Its input breaks when it ends.
      started.stdin.on('error', () => undefined);
      child = started;
      isUp = false;
      let exited = false;
      gone = new Promise((resolve) => {
        started.once('exit', (code) => {
          exited = true;
          resolve(code);
        });
      });
      started.stdout.on('data', keep);
      started.stderr.on('data', keep);
      const deadline = Date.now() + READY_WITHIN_MS;
      while (!(await isReady())) {
        if (exited || Date.now() > deadline) {
          started.kill('SIGKILL');
          throw new Error(`Rollcall did not start:\n${lines.slice(-20).join('\n')}`);
        }
        await sleep(50);
      }
      isUp = true;
    },
    async stop() {
      child?.kill('SIGTERM');
      const timer = setTimeout(() => child?.kill('SIGKILL'), STOP_WITHIN_MS);
      const code = await gone;
      clearTimeout(timer);
      child = undefined;
      return code;
    },
    async kill() {
      child?.kill('SIGKILL');
      await gone;
      child = undefined;
    },
  };
}
