import type { MessageRef } from '../domain/terms.ts';
import type { View } from '../flows/views.ts';
import type { TeamsOptions } from './options.ts';
import { cardMessage, type Sender } from './send.ts';
import { renderCard } from './views/render.ts';

/** One card that shows a secret, or is about to. */
export interface SecretCard {
  emptyAfter(seconds: number): void;
  /** Now. Resolves when it is empty, or will be seen to at the next start. */
  empty(): Promise<void>;
  /** It shows no secret after all. */
  forget(): Promise<void>;
}

/** Cards that hold passwords for a few minutes, and are emptied whatever becomes of this process. */
export interface SecretCards {
  /** Durable on return, so that a crash right after it is seen to. */
  note(ref: MessageRef): Promise<SecretCard>;
  /** Takes up what an earlier run left: what is late is emptied now, the rest when its time has come. */
  start(): Promise<void>;
  /** Empties every card that still shows. */
  stop(): Promise<void>;
}

/** Until it is known for how long a card is to show: a claim and an update take a few seconds. */
const AT_LEAST_MS = 60_000;
/** Waits before an emptying that failed is tried again; after the last one the next start does it. */
const RETRY_AFTER_MS = [2_000, 10_000, 60_000, 300_000];
/** A shutdown has other things to wait for; what is not empty by then the next start sees to. */
const STOP_WITHIN_MS = 5_000;
/** Teams answers an update of a deleted message with one of these. */
const GONE = [403, 404];

const EMPTIED: View = {
  kind: 'notice',
  tone: 'info',
  title: 'The passwords were shown here and are gone now.',
  text: [],
  next: 'If one is needed again, send the mail again, or set a new one: type user and the name, then press New password.',
  buttons: [],
};

export function createSecretCards(
  { store, clock, log }: Pick<TeamsOptions, 'store' | 'clock' | 'log'>,
  sender: Sender,
): SecretCards {
  const waiting = new Map<string, { ref: MessageRef; timer: AbortController }>();
  const stopping = new AbortController();

  function keyOf({ conversationId, messageId }: MessageRef): string {
    return `${conversationId} ${messageId}`;
  }

  async function emptyOnce(ref: MessageRef): Promise<void> {
    try {
      await sender.update(ref, cardMessage(renderCard(EMPTIED)));
    } catch (error) {
      if (!GONE.includes((error as { statusCode?: number }).statusCode ?? 0)) throw error;
    }
    await store.forgetShown(ref);
  }

  async function empty(ref: MessageRef): Promise<void> {
    waiting.get(keyOf(ref))?.timer.abort();
    waiting.delete(keyOf(ref));
    for (const wait of [...RETRY_AFTER_MS, undefined]) {
      try {
        await emptyOnce(ref);
        return;
      } catch (error) {
        log.error({ error, nextTryMs: wait }, 'teams.emptyFailed');
        if (wait === undefined || stopping.signal.aborted) return;
        await clock.sleep(wait, stopping.signal);
      }
    }
  }

  function emptyAt(ref: MessageRef, at: number): void {
    waiting.get(keyOf(ref))?.timer.abort();
    const timer = new AbortController();
    waiting.set(keyOf(ref), { ref, timer });
    void clock.sleep(Math.max(0, at - clock.now()), timer.signal).then(() => {
      if (!timer.signal.aborted) return empty(ref);
    });
  }

  async function note(ref: MessageRef, at: number): Promise<void> {
    await store.saveShown({ ref, emptyAt: at });
    emptyAt(ref, at);
  }

  return {
    async note(ref) {
      await note(ref, clock.now() + AT_LEAST_MS);
      return {
        emptyAfter(seconds) {
          const at = clock.now() + seconds * 1_000;
          // Too early after a crash is the smaller harm, so the card does not wait for this write.
          store
            .saveShown({ ref, emptyAt: at })
            .catch((error: unknown) => log.warn({ error }, 'teams.showTimeNotKept'));
          emptyAt(ref, at);
        },
        empty: () => empty(ref),
        async forget() {
          waiting.get(keyOf(ref))?.timer.abort();
          waiting.delete(keyOf(ref));
          await store.forgetShown(ref);
        },
      };
    },
    async start() {
      const left = (await store.listShown()).filter(({ ref }) => ref.platform === 'teams');
      for (const { ref, emptyAt: at } of left) emptyAt(ref, at);
    },
    async stop() {
      stopping.abort();
      const ended = new AbortController();
      const all = Promise.all([...waiting.values()].map(({ ref }) => empty(ref)));
      await Promise.race([all, clock.sleep(STOP_WITHIN_MS, ended.signal)]);
      ended.abort();
    },
  };
}
