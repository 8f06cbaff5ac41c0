import type { Store } from '../../service/ports/store.ts';
import { takeAlone } from '../../service/ports/takeAlone.ts';

/**
 * For this long nobody else sends a message that one is sending; then its process has died. Our own number: longer than
 * a chat keeps a call waiting, also with the pause that Slack asks for once (Retry-After, 30 s mostly). Shorter posts a
 * message twice, of which one is never updated; longer delays what a dead process was sending.
 */
const SENDING_MS = 60_000;

/** Does `work` unless another instance sends the same message now. False: it does, so look again in a while. */
export type SendAlone = (message: string, work: () => Promise<void>) => Promise<boolean>;

/** Keeps two instances from sending the same message at once. One that shares nothing has nobody to ask. */
export function createSendAlone(options: {
  store: Pick<Store, 'holdKey' | 'freeKey'>;
  isShared?: boolean;
}): SendAlone {
  return async (message, work) => {
    if (options.isShared !== true) {
      await work();
      return true;
    }
    const taken = await takeAlone(options.store, `sending:${message}`, SENDING_MS);
    if (taken === undefined) return false;
    try {
      await work();
    } finally {
      await taken.letGo();
    }
    return true;
  };
}
