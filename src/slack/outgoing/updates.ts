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

/** Updates of messages, in each workspace one at a time; of several for one message only the newest is sent. */
export interface Updates {
  /** Resolves when this view, or one that overtook it, is shown. */
  update(ref: MessageRef, view: View, owner?: string): Promise<MessageRef>;
  /** A mark of now; see {@link Updates.isNewer}. */
  mark(): number;
  /** True when an update of the message was asked for after the mark. */
  isNewer(ref: MessageRef, mark: number): boolean;
}

/** The workspace whose pace it keeps; '' for the first. */
const teamOf = ({ route }: MessageRef): string => route?.team ?? '';

function keyOf(ref: MessageRef): string {
  return `${teamOf(ref)}:${ref.conversationId}:${ref.messageId}`;
}

export function createUpdates(
  turn: (ref: MessageRef) => Promise<void>,
  send: (ref: MessageRef, view: View, owner?: string) => Promise<MessageRef>,
): Updates {
  const waiting = new Map<string, Waiting>();
  const asked = new Map<string, number>();
  let count = 0;
  const working = new Set<string>();

  /** The first that waits in a workspace. */
  const nextIn = (team: string) => [...waiting].find(([, { ref }]) => teamOf(ref) === team);

  async function work(team: string): Promise<void> {
    working.add(team);
    for (;;) {
      const [, first] = nextIn(team) ?? [];
      if (first === undefined) break;
      await turn(first.ref);
      const next = nextIn(team);
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
    working.delete(team);
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
        if (!working.has(teamOf(ref))) void work(teamOf(ref));
      });
    },
    mark: () => count,
    isNewer: (ref, mark) => (asked.get(keyOf(ref)) ?? 0) > mark,
  };
}
