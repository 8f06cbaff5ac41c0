import type { Log } from '../service/ports/surroundings.ts';

/** A check that takes longer has failed: probes themselves give up after a few seconds. */
const CHECK_WITHIN_MS = 2_000;
/** Anybody can ask, and a check writes to the disk or asks for a token: the answer is kept this long. */
const KEEP_MS = 1_000;

/** Throws when what it checks does not work now, or not within 2 s. */
export type Check = () => Promise<void>;

/** Whether requests should come here. */
export interface Readiness {
  /** Why not; empty when all is well. `store: STORE_BROKEN`, never more: whoever asks is not known. */
  reasons(): Promise<readonly string[]>;
  /**
   * What doesn't work around this instance, as it was when somebody last asked. At once: a proxy that waits for a service
   * which doesn't answer takes the instance for dead.
   */
  trouble(): readonly string[];
  markReady(): void;
  markDraining(): void;
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code) ? code : 'failing';
}

/** The check, which fails with code TIMEOUT when it takes longer than a probe waits. */
export async function checkWithin(check: Check): Promise<void> {
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

/** Runs all checks, once for many who ask within a second. Answers those that fail, with their codes. The log says each once. */
function createCheckRunner(checks: Readonly<Record<string, Check>>, log: Log): () => Promise<string[]> {
  let kept: Promise<string[]> | undefined;
  const said = new Map<string, string>();

  async function runChecks(): Promise<string[]> {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        try {
          await checkWithin(check);
          said.delete(name);
          return undefined;
        } catch (error) {
          const reason = `${name}: ${codeOf(error)}`;
          if (said.get(name) !== reason) log.warn({ err: error, check: name }, 'web.check_failed');
          said.set(name, reason);
          return reason;
        }
      }),
    );
    return results.filter((reason) => reason !== undefined);
  }

  return () => {
    if (kept === undefined) {
      kept = runChecks();
      void kept.then(() => {
        setTimeout(() => {
          kept = undefined;
        }, KEEP_MS).unref();
      });
    }
    return kept;
  };
}

/**
 * Not ready before `markReady`, nor after `markDraining`, nor while a check of this instance fails.
 *
 * @param around checks of what every instance has in common: they are told, and send nobody to another instance, which would
 *   be no better off
 */
export function createReadiness(
  checks: Readonly<Record<string, Check>>,
  around: Readonly<Record<string, Check>>,
  log: Log,
): Readiness {
  let state: 'starting' | 'ready' | 'draining' = 'starting';
  const runChecks = createCheckRunner(checks, log);
  const lookAround = createCheckRunner(around, log);
  let seen: readonly string[] = [];

  return {
    async reasons() {
      if (state !== 'ready') return [state];
      return runChecks();
    },
    trouble() {
      if (state === 'ready') {
        void lookAround().then((trouble) => {
          seen = trouble;
        });
      }
      return seen;
    },
    markReady() {
      if (state === 'starting') state = 'ready';
    },
    markDraining() {
      state = 'draining';
    },
  };
}
