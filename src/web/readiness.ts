import type { Log } from '../service/ports/surroundings.ts';

/** A check that takes longer has failed: probes themselves give up after a few seconds. */
const CHECK_WITHIN_MS = 2_000;
/** Anybody can ask, and a check writes to the disk or asks for a token: the answer is kept this long. */
const KEEP_MS = 1_000;

/** Throws when what it checks does not work now. */
export type Check = () => Promise<void>;

/** Whether requests should come here. */
export interface Readiness {
  /** Why not; empty when all is well. `store: STORE_BROKEN`, never more: whoever asks is not known. */
  reasons(): Promise<readonly string[]>;
  markReady(): void;
  markDraining(): void;
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code) ? code : 'failing';
}

async function within(check: Check): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error('The check took too long.'), { code: 'TIMEOUT' })),
      CHECK_WITHIN_MS,
    );
  });
  try {
    await Promise.race([check(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Not ready before `markReady`, nor after `markDraining`, nor while a check fails. */
export function createReadiness(checks: Readonly<Record<string, Check>>, log: Log): Readiness {
  let state: 'starting' | 'ready' | 'draining' = 'starting';
  let kept: Promise<readonly string[]> | undefined;

  async function runChecks(): Promise<readonly string[]> {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        try {
          await within(check);
          return undefined;
        } catch (error) {
          log.warn({ err: error, check: name }, 'web.check_failed');
          return `${name}: ${codeOf(error)}`;
        }
      }),
    );
    return results.filter((reason) => reason !== undefined);
  }

  function runOnce(): Promise<readonly string[]> {
    if (kept === undefined) {
      kept = runChecks();
      void kept.then(() => {
        setTimeout(() => {
          kept = undefined;
        }, KEEP_MS).unref();
      });
    }
    return kept;
  }

  return {
    async reasons() {
      if (state !== 'ready') return [state];
      return runOnce();
    },
    markReady() {
      if (state === 'starting') state = 'ready';
    },
    markDraining() {
      state = 'draining';
    },
  };
}
