import type { AdminNews } from '../../flows/operating/adminNews.ts';
import { showPolicyBehind } from '../../flows/operating/policyNews.ts';
import type { Clock, Log } from '../../service/ports/surroundings.ts';
import type { TellUntilTold } from '../telling/tellUntilTold.ts';
import type { NewestPolicy } from './newestPolicy.ts';

/**
 * Our own number: ten of these make an instance one that is gone (`GONE_AFTER_MS`), so that some may fail. More often only costs
 * the database more.
 */
const LOOK_EVERY_MS = 30_000;
/**
 * Our own number: a changed file reaches all instances within seconds, and in Kubernetes within two minutes mostly ("Mounted
 * ConfigMaps are updated automatically"). Shorter tells admins of what is over before they read it; longer leaves them
 * wondering why an instance, or all of Rollcall, does nothing.
 */
const TOLD_AFTER_MS = 3 * 60_000;

interface Options {
  newest: Pick<NewestPolicy, 'isBehind' | 'noteAlive'>;
  /** Whether the text that is here holds by now. */
  takeAgain(): Promise<boolean>;
  /** What is to be done again and again while it holds. Never throws. */
  whileHolding(): Promise<void>;
  admins: Pick<TellUntilTold, 'tell' | 'forget'>;
  clock: Pick<Clock, 'now' | 'sleep'>;
  log: Log;
}

const NEWS = 'behind';
const news: AdminNews = () => showPolicyBehind();

/**
 * Says, as long as this instance has the newest policy file, that it is alive. Where it has an older one, it looks whether that
 * is to hold, as nobody has the newest any more, and admins are told when it stays so. Until the signal; never throws.
 */
export async function watchNewest(
  { newest, takeAgain, whileHolding, admins, clock, log }: Options,
  stopping: AbortSignal,
): Promise<void> {
  let since: number | undefined;
  let isTold = false;

  async function look(): Promise<void> {
    if (!(await newest.isBehind()) || (await takeAgain())) {
      await newest.noteAlive();
      since = undefined;
      isTold = false;
      admins.forget(NEWS);
      await whileHolding();
      return;
    }
    since ??= clock.now();
    if (isTold || clock.now() - since < TOLD_AFTER_MS) return;
    isTold = true;
    admins.tell(NEWS, NEWS, news);
  }

  for (;;) {
    await clock.sleep(LOOK_EVERY_MS, stopping);
    if (stopping.aborted) return;
    await look().catch((error: unknown) => log.warn({ err: error }, 'policy.not_looked'));
  }
}
