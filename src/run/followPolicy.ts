import { isDeepStrictEqual } from 'node:util';
import type { LiveConfig } from '../config/config.ts';
import { readSettings } from '../config/config.ts';
import { listPolicyWarnings } from '../domain/policy/listPolicyWarnings.ts';
import { policySchema } from '../domain/policy/policy.ts';
import { showPolicyRefused } from '../flows/operating/policyNews.ts';
import type { NoticeView } from '../flows/views/parts.ts';
import type { Store } from '../service/ports/store.ts';
import type { Clock, Log } from '../service/ports/surroundings.ts';
import { type Changed, describeChange, describeFile, type LivePolicy, watchPolicy } from './livePolicy.ts';

/** The policy that held last, so that the next start sees what was changed meanwhile. */
const NOTE = 'policy';

interface Options {
  config: Pick<LiveConfig, 'policy' | 'policyFile'>;
  live: LivePolicy;
  /** Reads the whole environment with this as the policy's text. */
  env: NodeJS.ProcessEnv;
  readFile: (path: string) => string;
  store: Pick<Store, 'audit' | 'saveNote' | 'loadNote'>;
  tellAdmins: (view: NoticeView) => Promise<void>;
  clock: Clock;
  log: Log;
  everyMs?: number;
}

/**
 * Takes a changed policy file over without a restart. A wrong one changes nothing: the log says where it is wrong, and so
 * does a message to the admins, once for each text. The audit comes first, so that no change holds that it does not have.
 * What was changed while Rollcall was stopped holds already, and is audited as well.
 */
export function followPolicy(options: Options): { stop(): Promise<void> } {
  const { config, live, env, readFile, store, tellAdmins, clock, log, everyMs } = options;
  const { policyFile: file } = config;
  let current = config.policy;

  async function audit(what: string, changed: string, about: Changed | undefined): Promise<void> {
    await store.audit({
      at: clock.now(),
      actor: 'rollcall',
      platform: 'system',
      what,
      outcome: 'done',
      detail: {
        changed,
        ...(about === undefined
          ? {}
          : { written: new Date(about.at).toISOString(), fileOwner: about.owner, sha256: about.hash }),
      },
    });
  }

  async function compareWithLast(): Promise<void> {
    const note = await store.loadNote(NOTE);
    if (note !== undefined) {
      const last = policySchema.safeParse(note).data;
      if (isDeepStrictEqual(last, current)) return;
      const changed = last === undefined ? 'unknown' : describeChange(last, current);
      await audit('policy.changed_while_stopped', changed, await describeFile(file, readFile(file)));
      log.info({ changed, file }, 'policy.changed_while_stopped');
    }
    await store.saveNote(NOTE, current);
  }

  const compared = compareWithLast().catch((error: unknown) =>
    log.error({ err: error }, 'policy.not_compared'),
  );

  async function take(text: string | undefined, about: Changed | undefined): Promise<void> {
    const { problems, read } = readSettings(env, (path) => {
      if (path !== file) return readFile(path);
      if (text === undefined) throw new Error("The policy file can't be read.");
      return text;
    });
    const next = read.policy;
    if (next === undefined || problems.length > 0) {
      log.error({ problems, file }, 'policy.refused');
      // Where it lies is for the log.
      await tellAdmins(showPolicyRefused(problems.map((problem) => problem.replaceAll(file, 'policy.json'))));
      return;
    }
    if (isDeepStrictEqual(next, current)) return;
    const changed = describeChange(current, next);
    await audit('policy.changed', changed, about);
    current = next;
    live.replace(next);
    await store.saveNote(NOTE, next);
    log.info({ changed, file }, 'policy.changed');
    for (const why of listPolicyWarnings(next)) log.warn({ why }, 'policy.warning');
  }

  const watching = watchPolicy(
    file,
    (text, about) =>
      compared
        .then(() => take(text, about))
        .catch((error: unknown) => log.error({ err: error }, 'policy.notTaken')),
    everyMs,
  );
  return {
    async stop() {
      await Promise.all([compared, watching.stop()]);
    },
  };
}
