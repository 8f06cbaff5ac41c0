import type { AdminNews } from '../../flows/operating/adminNews.ts';
import type { Store } from '../../service/ports/store.ts';
import { takeAlone } from '../../service/ports/takeAlone.ts';

/**
 * Instances find the same within this time: each looks at the policy file every few seconds, in Kubernetes a changed
 * ConfigMap reaches them "as long as the kubelet sync period + cache propagation delay" apart (Kubernetes, "Mounted
 * ConfigMaps are updated automatically": two minutes mostly), and they are started one after the other. Longer keeps quiet
 * about what was mended and went wrong again; shorter tells it twice.
 */
const SAME_FOR_MS = 5 * 60_000;
/**
 * For this long nobody else tells what one is telling; then its process has died. Our own number: longer than a few dozen
 * admins take, at Slack's pace of about a message a second ("Rate limits"), with one pause that it asks for. Shorter tells some of
 * them twice, longer leaves what a dead process was telling to a later finder.
 */
const TELLING_MS = 2 * 60_000;

/** Tells the admins something. `what` is the same wherever the same is found. False: nobody was reached so far. */
export type TellOnce = (what: string, news: AdminNews) => Promise<boolean>;

/**
 * Tells what any of the instances may find once for all of them. Where the records can't be asked it is told: twice is
 * better than never. One that shares nothing has nobody to ask. Where `reachAdmins` answers false, or throws, whoever finds it next
 * tells it.
 */
export function createTellOnce(
  options: { store: Pick<Store, 'seen' | 'keepSeen' | 'holdKey' | 'freeKey'>; isShared: boolean },
  reachAdmins: (news: AdminNews) => Promise<boolean>,
): TellOnce {
  const { store, isShared } = options;
  if (!isShared) return (_what, news) => reachAdmins(news);
  return async (what, news) => {
    const told = `told:${what}`;
    // Only looks: what is remembered for no time is not remembered.
    const isTold = () => store.seen(told, 0).catch(() => false);
    const unasked = { letGo: async () => undefined };
    const taken = await takeAlone(store, `telling:${what}`, TELLING_MS).catch(() => unasked);
    // Whoever is telling it may reach nobody, or die.
    if (taken === undefined) return false;
    try {
      if (await isTold()) return true;
      const isReached = await reachAdmins(news);
      if (isReached) await store.keepSeen(told, SAME_FOR_MS).catch(() => undefined);
      return isReached;
    } finally {
      await taken.letGo();
    }
  };
}
