import type { MessageRef } from '../../domain/terms.ts';
import type { View } from '../../flows/views.ts';

interface Waiting {
  ref: MessageRef;
  view: View;
  owner: string | undefined;
  done: ((where: MessageRef) => void)[];
  failed: ((error: unknown) => void)[];
}

/** Messages whose last update is remembered, for {@link Updates.isNewer}. */
const REMEMBERED = 1_000;

/** Updates of messages, one at a time; of several for one message only the newest is sent. */
export interface Updates {
  /** Resolves when this view, or one that overtook it, is shown. */
  update(ref: MessageRef, view: View, owner?: string): Promise<MessageRef>;
  /** A mark of now; see {@link Updates.isNewer}. */
  mark(): number;
  /** True when an update of the message was asked for after the mark. */
  isNewer(ref: MessageRef, mark: number): boolean;
}

function keyOf({ conversationId, messageId }: MessageRef): string {
  return `${conversationId}:${messageId}`;
}

export function createUpdates(
  turn: () => Promise<void>,
  send: (ref: MessageRef, view: View, owner?: string) => Promise<MessageRef>,
): Updates {
  const waiting = new Map<string, Waiting>();
  const asked = new Map<string, number>();
  let count = 0;
  let isWorking = false;

  async function work(): Promise<void> {
    isWorking = true;
    for (;;) {
      if (waiting.size === 0) break;
      await turn();
      const [next] = waiting;
      if (next === undefined) break;
      const [key, { ref, view, owner, done, failed }] = next;
      waiting.delete(key);
      try {
        const where = await send(ref, view, owner);
        for (const resolve of done) resolve(where);
      } catch (error) {
        for (const reject of failed) reject(error);
      }
    }
    isWorking = false;
  }

  return {
    update(ref, view, owner) {
      const key = keyOf(ref);
      count += 1;
      asked.delete(key);
      asked.set(key, count);
      const [oldest] = asked.keys();
      if (asked.size > REMEMBERED && oldest !== undefined) asked.delete(oldest);
      return new Promise((resolve, reject) => {
        const before = waiting.get(key);
        waiting.set(key, {
          ref,
          view,
          owner: owner ?? before?.owner,
          done: [...(before?.done ?? []), resolve],
          failed: [...(before?.failed ?? []), reject],
        });
        if (!isWorking) void work();
      });
    },
    mark: () => count,
    isNewer: (ref, mark) => (asked.get(keyOf(ref)) ?? 0) > mark,
  };
}
