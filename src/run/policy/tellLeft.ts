import { showPolicyLeft } from '../../flows/operating/policyNews.ts';
import type { Store } from '../../service/ports/store.ts';
import type { Log } from '../../service/ports/surroundings.ts';
import type { TellOnce } from '../telling/tellOnce.ts';
import type { NewestPolicy } from './newestPolicy.ts';

/** Of which file admins were told that something waits for a newer one, whichever instance told them. */
const NOTE = 'policyLeft';

interface Options {
  newest: Pick<NewestPolicy, 'findLeft'>;
  store: Pick<Store, 'loadNote' | 'saveNote'>;
  tellOnce: TellOnce;
  log: Log;
}

/**
 * Tells admins that something waits for a newer policy file, once for each time that an older one stands in. Call it again and
 * again: it returns at once, and tries anew until one of them has it. Never throws.
 */
export function createTellLeft({ newest, store, tellOnce, log }: Options): () => void {
  let isTelling = false;

  async function tell(): Promise<void> {
    const left = await newest.findLeft();
    if (left === undefined || (await store.loadNote(NOTE)) === left) return;
    if (await tellOnce(`left ${left}`, () => showPolicyLeft())) await store.saveNote(NOTE, left);
  }

  return () => {
    if (isTelling) return;
    isTelling = true;
    void tell()
      .catch((error: unknown) => log.warn({ err: error }, 'policy.left_not_told'))
      .finally(() => {
        isTelling = false;
      });
  };
}
