import { isDeepStrictEqual } from 'node:util';
import type { LiveConfig } from '../../config/config.ts';
import { readSettings } from '../../config/config.ts';
import { listPolicyWarnings } from '../../domain/policy/listPolicyWarnings.ts';
import { type Policy, policySchema } from '../../domain/policy/policy.ts';
import { showFirstTeamChanged, showPolicyRefused } from '../../flows/operating/policyNews.ts';
import { noteGone } from '../../service/customers/gone.ts';
import { createOneAtATime } from '../../service/ports/oneAtATime.ts';
import type { Store } from '../../service/ports/store.ts';
import type { Clock, Log } from '../../service/ports/surroundings.ts';
import type { TellOnce } from '../telling/tellOnce.ts';
import { createTellUntilTold } from '../telling/tellUntilTold.ts';
import { type Changed, describeChange, describeFile, type LivePolicy, watchPolicy } from './livePolicy.ts';
import { hashPolicy, type NewestPolicy } from './newestPolicy.ts';
import { createTellLeft } from './tellLeft.ts';
import { watchNewest } from './watchNewest.ts';

/** The policy that holds, whichever instance has it, so that each change of it is seen, also at the next start. */
const NOTE = 'policy';

interface Options {
  config: Pick<LiveConfig, 'policy' | 'policyFile' | 'slack'>;
  live: LivePolicy;
  newest: Pick<NewestPolicy, 'take' | 'isBehind' | 'noteAlive' | 'findLeft'>;
  /** Reads the whole environment with this as the policy's text. */
  env: NodeJS.ProcessEnv;
  readFile: (path: string) => string;
  store: Pick<Store, 'audit' | 'saveNote' | 'loadNote' | 'updateNote'>;
  tellOnce: TellOnce;
  /** Runs once another policy holds than at the start, until it doesn't throw. */
  changed?: () => Promise<void>;
  clock: Clock;
  log: Log;
  everyMs?: number;
}

/**
 * Takes a changed policy file over without a restart. A wrong one changes nothing: the log says where it is wrong, and so
 * does a message to the admins, once for each text, which is tried until one of them has it or the text is another one. The
 * audit comes first, so that no change holds that it does not have. What was changed while Rollcall was stopped holds already, and is audited as well. An older one than other instances
 * have is read, lets nothing in, and changes nothing of what goes on here, until none of these is alive any more. Resolves once the file of now is taken, or can't
 * be for a while.
 */
