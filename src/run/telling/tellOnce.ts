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

/** Tells the admins something. `what` is the same wherever the same is found. */
export type TellOnce = (what: string, news: AdminNews) => Promise<void>;

/**
 * Tells what any of the instances may find once for all of them. Where the records can't be asked it is told: twice is
 * better than never. One that shares nothing has nobody to ask. What `tell` throws is thrown on, and whoever finds it next tells it.
 */
export function createTellOnce(
  options: { store: Pick<Store, 'holdKey' | 'freeKey'>; isShared: boolean },
  tell: (news: AdminNews) => Promise<void>,
): TellOnce {
  if (!options.isShared) return (_what, news) => tell(news);
  return async (what, news) => {
    const unasked = { letGo: async () => undefined };
    const taken = await takeAlone(options.store, `told:${what}`, SAME_FOR_MS).catch(() => unasked);
    if (taken === undefined) return;
    try {
      await tell(news);
    } catch (error) {
      await taken.letGo();
      throw error;
    }
  };
}