export async function followPolicy(options: Options): Promise<{ stop(): Promise<void> }> {
  const { config, live, newest, env, readFile, store, tellOnce, clock, log, everyMs } = options;
  const { policyFile: file } = config;
  const admins = createTellUntilTold(tellOnce, { clock, log });
  let isStart = true;
  /** The last text that could be read, newest or older. */
  let taken: { text: string; about: Changed | undefined } | undefined;
  /** The text that could not be taken, so that the log says it once. */
  let failed: string | undefined;
  /** What is to follow from the policy that holds. */
  let toFollow: 'nothing' | 'all' | 'what failed' = 'nothing';
  const tellLeft = createTellLeft({ newest, store, tellOnce, log });

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

  /** With one workspace, none stands before an id, nor in what is kept of a message. */
  function warnOfMove([before]: readonly string[], [now]: readonly string[]): void {
    if (config.slack?.install === undefined || before === undefined || now === undefined || before === now)
      return;
    log.warn({ before, now }, 'policy.first_team_changed');
    admins.tell('first team', `first team ${before} ${now}`, ({ isForAll }) =>
      isForAll ? showFirstTeamChanged(before, now) : undefined,
    );
  }

  /** Before it holds. */
  async function writeDown(next: Policy, about: Changed | undefined): Promise<void> {
    const note = await store.loadNote(NOTE);
    const last = note === undefined ? undefined : policySchema.safeParse(note).data;
    if (last !== undefined && isDeepStrictEqual(last, next)) return;
    if (note !== undefined) {
      const changed = last === undefined ? 'unknown' : describeChange(last, next);
      const what = isStart ? 'policy.changed_while_stopped' : 'policy.changed';
      await audit(what, changed, about);
      log.info({ changed, file }, what);
      warnOfMove(last?.slackTeams ?? [], next.slackTeams);
    }
    if (last !== undefined) await noteGone(store, last, next);
    await store.saveNote(NOTE, next);
  }

  /** False: other instances have had a newer one. */
  async function hold(text: string, next: Policy, about: Changed | undefined): Promise<boolean> {
    const age = await newest.take(text, () => writeDown(next, about));
    if (age === 'older') return false;
    live.replace(next);
    if (!isStart) toFollow = 'all';
    return true;
  }

  /** False: to be tried again. The policy holds, whatever comes of this. */
  async function follow(): Promise<boolean> {
    if (toFollow === 'nothing') return true;
    try {
      await options.changed?.();
      toFollow = 'nothing';
      return true;
    } catch (error) {
      if (toFollow === 'all') log.error({ err: error }, 'policy.not_followed');
      toFollow = 'what failed';
      return false;
    }
  }

  /** The text that was older than others may hold by now. */
  async function takeAgain(): Promise<boolean> {
    if (taken === undefined) return false;
    const { text, about } = taken;
    const { policy: next } = readSettings(env, (path) => (path === file ? text : readFile(path))).read;
    if (next === undefined || !(await hold(text, next, about))) return false;
    log.warn({ file, sha256: about?.hash }, 'policy.stands_in');
    return true;
  }

  /** Nothing of it waits for a chat that is away: neither what holds, nor a start, nor a file that is mended by now. */
  async function take(text: string | undefined, about: Changed | undefined): Promise<void> {
    admins.forget('file');
    if (text !== undefined && text === taken?.text) return;
    const { problems, read } = readSettings(env, (path) => {
      if (path !== file) return readFile(path);
      if (text === undefined) throw new Error("The policy file can't be read.");
      return text;
    });
    const next = read.policy;
    if (text === undefined || next === undefined || problems.length > 0) {
      log.error({ problems, file }, 'policy.refused');
      // Where it lies is for the log.
      const said = problems.map((problem) => problem.replaceAll(file, 'policy.json'));
      admins.tell('file', `policy ${hashPolicy(JSON.stringify([text, said]))}`, (reader) =>
        showPolicyRefused(said, reader),
      );
      return;
    }
    if (!(await hold(text, next, about))) {
      const why =
        'Other instances have had a newer policy file. This one takes nothing on until it has that, too.';
      const wayBack =
        'If this one is to hold after all, change anything in it: a blank line is enough. Where no instance with the newer one is alive, it holds by itself once this instance has heard of none for five minutes.';
      log.error({ file, sha256: about?.hash, why, wayBack }, 'policy.behind');
    }
    taken = { text, about };
    for (const why of isStart ? [] : listPolicyWarnings(next)) log.warn({ why }, 'policy.warning');
  }

  /** False: to be tried again. */
  async function takeOrWait(text: string | undefined, about: Changed | undefined): Promise<boolean> {
    try {
      await take(text, about);
    } catch (error) {
      if (failed !== text) log.error({ err: error }, 'policy.not_taken');
      failed = text;
      return false;
    }
    return follow();
  }

  const text = readFile(file);
  await takeOrWait(text, await describeFile(file, text));
  isStart = false;
  const oneAtATime = createOneAtATime();
  const watching = watchPolicy(file, (...given) => oneAtATime(NOTE, () => takeOrWait(...given)), everyMs);
  const stopping = new AbortController();
  const watchingNewest = watchNewest(
    {
      ...{ newest, admins, clock, log },
      takeAgain: () => oneAtATime(NOTE, takeAgain),
      async whileHolding() {
        await oneAtATime(NOTE, follow);
        tellLeft();
      },
    },
    stopping.signal,
  );
  return {
    async stop() {
      stopping.abort();
      await watching.stop();
      await watchingNewest;
      admins.stop();
    },
  };
}
